import { SlackApprovalError } from '../errors.js';

/** What a card shows of a payload: plain texts, which Slack never parses. */
export interface CardContent {
  readonly title: string;
  /** One paragraph under the title. */
  readonly summary?: string;
  /** Label and value, shown in two columns. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Long text, shown as it is. */
  readonly text?: string;
  /** Small lines that merely explain: shown, replaceable, and no part of the digest. */
  readonly context?: readonly string[];
}

/** What the digest covers: everything of the content but what merely explains. */
export type SeenContent = Omit<CardContent, 'context'>;

export interface DrawnContent {
  readonly content: SeenContent;
  readonly context: readonly string[];
}

export const mostContentBytes = 8 * 1024;

/**
 * Takes what a kind's `card` returned: known fields only, all of them texts.
 *
 * @throws {SlackApprovalError} invalid_options — no title, or something that is not text
 * @throws {SlackApprovalError} content_too_large — more than 8 KB
 */
export function readContent(returned: CardContent): {
  readonly content: SeenContent;
  readonly context: readonly string[];
} {
  const { title, summary, fields, text, context = [] } = returned;
  const texts = [title, summary, text, ...Object.values(fields ?? {}), ...context].filter(
    (value) => value !== undefined,
  );
  if (typeof title !== 'string' || title.trim() === '' || texts.some((value) => typeof value !== 'string')) {
    throw new SlackApprovalError(
      'invalid_options',
      'A card needs a title, and all of its parts must be text; check what card() returns.',
    );
  }
  const content: SeenContent = {
    title,
    ...(summary === undefined ? {} : { summary }),
    ...(fields === undefined ? {} : { fields: { ...fields } }),
    ...(text === undefined ? {} : { text }),
  };
  if (Buffer.byteLength(JSON.stringify([content, context])) > mostContentBytes) {
    throw new SlackApprovalError('content_too_large', 'A card holds at most 8 KB of text; let card() return less.');
  }
  return { content, context };
}
