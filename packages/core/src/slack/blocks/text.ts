import { latePattern } from './late-pattern.js';

const ellipsis = '…';
/** Shown for an empty text, which Slack refuses. */
const nothing = '—';

const lineEnd = /\r\n|[\r\u0085\u2028\u2029]/g;
/** The characters that are never shown. Tab and line feed are the only control characters that stay. */
const unseenRanges = [
  '\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f', // controls
  '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069', // direction: they reorder what is read
  '\\u00ad\\u180e\\u200b-\\u200d\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff9-\\ufffb', // no width
  '\\u{e0000}-\\u{e007f}', // tags
  '\\ud800-\\udfff', // half of a surrogate pair
].join('');
const unseen = new RegExp(`[${unseenRanges}]`, 'u');
const everyUnseen = new RegExp(unseen.source, 'gu');

/**
 * Removes invisible characters that reorder, hide or split text. Line ends become `\n`; tabs stay.
 *
 * A joiner or a mark of direction stays where the writing needs it: inside of a word in a script that has it, or inside of an emoji.
 */
export function cleanText(text: string): string {
  // reading one character first makes V8 flatten a joined string, which the pattern would do at three times the cost
  const isEmpty = Number.isNaN(text.charCodeAt(0));
  return isEmpty || !unseen.test(text) ? text : text.replace(lineEnd, '\n').replace(everyUnseen, keepMeaningful);
}

const joiners = '\u200c\u200d';
const marksOfDirection = '\u200e\u200f\u061c';
/** Scripts whose letters take another form before a joiner, or between two marks. */
const joiningScripts = latePattern(
  `[${[
    'Arab',
    'Syrc',
    'Nkoo',
    'Mong',
    'Deva',
    'Beng',
    'Guru',
    'Gujr',
    'Orya',
    'Taml',
    'Telu',
    'Knda',
    'Mlym',
    'Sinh',
    'Khmr',
  ]
    .map((script) => `\\p{scx=${script}}`)
    .join('')}]`,
);
const rightToLeft = latePattern('[\\p{sc=Arab}\\p{sc=Hebr}\\p{sc=Syrc}\\p{sc=Thaa}\\p{sc=Nkoo}]');
const inWord = latePattern('[\\p{L}\\p{M}\\p{N}]');
const beforeJoiner = latePattern('\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\ufe0f');
const afterJoiner = latePattern('\\p{Extended_Pictographic}');

function keepMeaningful(character: string, offset: number, text: string): string {
  const [before, after] = [lastCharacter(text, offset), text.slice(offset + 1, offset + 3)];
  return isMeaningful(character, before, String.fromCodePoint(after.codePointAt(0) ?? 0)) ? character : '';
}

function isMeaningful(character: string, before: string, after: string): boolean {
  const isInside = inWord.test(before) && inWord.test(after);
  if (joiners.includes(character) && isInside) return joiningScripts.test(before) && joiningScripts.test(after);
  if (character === '\u200d') return beforeJoiner.test(before) && afterJoiner.test(after);
  return marksOfDirection.includes(character) && isInside && (rightToLeft.test(before) || rightToLeft.test(after));
}

/** The character that ends before an offset. */
function lastCharacter(text: string, end: number): string {
  return text.slice(isFirstHalf(text, end - 2) ? end - 2 : end - 1, end);
}

/** Shortens literal text to `max` UTF-16 units, ending in `…`, never inside a surrogate pair. */
export function cutText(text: string, max: number): string {
  return text.length <= max ? text : cutAt(text, max - 1);
}

/** Cuts literal text into pieces of at most `max` UTF-16 units, never inside a surrogate pair. An empty text is one empty piece. */
export function piecesOf(text: string, max: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  do {
    const stop = pieceEnd(text, start, start + max);
    pieces.push(text.slice(start, stop));
    start = stop;
  } while (start < text.length);
  return pieces;
}

/** How far an emoji or a letter with marks is followed back to its beginning. */
const maxCharacterLength = 32;
const continues = latePattern('^[\\p{M}\\p{Emoji_Modifier}\\u200c\\u200d]');

/** Where a piece ends: before a character that does not fit whole, however many parts it has. */
function pieceEnd(text: string, start: number, end: number): number {
  if (end >= text.length) return end;
  for (let stop = end; stop > Math.max(start, end - maxCharacterLength); stop -= 1) {
    const isInside =
      isFirstHalf(text, stop - 1) || text[stop - 1] === '\u200d' || continues.test(text.slice(stop, stop + 2));
    if (!isInside) return stop;
  }
  return isFirstHalf(text, end - 1) ? end - 1 : end;
}

/** Shortens mrkdwn to `max` UTF-16 units, ending in `…`, never inside a surrogate pair, an entity or a `<…>` token. */
export function cutMrkdwn(markup: string, max: number): string {
  return markup.length <= max ? markup : cutAt(markup, beforeEntity(markup, beforeToken(markup, max - 1)));
}

/** Prepares literal text for Slack: clean, never empty, at most `max` UTF-16 units. */
export function fitText(text: string, max: number): string {
  const clean = cleanText(text);
  return isBlank(clean) ? nothing : cutText(clean, max);
}

/** Prepares mrkdwn for Slack: clean, never empty, at most `max` UTF-16 units. */
export function fitMrkdwn(markup: string, max: number): string {
  const clean = cleanText(markup);
  return isBlank(clean) ? nothing : cutMrkdwn(clean, max);
}

function isBlank(text: string): boolean {
  // nearly every text begins with a letter, which decides already
  return !(text.charCodeAt(0) > 0x20) && text.trim() === '';
}

function cutAt(text: string, end: number): string {
  return text.slice(0, isFirstHalf(text, end - 1) ? end - 1 : end) + ellipsis;
}

/** Whether the unit is the first half of a surrogate pair. */
function isFirstHalf(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}

function beforeToken(markup: string, end: number): number {
  const open = markup.lastIndexOf('<', end - 1);
  return open > markup.lastIndexOf('>', end - 1) ? open : end;
}

/** The longest entity, `&amp;`, has five characters, so an `&` further back can't be cut. */
function beforeEntity(markup: string, end: number): number {
  const open = markup.lastIndexOf('&', end - 1);
  return open > end - 5 && open > markup.lastIndexOf(';', end - 1) ? open : end;
}
