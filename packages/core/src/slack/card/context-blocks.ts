import type { KnownBlock } from '@slack/types';
import { context } from '../blocks/blocks.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { instantFormat, isUserId, slackDate } from '../blocks/mrkdwn.js';
import { capitalized } from '../blocks/text.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';
import { countedText } from './card-answers.js';
import type { CardView } from './card-view.js';
import { askedTexts, requesterText } from './people-text.js';
import { stillNeededLeaves } from './rule-leaves.js';
import { stageText } from './stage-text.js';

const maxLines = 10;

/** The small print under the content: who asked; while pending also until when, what is still needed, and the lines that explain. */
export function contextBlocks(view: CardView): readonly KnownBlock[] {
  const asked = [...askedTexts(view), ...changedTexts(view)];
  if (view.status !== 'pending') return [context(asked)];
  return [context([...asked, ...pendingTexts(view)]), ...refusedBlocks(view), ...explainingBlocks(view)];
}

function changedTexts({ amendedBy }: CardView): readonly Text[] {
  return amendedBy === null ? [] : [requesterText('Changed by', amendedBy)];
}

function pendingTexts(view: CardView): readonly Text[] {
  const { areAskersExcluded, expiresAt, checkingCount, votes, words } = view;
  const line: Text[] = [];
  if (view.stage !== null) line.push(plain(stageText(view, view.stage)));
  if (areAskersExcluded) line.push(plain(words.askersExcluded));
  if (expiresAt !== null) line.push(mrkdwn(`Until ${slackDate(expiresAt, instantFormat)}`));
  line.push(...approvalsTexts(view));
  const rejections = votes.filter((vote) => vote.answer === 'reject').length;
  if (rejections > 0) line.push(plain(rejections === 1 ? '1 rejection' : `${rejections} rejections`));
  if (checkingCount > 0)
    line.push(plain(checkingCount === 1 ? '1 answer being checked' : `${checkingCount} answers being checked`));
  return line;
}

/** How many have approved, and who has to yet. */
function approvalsTexts(view: CardView): readonly Text[] {
  const { approvals, choices, words, stage } = view;
  // the people of a later stage are not mentioned by a post of this card
  if (approvals.needed <= 1 && approvals.counted === 0 && stage === null) return [];
  const counted = countedText(view);
  const lacking = stillNeededLeaves(view);
  if (lacking.length === 0) return [plain(counted)];
  // Slack would parse the labels of choices beside mentions
  if (choices !== null)
    return [plain(counted), mrkdwn(leavesMrkdwn([`${capitalized(words.stillNeeded)}: `, ...lacking]))];
  return [mrkdwn(leavesMrkdwn([`${counted}; ${words.stillNeeded}: `, ...lacking]))];
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

function explainingBlocks({ context: lines }: CardView): readonly KnownBlock[] {
  if (lines.length === 0) return [];
  const shown =
    lines.length > maxLines ? [...lines.slice(0, maxLines - 1), `and ${lines.length - maxLines + 1} more`] : lines;
  return [context(shown.map((line) => plain(line)))];
}
