import { readAngleToken } from './angle-token.js';
import type { Markup } from './markup.js';
import { unescapeText } from './unescape-text.js';

const inline = new RegExp(
  [
    '<(?<angle>[^<>]+)>',
    '`(?<code>[^`\\n]+)`',
    '(?<![\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<inner>(?:(?!\\k<mark>)[^\\n])+)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])',
    ":(?<emoji>[a-z0-9_+'-]+):",
    '(?<url>https?://[^\\s<>|]+[^\\s<>|.,;:!?)\\]\'"])',
  ].join('|'),
  'gu',
);
const marks: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const quoted = /^(?:>|&gt;) ?/;

/**
 * Parses a text as Slack parses mrkdwn. Bare addresses become links unless the text is `verbatim`. Text without markup comes
 * back as it was written.
 */
export function parseMrkdwn(text: string, options: { readonly verbatim?: boolean } = {}): readonly Markup[] {
  // every second piece stood between two fences
  const pieces = text.split(/\n?```([\s\S]+?)```\n?/);
  return pieces.flatMap((piece, index): readonly Markup[] => {
    if (index % 2 === 1) return [{ type: 'fence', text: unescapeText(piece.replace(/^\n|\n$/g, '')) }];
    return parseLines(piece, options.verbatim ?? false);
  });
}

/** Quoted lines in a row are one quote. */
function parseLines(text: string, verbatim: boolean): readonly Markup[] {
  const found: Markup[] = [];
  for (const run of runsOf(text.split('\n'))) {
    const lines = run.isQuote ? run.lines.map((line) => line.replace(quoted, '')) : run.lines;
    const parts = parseInline(lines.join('\n'), verbatim);
    if (run.isQuote) found.push({ type: 'quote', parts });
    else found.push(...parts);
  }
  return found;
}

function runsOf(lines: readonly string[]) {
  const runs: { readonly isQuote: boolean; readonly lines: string[] }[] = [];
  for (const line of lines) {
    const isQuote = quoted.test(line);
    const last = runs.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(line);
    else runs.push({ isQuote, lines: [line] });
  }
  return runs;
}

function parseInline(text: string, verbatim: boolean): readonly Markup[] {
  const found: Markup[] = [];
  const addText = (raw: string): void => {
    if (raw !== '') found.push({ type: 'text', text: unescapeText(raw) });
  };
  let from = 0;
  for (const match of text.matchAll(inline)) {
    const markup = readInline(match.groups ?? {}, verbatim);
    if (markup === null) continue;
    addText(text.slice(from, match.index));
    found.push(markup);
    from = match.index + match[0].length;
  }
  addText(text.slice(from));
  return found;
}

function readInline(groups: Readonly<Record<string, string | undefined>>, verbatim: boolean): Markup | null {
  const { angle, code, mark, inner, emoji, url } = groups;
  if (angle !== undefined) return readAngleToken(angle);
  if (code !== undefined) return { type: 'code', text: unescapeText(code) };
  if (emoji !== undefined) return { type: 'emoji', name: emoji };
  if (url !== undefined) return verbatim ? null : readAngleToken(url);
  const type = marks[mark ?? ''];
  return type === undefined || inner === undefined ? null : { type, parts: parseInline(inner, verbatim) };
}
