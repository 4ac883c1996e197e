import { evolveVotes, type VoteEvent } from '../evolve/evolve-vote.js';
import type { Approval, PendingApproval, UncheckedVote, Vote } from '../model/approval.js';
import type { CastVote, TakeBackVote } from '../model/commands.js';
import { isCardIn, isCopy } from '../model/copies.js';
import { isElsewhere } from '../model/installation.js';
import { limits } from '../model/limits.js';
import type { Admission } from '../policy/admit.js';
import { reasonRuleOf } from '../policy/choices.js';
import { ownAnswers } from '../policy/own-answers.js';
import { type ProposedVote, weighVote } from '../policy/weigh-vote.js';
import { scheduledAt } from '../time/schedule.js';
import { decideByVotes } from './end-approval.js';

/**
 * The events of a click whose vote is taken: it counts, or is stored to be checked.
 *
 * @returns null: it is refused, or something beside the vote happens, such as an expiry: leave it to `decideVote`
 */
export function takeClick(command: CastVote, approval: Approval): readonly VoteEvent[] | null {
  const { seen, now } = command;
  const { copies, installation, setAside } = approval.work;
  if (approval.status !== 'pending' || setAside || (scheduledAt(approval) ?? Infinity) <= now) return null;
  if (seen === null || !isCopy(copies, seen.channelId, seen.messageTs)) return null;
  if (isElsewhere(command.installation, installation) || isRepeat(command, approval)) return null;
  // stages and vetoers take the long way, and so do a changed answer and an edit
  if ((approval.policy.stages ?? approval.policy.vetoers) !== undefined) return null;
  if (ownAnswers(approval, command.by).length > 0 || command.edit !== undefined) return null;
  const weighed = weighVote(approval, proposedVote(command), now);
  return weighed.answer === 'allowed' || weighed.answer === 'unknown' ? takeVote(command, approval, weighed) : null;
}

export function proposedVote(command: CastVote): ProposedVote {
  const { by, answer, choice = null, digest, seen, seenStage, installation, facts, reasonRef } = command;
  const reason = reasonRef === null ? 'none' : { ref: reasonRef };
  const channelId = seen?.channelId ?? null;
  return { by, answer, choice, digest, channelId, installation, facts, reason, ...(seenStage && { seenStage }) };
}

/** What a vote has in a policy with stages or vetoers. */
export type InStage = Partial<Pick<UncheckedVote, 'stage' | 'onCard'>>;

type Settle<Event> = (approval: Approval, at: number) => readonly (VoteEvent | Event)[];

/** The events of a vote that is not refused, of a person without an answer; null: too many votes are being checked. */
export function takeVote<Event = never>(
  command: CastVote,
  approval: PendingApproval,
  admission: Exclude<Admission, { answer: 'refused' }>,
  inStage: InStage = {},
  settle: Settle<Event> = decideByVotes,
): readonly (VoteEvent | Event)[] | null {
  if (admission.answer === 'unknown') return storeUnchecked(command, approval, inStage);
  const { group, isVeto } = admission;
  const { stage = null } = inStage;
  const vote = { ...voteOf(command, group), stage, ...(isVeto === undefined ? {} : { isVeto }) };
  return countVote(approval, vote, command.now, actionOf(command), settle);
}

function storeUnchecked(command: CastVote, approval: PendingApproval, inStage: InStage): readonly VoteEvent[] | null {
  if (approval.work.unchecked.length >= limits.uncheckedVotes) return null;
  const channelId = command.seen?.channelId ?? null;
  const vote: UncheckedVote = {
    voteId: command.voteId,
    by: command.by,
    answer: command.answer,
    choice: command.choice ?? null,
    stage: null,
    reasonRef: keptReason(approval, command),
    votedAt: command.now,
    via: command.via,
    onCard: isCardIn(approval.work.copies, channelId),
    channelId,
    nextAt: command.now,
    attemptCount: 0,
    ...inStage,
  };
  return [{ type: 'vote_received', at: command.now, vote }, ...actionOf(command)];
}

/** The events of a vote that counts: the vote itself, and the decision where it completes one. */
export function countVote<Event = never>(
  approval: PendingApproval,
  vote: Vote,
  at: number,
  more: readonly VoteEvent[],
  settle: Settle<Event> = decideByVotes,
): readonly (VoteEvent | Event)[] {
  const voted: VoteEvent = { type: 'voted', at, vote: { ...vote, reasonRef: keptReason(approval, vote) } };
  const after = evolveVotes(approval, [voted]);
  return [voted, ...more, ...settle(after, at)];
}

function voteOf(command: CastVote, group: string | null): Vote {
  const counts = command.answer === 'approve' ? 'for' : 'against';
  return {
    by: command.by,
    answer: command.answer,
    choice: command.choice ?? null,
    stage: null,
    counts,
    group,
    reasonRef: command.reasonRef,
    votedAt: command.now,
    via: command.via,
  };
}

function keptReason(approval: PendingApproval, vote: Pick<CastVote, 'answer' | 'choice' | 'reasonRef'>): string | null {
  return reasonRuleOf(approval, vote) === 'none' ? null : vote.reasonRef;
}

export function actionOf(command: CastVote | TakeBackVote): readonly VoteEvent[] {
  return command.actionTs === null
    ? []
    : [{ type: 'acted', at: command.now, userId: command.by.userId, actionTs: command.actionTs }];
}

/** The same click again, or one that was made before the one we know: Slack's stamps are decimal seconds. */
export function isRepeat(command: CastVote | TakeBackVote, approval: Approval): boolean {
  if (command.actionTs === null) return false;
  const last = approval.work.lastActions.find(([userId]) => userId === command.by.userId);
  return last !== undefined && (command.actionTs === last[1] || Number(command.actionTs) <= Number(last[1]));
}
