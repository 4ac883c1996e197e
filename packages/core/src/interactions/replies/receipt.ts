import type { Approval } from '../../domain/model/approval.js';
import { unmarked } from '../../domain/model/live-text.js';
import { isSamePerson, type Person } from '../../domain/model/person.js';
import { choicesOf } from '../../domain/policy/choices.js';
import { wordsOf } from '../../messages/words-of.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { Loaded } from '../../record/loaded.js';
import type { Call } from '../../runtime/call.js';
import type { Runtime } from '../../runtime/runtime.js';
import { labelOfChoice } from '../../slack/card/card-answers.js';
import type { BlockAction } from '../../slack/request/interaction.js';
import { drawReceipt } from '../../slack/surfaces/private-card.js';
import { cardOf } from '../../views/card-of.js';
import { replyPrivately } from './reply.js';

/** What a person is told after a vote that was stored. */
export function answerIsIn({ messages }: Pick<Runtime, 'messages'>, approval: Approval, person: Person): string {
  const words = wordsOf(messages);
  if (approval.work.unchecked.some((vote) => isSamePerson(vote.by, person))) return words.answerIsBeingChecked;
  const vote = approval.votes.find(({ by }) => isSamePerson(by, person));
  const choice = labelOfChoice(choicesOf(approval), vote?.choice);
  return choice === null ? words.answerIsIn : words.answerIs({ choice: unmarked(choice) });
}

/**
 * Confirms a click that changed something, if it was not on a card that shows the change. A private message that was clicked
 * becomes the receipt. If it can't be sent, Slack shows its own error, and a second click gets an explanation.
 */
export async function sendReceipt(
  call: Call<BlockAction>,
  { record }: Loaded,
  line: string = answerIsIn(call.app, record.approval, call.interaction.user),
): Promise<RawResponse> {
  return await replyPrivately(call, drawReceipt(cardOf(call.app, record), line), call.interaction.isEphemeral);
}
