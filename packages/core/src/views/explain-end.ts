import { unmarked } from '../domain/model/live-text.js';
import { notFound, type Refusal, refusal } from '../domain/model/refusal.js';
import { explainRefusal } from '../messages/explain-refusal.js';
import type { Messages } from '../messages/words/messages.js';
import { wordsOf } from '../messages/words-of.js';
import { partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';

const endings: readonly string[] = ['withdrawn', 'already_decided'];

/**
 * Says a refusal in the words of the app, with its live parts marked. Where the approval is over, it adds the reason of a withdrawal,
 * and that the card had not been posted by then.
 *
 * The domain cannot add the reason, because it only knows a reference to it.
 *
 * @param record - null: there is no approval to tell of
 */
export function sayWhy(
  { messages }: Pick<Runtime, 'messages'>,
  why: Refusal,
  record: ApprovalRecord | null = null,
): string {
  const words = wordsOf(messages);
  const said = explainRefusal(words, why);
  return record === null || !endings.includes(why.code) ? said : withEnd(words, said, why, record);
}

function withEnd(words: Messages, said: string, why: Refusal, { approval, parts }: ApprovalRecord): string {
  if (approval.status === 'pending') return said;
  const { cause, neverShown, reasonRef } = approval.decision;
  const isUnseen = neverShown === true && cause !== 'expiry';
  const explanation = isUnseen ? `${said} ${words.notPostedByThen}` : said;
  const reason = why.code === 'withdrawn' ? (partText(parts, reasonRef) ?? '') : '';
  return reason === '' ? explanation : words.reasonGiven({ explanation, reason: unmarked(reason) });
}

/** Why a stored approval that this release cannot read is not shown, and one that is not there. */
export const notShown = {
  missing: notFound,
  newer: refusal('not_found', { unreadable: 'newer' }),
  corrupt: refusal('not_found', { unreadable: 'corrupt' }),
} as const;
