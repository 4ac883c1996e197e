import type { NoticeTopic } from '../../domain/model/approval.js';
import { actions, section } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { fitMrkdwn } from '../blocks/text.js';
import type { DrawnMessage } from '../card/card.js';
import type { CardAnswer } from '../card/card-answers.js';
import { outcomeLeaves } from '../card/card-outcome.js';
import type { CardView } from '../card/card-view.js';
import { explanationLeaves } from '../card/explanation.js';
import { stageText } from '../card/stage-text.js';
import { actionId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import { whatHappened } from './trouble-message.js';

/** Draws a private message, or a reminder in a card's thread. */
export function drawNotice(view: CardView, topic: NoticeTopic): DrawnMessage {
  const about = textLeaf(view.content?.title ?? view.words.erased, { italic: true });
  return message([noticeLeaves(view, topic), [about]]);
}

/** Draws a private answer to a click or a command that changed nothing. */
export function drawExplanation(explanation: string): DrawnMessage {
  return message([explanationLeaves(explanation)]);
}

function noticeLeaves(view: CardView, topic: NoticeTopic): readonly Leaf[] {
  switch (topic.type) {
    case 'vote_refused':
      return ['Your answer does not count. ', ...explanationLeaves(topic.explanation)];
    case 'vote_void':
      return ['What you answered was changed since, so your answer no longer counts. Please look at the card again.'];
    case 'vote_closed':
      return ['This was decided while your answer was being checked: ', ...outcomeLeaves(view), '.'];
    case 'outcome':
      return [
        view.onBehalfOf !== null && typeof view.requester === 'string'
          ? 'What was asked on your behalf: '
          : 'What you asked for: ',
        ...outcomeLeaves(view),
        view.decision?.reason ? `. ${view.decision.reason}` : '.',
      ];
    case 'reminder':
      return [view.words.reminder];
    case 'stage_begun':
      return [stageText(view, topic.stage), '. ', view.words.stageBegun];
    case 'stage_closed':
      return [view.words.stageClosed];
    default:
      return [`This ${whatHappened(view, topic)}.`];
  }
}

/** Draws a message for when a form could not be opened: a button that brings a new trigger id, and one that needs no form. */
export function drawFormOffer(view: CardView, { answer, choice, label, form }: CardAnswer): DrawnMessage {
  const { namespace } = view;
  const value = buttonValue(view.id, view.digest);
  const text = 'Slack did not open the form. Nothing is decided yet.';
  const open = button({
    text: 'Open the form',
    actionId: actionId(namespace, answer === 'approve' ? 'open_approve_form' : 'open_reject_form', choice),
    value,
    style: 'primary',
  });
  const without = button({
    text: `${label} without a reason`,
    actionId: actionId(namespace, 'reject_without_reason', choice),
    value,
  });
  const offersWithout = answer === 'reject' && form !== 'required';
  return { text, blocks: [section(text), actions(offersWithout ? [open, without] : [open])] };
}

/** Draws lines of leaves, and the same as text for clients that show no blocks. */
function message(lines: readonly (readonly Leaf[])[]): DrawnMessage {
  return {
    text: fitMrkdwn(lines.map(leavesMrkdwn).join('\n'), slackLimits.messageText),
    blocks: [richText(lines.map((leaves) => richTextSection(leaves)))],
  };
}
