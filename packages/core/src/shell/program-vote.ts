import type { Refusal } from '../domain/refusal.js';
import { refusal } from '../domain/refusal.js';
import { mostReasonLength } from '../slack/modal-views.js';
import { cleanText, cutText } from '../slack/text.js';
import type { ProgramVote } from './approvals.js';
import { castVote } from './cast-vote.js';
import { exchangeOf } from './exchange.js';
import type { Shell, SlackAccess } from './shell.js';
import { type ApprovalView, toApproval } from './to-approval.js';
import { unreadable } from './unreadable.js';

/** Casts a vote that came another way than by Slack's buttons, under the same rules. */
export async function programVote(
  shell: Shell,
  slack: SlackAccess,
  id: string,
  vote: ProgramVote,
): Promise<ApprovalView<unknown> | Refusal> {
  const reason = vote.reason === undefined ? '' : cutText(cleanText(vote.reason).trim(), mostReasonLength);
  const by = { userId: vote.by.id, teamId: null, enterpriseId: null };
  const ballot = {
    approvalId: id,
    digest: vote.digest,
    by,
    answer: vote.answer,
    reason: reason === '' ? null : reason,
    via: vote.via,
    seen: null,
    actionTs: null,
    installation: null,
  };
  const cast = await castVote(shell, slack, ballot, exchangeOf(undefined), () => false);
  if (cast.type === 'newer') return refusal('not_found', unreadable.newer);
  if (cast.type !== 'refused') return toApproval(cast.loaded.record);
  // best effort: what was refused stays refused, stored or not
  await shell.work.track(cast.storeRefusal());
  return cast.refusal;
}
