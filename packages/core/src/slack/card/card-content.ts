import { limits } from '../../domain/model/limits.js';
import { SlackApprovalError } from '../../errors.js';
import { isPlainObject } from '../../is-plain-object.js';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { replaceLoneSurrogates } from '../request/json-fields.js';
import { readLinks } from './card-links.js';

/** What a card shows of a payload: plain texts, which Slack never parses. */
export interface CardContent {
  readonly title: string;
  /** One paragraph under the title. */
  readonly summary?: string;
  /** Label and value, shown in two columns. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Label and address, at most 10, all of them https: neither is parsed. The digest covers them. */
  readonly links?: Readonly<Record<string, string>>;
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

const knownParts = {
  title: true,
  summary: true,
  fields: true,
  links: true,
  text: true,
  context: true,
} satisfies KnownKeys<CardContent>;

/**
 * Reads what a kind's `card` returned, with other explaining lines where some are given.
 *
 * @throws {SlackApprovalError} invalid_options — it has an unknown part, which would be missing on the card
 */
export function readCard(returned: CardContent, context: readonly string[] | null): DrawnContent {
  refuseUnknownKeys('The content returned by card()', returned, knownParts);
  return readContent(context === null ? returned : { ...returned, context });
}

/**
 * Takes the content of a card: known fields only, all of them texts.
 *
 * @throws {SlackApprovalError} invalid_options — no title, something that is not text, or a link that is not https
 * @throws {SlackApprovalError} content_too_large — more than 8 KB
 */
export function readContent(returned: CardContent): DrawnContent {
  if (!isContent(returned)) {
    throw new SlackApprovalError(
      'invalid_options',
      'A card needs a title, and all of its parts must be text; check what card() returns.',
    );
  }
  const { title, summary, fields, links, text, context = [] } = returned;
  const read = links === undefined ? undefined : readLinks(replaceInFields(links));
  if (read === null) {
    throw new SlackApprovalError(
      'invalid_options',
      'The links of a card are at most 10, each with a label and an https address without a user name; check what card() returns.',
    );
  }
  const content: SeenContent = {
    title: replaceLoneSurrogates(title),
    ...(summary === undefined ? {} : { summary: replaceLoneSurrogates(summary) }),
    ...(fields === undefined ? {} : { fields: replaceInFields(fields) }),
    ...(read === undefined ? {} : { links: read }),
    ...(text === undefined ? {} : { text: replaceLoneSurrogates(text) }),
  };
  const lines = context.map(replaceLoneSurrogates);
  if (Buffer.byteLength(JSON.stringify([content, lines])) > limits.contentBytes) {
    throw new SlackApprovalError('content_too_large', 'A card holds at most 8 KB of text; let card() return less.');
  }
  return { content, context: lines };
}

/** The digest is over text that every receiver can write: half a character, as cutting at a length leaves it, is replaced. */
function replaceInFields(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([label, value]) => [replaceLoneSurrogates(label), replaceLoneSurrogates(value)]),
  );
}

function isContent(returned: unknown): returned is CardContent {
  if (!isPlainObject(returned)) return false;
  const { title, summary, text, fields = {}, links = {}, context = [] } = returned;
  return (
    isText(title) &&
    title.trim() !== '' &&
    [summary, text].every((value) => value === undefined || isText(value)) &&
    [fields, links].every((one) => isPlainObject(one) && Object.values(one).every(isText)) &&
    Array.isArray(context) &&
    context.every(isText)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
