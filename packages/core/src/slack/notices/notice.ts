import type { NoticeTopic } from '../../domain/model/approval.js';
import { unmarked } from '../../domain/model/live-text.js';
import { explainRefusal } from '../../messages/explain-refusal.js';
import { actions, section } from '../blocks/blocks.js';
import { button } from '../blocks/elements.js';
import { leavesMrkdwn } from '../blocks/leaves-mrkdwn.js';
import { slackLimits } from '../blocks/limits.js';
import { type Leaf, richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { fitMrkdwn } from '../blocks/text.js';
import type { DrawnMessage } from '../card/card.js';
import type { CardAnswer } from '../card/card-answers.js';
import { outcomeLine } from '../card/card-outcome.js';
import type { CardView } from '../card/card-view.js';
import { liveLeaves } from '../card/live-leaves.js';
import { stageText } from '../card/stage-text.js';
import { actionId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import { troubleText } from './trouble-message.js';

/** Draws a private message, or a reminder in a card's thread. */
export function drawNotice(view: CardView, topic: NoticeTopic): DrawnMessage {
  const about = textLeaf(view.content?.title ?? view.words.erased, { italic: true });
  return message([liveLeaves(noticeText(view, topic)), [about]]);
}

/** Draws a private answer to a click or a command that changed nothing. */
export function drawExplanation(explanation: string): DrawnMessage {
  return message([liveLeaves(explanation)]);
}

function noticeText(view: CardView, topic: NoticeTopic): string {
  const { words } = view;
  switch (topic.type) {
    case 'vote_refused':
      return words.voteRefused({ explanation: explainRefusal(words, topic) });
    case 'vote_void':
      return words.voteVoid;
    case 'vote_closed':
      return words.voteClosed({ outcome: outcomeLine(view) });
    case 'outcome': {
      const isOnBehalf = view.onBehalfOf !== null && typeof view.requester === 'string';
      const reason = view.decision?.reason ? unmarked(view.decision.reason) : null;
      const values = { outcome: outcomeLine(view), reason };
      return isOnBehalf ? words.outcomeOnYourBehalf(values) : words.outcomeOfYours(values);
    }
    case 'reminder':
      return words.reminder;
    case 'stage_begun':
      return words.stageBegun({ stage: stageText(view, topic.stage) });
    case 'stage_closed':
      return words.stageClosed;
    default:
      return troubleText(view, topic, { title: null, why: null });
  }
}

/** Draws a message for when a form could not be opened: a button that brings a new trigger id, and one that needs no form. */
export function drawFormOffer(view: CardView, { answer, choice, label, form }: CardAnswer): DrawnMessage {
  const { namespace, words } = view;
  const value = buttonValue(view.id, view.digest);
  const text = words.formOffered;
  const open = button({
    text: words.openForm,
    actionId: actionId(namespace, answer === 'approve' ? 'open_approve_form' : 'open_reject_form', choice),
    value,
    style: 'primary',
  });
  const without = button({
    text: words.withoutReason({ answer: label }),
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
