import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextChannelMention,
  RichTextDate,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
  RichTextStyleable,
  RichTextText,
  RichTextUsergroupMention,
  RichTextUserMention,
} from '@slack/types';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { type BlockOptions, blockKeys, withId } from './blocks.js';
import { slackLimits } from './limits.js';
import { isoOf, isUserId, safeUrl, unixSeconds } from './mrkdwn.js';
import { fitText } from './text.js';

/** Bold, italic, struck through, code. */
export type TextStyle = NonNullable<RichTextStyleable['style']>;

const knownStyles = {
  bold: true,
  code: true,
  italic: true,
  strike: true,
  underline: true,
} satisfies KnownKeys<TextStyle>;

/** A plain string becomes a literal text leaf. */
export type Leaf = string | RichTextElement;

/**
 * Text that Slack never parses, however it is styled: the place for long text of others.
 *
 * A string is one paragraph.
 */
export function richText(content: string | readonly RichTextBlockElement[], options?: BlockOptions): RichTextBlock {
  refuseUnknownKeys('richText', options, blockKeys);
  const elements = typeof content === 'string' ? [richTextSection([content])] : [...content];
  return withId({ type: 'rich_text', elements }, options);
}

/** One paragraph. */
export function richTextSection(leaves: readonly Leaf[]): RichTextSection {
  return { type: 'rich_text_section', elements: leaves.map(toLeaf) };
}

/** A paragraph with a bar beside it. */
export function richTextQuote(leaves: readonly Leaf[]): RichTextQuote {
  return { type: 'rich_text_quote', elements: leaves.map(toLeaf) };
}

/** A block of code; no fence in the text can end it. Cut at 3000 characters. */
export function richTextPreformatted(text: string): RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [textLeaf(text)] };
}

/** A list, with dots or numbers; each item is one paragraph. */
export function richTextList(
  items: readonly (readonly Leaf[])[],
  style: 'bullet' | 'ordered' = 'bullet',
): RichTextList {
  return { type: 'rich_text_list', style, elements: items.map(richTextSection) };
}

/** Literal text, cut at 3000 characters. */
export function textLeaf(text: string, style?: TextStyle): RichTextText {
  refuseUnknownKeys('textLeaf', style, knownStyles);
  const literal = fitText(text, slackLimits.text);
  return style === undefined ? { type: 'text', text: literal } : { type: 'text', text: literal, style };
}

/** A mention, which may notify that person; what is no user id is shown as text. */
export function userLeaf(userId: string): RichTextUserMention | RichTextText {
  return isUserId(userId) ? { type: 'user', user_id: userId } : textLeaf(userId);
}

/** A user group by its name; in a message, unlike in a modal, it notifies its members. */
export function usergroupLeaf(usergroupId: string): RichTextUsergroupMention {
  return { type: 'usergroup', usergroup_id: usergroupId };
}

/** A link to a channel, by its name to those who may see it. */
export function channelLeaf(channelId: string): RichTextChannelMention {
  return { type: 'channel', channel_id: channelId };
}

/**
 * An instant in each reader's own time zone; `format` and `fallback` as in `slackDate`.
 *
 * @throws {SlackApprovalError} invalid_argument — not an instant in epoch milliseconds
 */
export function dateLeaf(ms: number, format: string, fallback: string = isoOf(ms)): RichTextDate {
  return { type: 'date', timestamp: unixSeconds(ms), format, fallback };
}

/** A link. What is not a plain http or https address becomes its text alone. */
export function linkLeaf(url: string, text: string): RichTextLink | RichTextText {
  const address = safeUrl(url);
  const leaf = textLeaf(text);
  return address === null ? leaf : { type: 'link', url: address, text: leaf.text };
}

function toLeaf(leaf: Leaf): RichTextElement {
  return typeof leaf === 'string' ? textLeaf(leaf) : leaf;
}
