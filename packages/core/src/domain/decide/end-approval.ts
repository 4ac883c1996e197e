import type {
  Approval,
  Notice,
  NoticeTopic,
  Outcome,
  PendingApproval,
  UncheckedVote,
  Vote,
} from '../model/approval.js';
import { cardChannel, wasPosted } from '../model/copies.js';
import type { ApprovalEvent, EventOf } from '../model/events.js';
import { noticeLastsMs } from '../model/limits.js';
import { isSamePerson, type Person } from '../model/person.js';
import type { LateRefusal } from '../model/refusal.js';
import { type Deciding, decidingVotes } from '../policy/choices.js';

/** A notice for a voter: where they voted, or in the channel of the card if that is unknown. */
export function noticeToVoter(
  vote: { readonly by: Person; readonly channelId: string | null },
  approval: Approval,
  topic: NoticeTopic,
  at: number,
): EventOf<'notice_owed'> {
  return noticeTo(vote.by, vote.channelId ?? cardChannel(approval.work.copies), topic, at);
}

function noticeTo(person: Person, channelId: string | null, topic: NoticeTopic, at: number): EventOf<'notice_owed'> {
  const to: Notice['to'] = { type: 'person', person, channelId };
  return { type: 'notice_owed', at, to, topic, until: at + noticeLastsMs };
}

/**
 * The notices that a decision owes: to people whose votes were still being checked, and to the person who asked. Where a system
 * asked on behalf of a person, that person is told.
 */
function closingNotices(approval: PendingApproval, at: number): readonly EventOf<'notice_owed'>[] {
  const closed = approval.work.unchecked.map((vote) => noticeToVoter(vote, approval, { type: 'vote_closed' }, at));
  const { requester, onBehalfOf, policy } = approval;
  const person = typeof requester === 'string' ? onBehalfOf : requester;
  if (person === undefined || policy.notify !== 'requester') return closed;
  return [...closed, noticeTo(person, null, { type: 'outcome' }, at)];
}

/** Refuses a vote that was stored to be checked, and notifies the voter. */
export function refuseUnchecked(
  vote: UncheckedVote,
  approval: PendingApproval,
  at: number,
  { code, explanation, values }: LateRefusal,
): readonly ApprovalEvent[] {
  const said = { type: 'vote_refused', code, explanation } as const;
  return [
    { type: 'check_ended', at, voteId: vote.voteId },
    { type: 'vote_refused', at, by: vote.by, code },
    noticeToVoter(vote, approval, values === undefined ? said : { ...said, values }, at),
  ];
}

type DecisionEvent = EventOf<'decided' | 'never_shown' | 'notice_owed'>;

/** Ends an approval: the decision, the fact that its card was never posted, and the notices owed. */
export function endApproval<End extends EventOf<'decided' | 'withdrawn'>>(
  approval: PendingApproval,
  end: End,
): readonly (End | EventOf<'never_shown' | 'notice_owed'>)[] {
  const { at } = end;
  const unseen: readonly EventOf<'never_shown'>[] = wasPosted(approval.work) ? [] : [{ type: 'never_shown', at }];
  return [end, ...unseen, ...closingNotices(approval, at)];
}

export function decideByExpiry(
  approval: PendingApproval,
  outcome: Exclude<Outcome, 'withdrawn'>,
  at: number,
): readonly ApprovalEvent[] {
  return endApproval(approval, { type: 'decided', at, outcome, by: [], reasonRef: null, cause: 'expiry' });
}

/** The votes that may decide. A vote does not while a newer one of the same person is being checked. */
export function standingVotes({ votes, work: { unchecked } }: Pick<Approval, 'votes' | 'work'>): readonly Vote[] {
  return votes.filter(({ by }) => !unchecked.some((newer) => isSamePerson(newer.by, by)));
}

/** Ends the approval if its votes decide; no events while more votes are needed, or an older rejection is being checked. */
export function decideByVotes(approval: Approval, at: number): readonly DecisionEvent[] {
  if (approval.status !== 'pending') return [];
  const deciding = decidingVotes(approval, standingVotes(approval));
  return deciding === null || isHeld(deciding, approval) ? [] : decideAs(deciding, approval, at);
}

/** Whether an approval has to wait for a rejection that is not newer than its votes and is still being checked. */
export function isHeld({ outcome, votes }: Deciding<Vote>, { work }: PendingApproval): boolean {
  if (outcome === 'rejected') return false;
  const newest = Math.max(...votes.map(({ votedAt }) => votedAt));
  return work.unchecked.some(({ answer, votedAt }) => answer === 'reject' && votedAt <= newest);
}

/**
 * Ends the approval by the votes that decide it.
 *
 * @param earlier - the approvals of earlier stages
 */
export function decideAs(
  { outcome, votes }: Deciding<Vote>,
  approval: PendingApproval,
  at: number,
  earlier: readonly Vote[] = [],
): readonly DecisionEvent[] {
  const credit = creditOf([...earlier, ...votes]);
  return endApproval(approval, { type: 'decided', at, outcome, ...credit, cause: 'votes', ...sharedChoice(votes) });
}

/** Whose votes decide, and the newest reason among them. */
export function creditOf(votes: readonly Vote[]): Pick<EventOf<'decided'>, 'by' | 'reasonRef'> {
  const reasonRef = votes.findLast((vote) => vote.reasonRef !== null)?.reasonRef ?? null;
  return { by: votes.map(({ by }) => by), reasonRef };
}

/** Rejections that decide together may differ in their choice: then none of them is the decision's. */
function sharedChoice(votes: readonly Vote[]): { readonly choice?: string } {
  const choices = new Set(votes.map((vote) => vote.choice));
  const [choice] = choices;
  return choices.size === 1 && choice ? { choice } : {};
}
