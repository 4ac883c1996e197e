import type { KnownBlock } from '@slack/types';
import { unmarked } from '../../domain/model/live-text.js';
import { context } from '../blocks/blocks.js';
import { mrkdwn, plain, type Text } from '../blocks/text-objects.js';
import { countedText } from './card-answers.js';
import type { CardView } from './card-view.js';
import { live, liveMrkdwn, liveText } from './live-leaves.js';
import { askedTexts } from './people-text.js';
import { stillNeededText } from './rule-leaves.js';
import { stageText } from './stage-text.js';

const maxLines = 10;

/** The small print under the content: who asked; while pending also until when, what is still needed, and the lines that explain. */
export function contextBlocks(view: CardView): readonly KnownBlock[] {
  const asked = [...askedTexts(view), ...changedTexts(view)];
  if (view.status !== 'pending') return [context(asked)];
  return [context([...asked, ...pendingTexts(view)]), ...refusedBlocks(view), ...explainingBlocks(view)];
}

function changedTexts({ amendedBy, words }: CardView): readonly Text[] {
  return amendedBy === null ? [] : [liveText(words.changedBy({ by: live.requester(amendedBy) }))];
}

function pendingTexts(view: CardView): readonly Text[] {
  const { areAskersExcluded, expiresAt, checkingCount, votes, words } = view;
  const line: Text[] = [];
  if (view.stage !== null) line.push(plain(stageText(view, view.stage)));
  if (areAskersExcluded) line.push(plain(words.askersExcluded));
  if (expiresAt !== null) line.push(liveText(words.until({ at: live.instant(expiresAt) })));
  line.push(...approvalsTexts(view));
  const rejections = votes.filter((vote) => vote.answer === 'reject').length;
  if (rejections > 0) line.push(plain(words.rejectionsCounted({ count: rejections })));
  if (checkingCount > 0) line.push(plain(words.beingChecked({ count: checkingCount })));
  return line;
}

/** How many have approved, and who has to yet. */
function approvalsTexts(view: CardView): readonly Text[] {
  const { approvals, choices, words, stage } = view;
  // the people of a later stage are not mentioned by a post of this card
  if (approvals.needed <= 1 && approvals.counted === 0 && stage === null) return [];
  const counted = countedText(view);
  const names = stillNeededText(view);
  if (names === '') return [plain(counted)];
  // Slack would parse the labels of choices beside mentions
  if (choices !== null) return [plain(counted), mrkdwn(liveMrkdwn(words.stillNeeded({ names })))];
  return [mrkdwn(liveMrkdwn(words.countedAndNeeded({ counted, names })))];
}

function refusedBlocks({ refusedBy, words }: CardView): readonly KnownBlock[] {
  const lines = refusedBy
    .slice(0, maxLines)
    .map(({ channelId, code }) =>
      mrkdwn(liveMrkdwn(words.refusedIn({ channel: live.place(channelId), code: unmarked(code) }))),
    );
  return lines.length === 0 ? [] : [context(lines)];
}

function explainingBlocks({ context: lines, words }: CardView): readonly KnownBlock[] {
  if (lines.length === 0) return [];
  const omitted = lines.length - maxLines + 1;
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines - 1), words.andMore({ count: omitted })] : lines;
  return [context(shown.map((line) => plain(line)))];
}
