import type { Approval, Notice, NoticeTopic, Outcome, PendingApproval, UncheckedVote } from '../model/approval.js';
import { cardChannel, wasPosted } from '../model/copies.js';
import type { ApprovalEvent } from '../model/events.js';
import type { Person } from '../model/person.js';
import { outcomeOf } from '../policy/quorum.js';

/** A notice is tried for this long. */
export const noticeLastsMs = 10 * 60_000;

/** What somebody who answered is told later: where they did, else in the channel of the card. */
export function noticeToVoter(
  vote: { readonly by: Person; readonly channelId: string | null },
  approval: Approval,
  topic: NoticeTopic,
  at: number,
): ApprovalEvent {
  return noticeTo(vote.by, vote.channelId ?? cardChannel(approval.work.copies), topic, at);
}

function noticeTo(person: Person, channelId: string | null, topic: NoticeTopic, at: number): ApprovalEvent {
  const to: Notice['to'] = { type: 'person', person, channelId };
  return { type: 'notice_owed', at, to, topic, until: at + noticeLastsMs };
}

/** The notices that a decision owes: to those whose answers were still being checked, and to the person who asked. */
function closingNotices(approval: PendingApproval, at: number): readonly ApprovalEvent[] {
  const closed = approval.work.unchecked.map((vote) => noticeToVoter(vote, approval, { type: 'vote_closed' }, at));
  const { requester, policy } = approval;
  if (typeof requester === 'string' || policy.notify !== 'requester') return closed;
  return [...closed, noticeTo(requester, null, { type: 'outcome' }, at)];
}

/** Refuses a vote that was stored to be checked, and tells its person. */
export function refuseUnchecked(
  vote: UncheckedVote,
  approval: PendingApproval,
  at: number,
  code: string,
  explanation: string,
): readonly ApprovalEvent[] {
  return [
    { type: 'check_ended', at, voteId: vote.voteId },
    { type: 'vote_refused', at, by: vote.by, code },
    noticeToVoter(vote, approval, { type: 'vote_refused', code, explanation }, at),
  ];
}

/** The end of an approval, and all that goes with it: that its card was never posted, and the notices owed for it. */
export function endApproval(
  approval: PendingApproval,
  end: Extract<ApprovalEvent, { type: 'decided' | 'withdrawn' }>,
): readonly ApprovalEvent[] {
  const { at } = end;
  const unseen: readonly ApprovalEvent[] = wasPosted(approval.work) ? [] : [{ type: 'never_shown', at }];
  return [end, ...unseen, ...closingNotices(approval, at)];
}

export function decideByExpiry(
  approval: PendingApproval,
  outcome: Exclude<Outcome, 'withdrawn'>,
  at: number,
): readonly ApprovalEvent[] {
  return endApproval(approval, { type: 'decided', at, outcome, by: [], reasonRef: null, cause: 'expiry' });
}

/** The decision that the votes now amount to, with its notices; nothing while more votes are needed. */
export function decideByVotes(approval: Approval, at: number): readonly ApprovalEvent[] {
  if (approval.status !== 'pending') return [];
  const outcome = outcomeOf(approval);
  if (outcome === null) return [];
  const side = outcome === 'approved' ? 'for' : 'against';
  const votes = approval.votes.filter((vote) => vote.counts === side);
  const reasonRef = votes.findLast((vote) => vote.reasonRef !== null)?.reasonRef ?? null;
  const by = votes.map((vote) => vote.by);
  return endApproval(approval, { type: 'decided', at, outcome, by, reasonRef, cause: 'votes' });
}
