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
  '\\p{Cs}', // half of a surrogate pair
].join('');
const unseen = new RegExp(`[${unseenRanges}]`, 'u');
const everyUnseen = new RegExp(unseen.source, 'gu');

/** Removes invisible characters that reorder, hide or split text. Line ends become `\n`; tabs stay. */
export function cleanText(text: string): string {
  // reading one character first makes V8 flatten a joined string, which the pattern would do at three times the cost
  const isEmpty = Number.isNaN(text.charCodeAt(0));
  return isEmpty || !unseen.test(text) ? text : text.replace(lineEnd, '\n').replace(everyUnseen, '');
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
    const end = start + max;
    const stop = end < text.length && isFirstHalf(text, end - 1) ? end - 1 : end;
    pieces.push(text.slice(start, stop));
    start = stop;
  } while (start < text.length);
  return pieces;
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
