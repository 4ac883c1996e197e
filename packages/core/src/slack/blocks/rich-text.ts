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
import { fitText, piecesOf } from './text.js';

/** Bold, italic, strike, underline or code. */
export type TextStyle = NonNullable<RichTextStyleable['style']>;

const knownStyles = {
  bold: true,
  code: true,
  italic: true,
  strike: true,
  underline: true,
} satisfies KnownKeys<TextStyle>;

/** One piece of a rich text. A plain string is literal text. */
export type Leaf = string | RichTextElement;

/**
 * A block of text that Slack never parses: use it for long text that others wrote.
 *
 * A string becomes one paragraph.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
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

/** A quotation: a paragraph with a bar beside it. */
export function richTextQuote(leaves: readonly Leaf[]): RichTextQuote {
  return { type: 'rich_text_quote', elements: leaves.map(toLeaf) };
}

/** A code block, cut at 3000 characters. No fence in the text can end it. */
export function richTextPreformatted(text: string): RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [textLeaf(text)] };
}

/** A list with bullets or numbers. Each item is one paragraph. */
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

/** Literal text of any length, in as many leaves as it needs. */
export function textLeaves(text: string, style?: TextStyle): readonly RichTextText[] {
  if (text.length <= slackLimits.text) return [textLeaf(text, style)];
  return piecesOf(text, slackLimits.text).map((piece) => textLeaf(piece, style));
}

/** A mention, which can notify the person. Anything but a user id becomes text. */
export function userLeaf(userId: string): RichTextUserMention | RichTextText {
  return isUserId(userId) ? { type: 'user', user_id: userId } : textLeaf(userId);
}

/** A user group by its name. In a message it notifies the members, in a modal it does not. */
export function usergroupLeaf(usergroupId: string): RichTextUsergroupMention {
  return { type: 'usergroup', usergroup_id: usergroupId };
}

/** A link to a channel. Slack shows its name to people who can see the channel. */
export function channelLeaf(channelId: string): RichTextChannelMention {
  return { type: 'channel', channel_id: channelId };
}

/**
 * An instant in each reader's own time zone. The parameters are those of `slackDate`.
 *
 * @throws {SlackApprovalError} invalid_argument — `ms` is not an instant in epoch milliseconds
 */
export function dateLeaf(ms: number, format: string, fallback: string = isoOf(ms)): RichTextDate {
  return { type: 'date', timestamp: unixSeconds(ms), format, fallback };
}

/** A link. Without a plain http or https address, only its text remains. */
export function linkLeaf(url: string, text: string): RichTextLink | RichTextText {
  const address = safeUrl(url);
  const leaf = textLeaf(text);
  return address === null ? leaf : { type: 'link', url: address, text: leaf.text };
}

function toLeaf(leaf: Leaf): RichTextElement {
  return typeof leaf === 'string' ? textLeaf(leaf) : leaf;
}
