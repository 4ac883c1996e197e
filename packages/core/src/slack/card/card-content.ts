import { limits } from '../../domain/model/limits.js';
import { SlackApprovalError } from '../../errors.js';
import { isPlainObject } from '../../is-plain-object.js';
import { largestMember } from '../../options/largest-member.js';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { replaceLoneSurrogates } from '../request/body/json-fields.js';
import { readLinks } from './card-links.js';
import { readFields, type SeenFields } from './field-values.js';

/**
 * What a card shows of a payload. Slack never parses any of it.
 *
 * At most 8 KB in all.
 */
export interface CardContent {
  readonly title: string;
  /** One paragraph under the title. */
  readonly summary?: string;
  /** Values by label, one row each. A `Date` is shown in each reader's time zone, and a number as JavaScript writes it. */
  readonly fields?: Readonly<Record<string, string | number | Date>>;
  /** Addresses by label: at most 10, https only. The digest covers them. */
  readonly links?: Readonly<Record<string, string>>;
  /** A longer text, shown as it is. */
  readonly text?: string;
  /** Small lines that explain, shown while it is pending. They can be replaced, and the digest does not cover them. */
  readonly context?: readonly string[];
}

/**
 * The part of the content that the digest covers, as it is stored and delivered in `seen.content`: all but the context lines.
 *
 * Texts and numbers stay what they are. A `Date` is `{ date }` with its ISO 8601 text.
 */
export interface SeenContent extends Omit<CardContent, 'context' | 'fields'> {
  readonly fields?: SeenFields;
}

export interface DrawnContent {
  readonly content: SeenContent;
  readonly context: readonly string[];
}

/** The keys of a card's content. */
export const knownParts = {
  title: true,
  summary: true,
  fields: true,
  links: true,
  text: true,
  context: true,
} satisfies KnownKeys<CardContent>;

/**
 * Reads the content that a kind's `card` returned. `context` replaces its context lines unless it is null.
 *
 * @throws {SlackApprovalError} invalid_options — a part is unknown, there is no title, a part is not text, a field is neither text nor number nor `Date`, or a link is not https
 * @throws {SlackApprovalError} content_too_large — it has more than 8 KB
 */
export function readCard(returned: CardContent, context: readonly string[] | null): DrawnContent {
  refuseUnknownKeys('The content returned by card()', returned, knownParts);
  return readContent(context === null ? returned : { ...returned, context });
}

/** Reads the known parts of a card's content. */
function readContent(returned: CardContent): DrawnContent {
  if (!isContent(returned)) throw notShowable();
  const { title, summary, fields, links, text, context = [] } = returned;
  const read = links === undefined ? undefined : readLinks(withoutHalves(links));
  if (read === null) {
    throw new SlackApprovalError(
      'invalid_options',
      'A card can have at most 10 links, each with a label and an https address without a user name: check what card() returns.',
    );
  }
  const content: SeenContent = {
    title: replaceLoneSurrogates(title),
    ...(summary === undefined ? {} : { summary: replaceLoneSurrogates(summary) }),
    ...(fields === undefined ? {} : { fields: readFields(fields) }),
    ...(read === undefined ? {} : { links: read }),
    ...(text === undefined ? {} : { text: replaceLoneSurrogates(text) }),
  };
  return { content, context: readContext(content, context) };
}

/**
 * Reads the context lines that are shown with a content.
 *
 * @throws {SlackApprovalError} invalid_options — a line is not text
 * @throws {SlackApprovalError} content_too_large — together they have more than 8 KB
 */
export function readContext(content: SeenContent, lines: readonly string[]): readonly string[] {
  if (!isTexts(lines)) throw notShowable();
  const context = lines.map(replaceLoneSurrogates);
  checkSize(content, context);
  return context;
}

function checkSize(content: SeenContent, context: readonly string[]): void {
  const bytes = Buffer.byteLength(JSON.stringify([content, context]));
  if (bytes <= limits.contentBytes) return;
  const { fields = {}, ...others } = content;
  const parts = { ...others, ...fields, context };
  throw new SlackApprovalError(
    'content_too_large',
    `A card can have at most ${limits.contentBytes} bytes of text, got ${bytes}, of which ${largestMember(parts)}: let card() return less.`,
  );
}

/** Makes labels and values well-formed, so that every receiver can compute the digest. Cutting a text can leave a lone surrogate. */
function withoutHalves(links: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(links).map(([label, value]) => [replaceLoneSurrogates(label), replaceLoneSurrogates(value)]),
  );
}

function notShowable(): SlackApprovalError {
  return new SlackApprovalError(
    'invalid_options',
    'A card needs a title, and its title, summary, text, links and context lines must be text: check what card() returns.',
  );
}

function isContent(returned: unknown): returned is CardContent {
  if (!isPlainObject(returned)) return false;
  const { title, summary, text, fields = {}, links = {}, context = [] } = returned;
  return (
    isText(title) &&
    title.trim() !== '' &&
    [summary, text].every((value) => value === undefined || isText(value)) &&
    isPlainObject(fields) &&
    isPlainObject(links) &&
    isTexts(Object.values(links)) &&
    isTexts(context)
  );
}

function isTexts(values: unknown): values is readonly string[] {
  return Array.isArray(values) && values.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
