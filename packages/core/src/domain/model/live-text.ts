/**
 * Marks in a text what a surface shows live: a person, a user group, a channel, an instant, and words in bold.
 *
 * A sentence is one function of texts in every language, so its words stand in the order of that language. The marks are two code points
 * that Unicode reserves for use inside a program, so no text from outside has them once `unmarked` has seen it.
 */
const open = '\uFDD0';
const close = '\uFDD1';

/** What a mark stands for: a user id, the id of a user group, a channel id, an instant in epoch milliseconds, or words in bold. */
export type MarkType = '@' | '&' | '#' | 't' | 'b';

/** A part of a marked text: plain text, or what a mark holds. */
export type TextPart = string | { readonly type: MarkType; readonly value: string };

export function marked(type: MarkType, value: string): string {
  return `${open}${type}${unmarked(value)}${close}`;
}

/** Takes the marks out of a text from outside, such as a name. */
export function unmarked(text: string): string {
  return text.includes(open) || text.includes(close) ? text.replace(/[\uFDD0\uFDD1]/g, '') : text;
}

/** The parts of a marked text, in order. */
export function partsOf(text: string): readonly TextPart[] {
  // split by a pattern with two groups, the second and the third of every three parts are a mark
  const split = text.split(/\uFDD0([@&#tb])([^\uFDD0\uFDD1]*)\uFDD1/);
  const parts = split.map((part, index): TextPart => {
    if (index % 3 === 0) return unmarked(part);
    // as: the pattern lets nothing else through
    return index % 3 === 1 ? '' : { type: split[index - 1] as MarkType, value: part };
  });
  return parts.filter((part) => part !== '');
}

/** A marked text as programs read it: people and channels as Slack writes them, instants in ISO 8601. */
export function plainText(text: string): string {
  return text.includes(open) ? partsOf(text).map(plainPart).join('') : text;
}

function plainPart(part: TextPart): string {
  if (typeof part === 'string') return part;
  switch (part.type) {
    case '@':
    case '#':
      return `<${part.type}${part.value}>`;
    case '&':
      return `<!subteam^${part.value}>`;
    case 't':
      return instant(Number(part.value));
    case 'b':
      return part.value;
  }
}

/** In whole seconds. */
function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
