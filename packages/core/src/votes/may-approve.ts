import type { Looker } from '../domain/access/may-look.js';
import type { Approval } from '../domain/model/approval.js';
import type { Facts } from '../domain/model/policy.js';
import { choicesOf } from '../domain/policy/choices.js';
import { judgeVote } from '../domain/policy/judge-vote.js';

/** Tells whether an approval of this person would count now: with choices, for one of them. Unknown is not yes. */
export function mayApprove(approval: Approval, looker: Looker, facts: Facts, now: number): boolean {
  const { person: by, channelId, installation } = looker;
  const approving = choicesOf(approval)?.flatMap(({ id, answer }) => (answer === 'approve' ? [id] : [])) ?? [null];
  const vote = { by, answer: 'approve', channelId, digest: null, reason: 'to_come', installation, facts } as const;
  return approving.some((choice) => judgeVote(approval, { ...vote, choice }, now).answer === 'allowed');
}
