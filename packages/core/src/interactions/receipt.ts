import type { Approval } from '../domain/model/approval.js';
import { isSamePerson, type Person } from '../domain/model/person.js';
import type { RawResponse } from '../ports/raw-http.js';
import { drawReceipt } from '../slack/surfaces/private-card.js';
import type { Loaded } from '../storage/load.js';
import { cardOf } from '../views/card-of.js';
import type { ClickContext } from './click-context.js';
import { replyPrivately } from './reply.js';

/** What a person is told whose answer was taken. */
export function answerIsIn({ work }: Approval, person: Person): string {
  return work.unchecked.some((vote) => isSamePerson(vote.by, person))
    ? 'Your answer is in and is being checked.'
    : 'Your answer is in.';
}

/**
 * Answers a click that changed something, where no copy of the card stands that would show it: the private message that was
 * clicked becomes a receipt. Where that can't be sent Slack shows its own error, and a second click is told how things stand.
 */
export async function sendReceipt(
  { runtime, slack, click }: Pick<ClickContext, 'runtime' | 'slack' | 'click'>,
  { record }: Loaded,
  line: string = answerIsIn(record.approval, click.user),
): Promise<RawResponse> {
  return await replyPrivately(runtime, slack, click, drawReceipt(cardOf(runtime, record), line), click.isEphemeral);
}
