import type { KnownBlock } from '@slack/types';
import type { CardSize } from '../../domain/model/approval.js';
import { actions, context, fields, header, messageBlocks, section } from '../blocks/blocks.js';
import { button, confirm } from '../blocks/elements.js';
import { slackLimits } from '../blocks/limits.js';
import { isUserId, mention, slackDate } from '../blocks/mrkdwn.js';
import { richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { cutText } from '../blocks/text.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';
import { actionId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import type { SeenContent } from './card-content.js';
import { linkBlocks } from './card-links.js';
import { outcomeBlocks } from './card-outcome.js';
import { cardText, stateLine } from './card-text.js';
import type { CardView } from './card-view.js';
import { requesterText } from './people-text.js';
import { shownLengths } from './shown-lengths.js';

export interface DrawnMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * The maximum length of a message's blocks as JSON. Slack limits them together and does not document the number; about 13,200 was
 * measured. Source: slackapi/bolt-js#2509
 */
export const maxBlocksLength = 12_000;
const maxFields = 40;
const maxChanges = 5;
const maxLines = 10;

/** The same for a card that Slack refused as too long although it was within the known limits. */
const smallerBlocksLength = 3_000;

/** Draws the card for the current record. */
export function drawCard(view: CardView, size: CardSize = 'whole'): DrawnMessage {
  const text = cardText(view, size);
  if (size === 'shortest') return { text, blocks: messageBlocks(shortestBlocks(view)) };
  const room = size === 'whole' ? maxBlocksLength : smallerBlocksLength;
  return { text, blocks: messageBlocks(cardBlocks(view, room)) };
}

/** The title, the state and the buttons. Details shows the rest. */
function shortestBlocks(view: CardView): readonly KnownBlock[] {
  const { content, words } = view;
  if (content === null) return [section(words.erased)];
  return [header(content.title), section(mrkdwn(stateLine(view))), ...buttons(view)];
}

/**
 * The blocks of a card in at most `room` characters of JSON. Long text is left out first, then fields, then the details of steps.
 * Who decides and what was decided always stay.
 */
export function cardBlocks(view: CardView, room: number): readonly KnownBlock[] {
  const fits = (blocks: readonly KnownBlock[]): boolean => JSON.stringify(blocks).length <= room;
  const whole = blocksOf(view);
  if (view.content === null || fits(whole)) return whole;
  const brief = withTitleOnly(view, view.content.title);
  const shorter = [withoutText(view, view.content), brief, withDetailsOf(brief, shownLengths.stepDetail)]
    .map(blocksOf)
    .find(fits);
  return shorter ?? blocksOf(withDetailsOf(brief, 0));
}

function withoutText(view: CardView, { text: _, ...content }: SeenContent): CardView {
  const summary = `${content.summary ?? ''} (Too long to show whole: see Details.)`.trim();
  return { ...view, content: { ...content, summary }, changes: [] };
}

function withTitleOnly(view: CardView, title: string): CardView {
  return { ...view, content: { title, summary: 'Too long to show here: see Details.' }, changes: [], context: [] };
}

function withDetailsOf(view: CardView, max: number): CardView {
  const shortened = (detail: string | null): string | null =>
    detail === null || max === 0 ? null : cutText(detail, max);
  return { ...view, progress: view.progress.map((step) => ({ ...step, detail: shortened(step.detail) })) };
}

function blocksOf(view: CardView): readonly KnownBlock[] {
  return [
    ...contentBlocks(view),
    ...changeBlocks(view),
    ...outcomeBlocks(view),
    contextLine(view),
    ...refusedBlocks(view),
    ...explainingBlocks(view),
    ...buttons(view),
  ];
}

export function contentBlocks({ content, words }: Pick<CardView, 'content' | 'words'>): readonly KnownBlock[] {
  if (content === null) return [section(words.erased)];
  const { title, summary, fields: named = {}, links, text } = content;
  const entries = Object.entries(named);
  const shown = entries.slice(0, maxFields).map(([label, value]) => plain(`${label}\n${value}`));
  const sections: KnownBlock[] = [];
  for (let start = 0; start < shown.length; start += slackLimits.sectionFields)
    sections.push(fields(shown.slice(start, start + slackLimits.sectionFields)));
  const omitted = entries.length - shown.length;
  return [
    header(title),
    ...(summary === undefined ? [] : [section(summary)]),
    ...sections,
    ...(omitted > 0 ? [context([plain(`and ${omitted} more`)])] : []),
    ...linkBlocks(links),
    ...(text === undefined ? [] : [richText(text)]),
  ];
}

function changeBlocks({ changes, status }: CardView): readonly KnownBlock[] {
  if (changes.length === 0 || status !== 'pending') return [];
  const lines = changes
    .slice(0, maxChanges)
    .map(({ label, from, to }) => `${label}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`);
  const omitted = changes.length - lines.length;
  const all = omitted > 0 ? [...lines, `and ${omitted} more`] : lines;
  return [
    richText([richTextSection([textLeaf('Changed since it was first shown\n', { bold: true }), all.join('\n')])]),
  ];
}

function contextLine(view: CardView): KnownBlock {
  const { requester, status, expiresAt, approvals, checkingCount } = view;
  const line: Text[] = [requesterText('Asked by', requester)];
  if (view.amendedBy !== null) line.push(requesterText('Changed by', view.amendedBy));
  if (status !== 'pending') return context(line);
  if (view.excluded.length > 0)
    line.push(
      mrkdwn(`Somebody other than ${view.excluded.map(({ userId }) => mention(userId)).join(', ')} has to decide`),
    );
  if (expiresAt !== null) line.push(mrkdwn(`Until ${slackDate(expiresAt, '{date_short_pretty} {time}')}`));
  if (approvals.needed > 1 || approvals.counted > 0)
    line.push(plain(`${approvals.counted} of ${approvals.needed} approvals`));
  const rejections = view.votes.filter((vote) => vote.answer === 'reject').length;
  if (rejections > 0) line.push(plain(rejections === 1 ? '1 rejection' : `${rejections} rejections`));
  if (checkingCount > 0)
    line.push(plain(checkingCount === 1 ? '1 answer being checked' : `${checkingCount} answers being checked`));
  return context(line);
}

function refusedBlocks({ refusedBy }: CardView): readonly KnownBlock[] {
  const lines = refusedBy
    .slice(0, maxLines)
    .map(({ channelId, code }) =>
      mrkdwn(`This card is here because Slack refuses it in ${placeText(channelId)}: ${code}`),
    );
  return lines.length === 0 ? [] : [context(lines)];
}

/** A link to a channel, or a mention of a person. */
function placeText(channelId: string): string {
  return isUserId(channelId) ? `<@${channelId}>` : `<#${channelId}>`;
}

/** Only while the approval is pending: after that they are no longer replaced, so "1 alert firing" would stand there for good. */
function explainingBlocks({ context: lines, status }: CardView): readonly KnownBlock[] {
  if (lines.length === 0 || status !== 'pending') return [];
  const shown =
    lines.length > maxLines ? [...lines.slice(0, maxLines - 1), `and ${lines.length - maxLines + 1} more`] : lines;
  return [context(shown.map((line) => plain(line)))];
}

function buttons(view: CardView): readonly KnownBlock[] {
  const { namespace, id, digest, words, forms, content, status } = view;
  if (content === null) return [];
  const value = buttonValue(id, digest);
  const details = button({
    text: words.details,
    actionId: actionId(namespace, 'details'),
    value,
    accessibilityLabel: `${words.details}: ${content.title}`,
  });
  const dialog = (title: string, text: string) => confirm({ title, text, confirm: title, deny: words.cancel });
  if (status !== 'pending') {
    const retry = button({
      text: words.retryDelivery,
      actionId: actionId(namespace, 'retry_delivery'),
      value,
      accessibilityLabel: `${words.retryDelivery}: ${content.title}`,
      confirm: dialog(words.retryDelivery, words.confirmRetry),
    });
    return [actions(view.delivery?.state === 'dead' ? [details, retry] : [details])];
  }
  return [
    actions([
      button({
        text: words.approve,
        actionId: actionId(namespace, 'approve'),
        value,
        style: 'primary',
        accessibilityLabel: `${words.approve}: ${content.title}`,
        ...(forms.approve === 'none' ? { confirm: dialog(words.approve, words.confirmApprove) } : {}),
      }),
      button({
        text: words.reject,
        actionId: actionId(namespace, 'reject'),
        value,
        style: 'danger',
        accessibilityLabel: `${words.reject}: ${content.title}`,
        ...(forms.reject === 'none' ? { confirm: dialog(words.reject, words.confirmReject) } : {}),
      }),
      details,
    ]),
  ];
}
