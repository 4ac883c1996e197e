import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval, UncheckedVote, Vote } from '../model/approval.js';
import type { CastVote } from '../model/commands.js';
import { isCardIn, isCopyOf } from '../model/copies.js';
import type { ApprovalEvent } from '../model/events.js';
import { isElsewhere, withHome } from '../model/installation.js';
import { limits } from '../model/limits.js';
import { isSamePerson } from '../model/person.js';
import type { Voter } from '../model/policy.js';
import { accepted, type Decided, refused } from '../model/refusal.js';
import { explanationOf, whyOver } from '../policy/explain-refusal.js';
import { mayVote } from '../policy/may-vote.js';
import { isInTime } from '../time/schedule.js';
import { decisionByVotes } from './closing.js';
import { decideTick } from './decide-tick.js';
import { healed } from './outcome/copy-healed.js';

/** A person's answer: counted, stored to be checked, or refused with the reason. */
export function decideVote(command: CastVote, approval: Approval): Decided {
  if (isElsewhere(command.installation, approval.work.installation))
    return refused('not_found', 'There is no such approval.');
  if (isRepeat(command, approval)) return refused('repeat', 'This answer is already in.');

  // first of all: the message that was clicked proves that the card was posted, which expiry asks
  const taught = learned(command, approval);
  const events = [...taught, ...decideTick(evolveOn(approval, taught), command.now)];
  const current = evolveOn(approval, events);
  if (current.status !== 'pending') return { events, refusal: whyOver(current, command.by) };
  const answer = decideInTime(command, current);
  return { events: [...events, ...answer.events], refusal: answer.refusal };
}

function decideInTime(command: CastVote, approval: PendingApproval): Decided {
  const objection = objectionTo(command, approval);
  if (objection !== null) return objection;
  const facts = withHome(command.facts, command.by, command.installation, approval.work.installation);
  const verdict = mayVote(approval, voterOf(command, approval), facts);
  switch (verdict.answer) {
    case 'refused':
      return refused(verdict.code, explanationOf(verdict, approval), [
        { type: 'vote_refused', at: command.now, by: command.by, code: verdict.code },
      ]);
    case 'unknown':
      return received(command, approval);
    case 'allowed':
      return accepted(counted(approval, voteOf(command, verdict.group), command.now, acted(command)));
  }
}

/** What stands against the vote whoever casts it. */
function objectionTo(command: CastVote, approval: PendingApproval): Decided | null {
  if (!isInTime(approval, command.now))
    return refused('expired', 'The time to answer is over. An answer given in time is still being checked.');
  if (command.digest !== approval.revision.digest) {
    return refused(
      'revision_changed',
      'This was changed after you saw it. Please look at the card again and then decide.',
    );
  }
  if (approval.votes.some((vote) => isSamePerson(vote.by, command.by)))
    return refused('already_voted', 'Your answer is in.');
  if (approval.work.unchecked.some((vote) => isSamePerson(vote.by, command.by)))
    return refused('already_voted', 'Your answer is in and is being checked.');
  if (approval.policy.reason[command.answer] === 'required' && command.reasonRef === null) {
    return refused('reason_required', 'Please give a reason with this answer.');
  }
  return approval.votes.length + approval.work.unchecked.length >= limits.votes
    ? refused('too_many_votes', `This approval already has ${limits.votes} answers.`)
    : null;
}

function received(command: CastVote, approval: PendingApproval): Decided {
  if (approval.work.unchecked.length >= limits.uncheckedVotes) {
    return refused(
      'too_many_answers_being_checked',
      'Many answers are being checked just now. Please try again in a minute.',
    );
  }
  const vote: UncheckedVote = {
    voteId: command.voteId,
    by: command.by,
    answer: command.answer,
    choice: null,
    stage: null,
    reasonRef: reasonOf(command, approval),
    votedAt: command.now,
    via: command.via,
    onCard: voterOf(command, approval).onCard,
    channelId: command.seen?.channelId ?? null,
    nextAt: command.now,
    attemptCount: 0,
  };
  return accepted([{ type: 'vote_received', at: command.now, vote }, ...acted(command)]);
}

/** The events of a vote that counts: the vote itself, and the decision where it completes one. */
export function counted(
  approval: PendingApproval,
  vote: Vote,
  at: number,
  more: readonly ApprovalEvent[],
): readonly ApprovalEvent[] {
  const reasonRef = approval.policy.reason[vote.answer] === 'none' ? null : vote.reasonRef;
  const voted: ApprovalEvent = { type: 'voted', at, vote: { ...vote, reasonRef } };
  const after = evolveOn(approval, [voted]);
  return [voted, ...more, ...decisionByVotes(after, at)];
}

function voteOf(command: CastVote, group: string | null): Vote {
  const counts = command.answer === 'approve' ? 'for' : 'against';
  return {
    by: command.by,
    answer: command.answer,
    choice: null,
    stage: null,
    counts,
    group,
    reasonRef: command.reasonRef,
    votedAt: command.now,
    via: command.via,
  };
}

function reasonOf(command: CastVote, approval: PendingApproval): string | null {
  return approval.policy.reason[command.answer] === 'none' ? null : command.reasonRef;
}

function voterOf(command: CastVote, approval: Approval): Voter {
  const channelId = command.seen?.channelId ?? null;
  return {
    person: command.by,
    answer: command.answer,
    onCard: isCardIn(approval.work.copies, channelId),
  };
}

function acted(command: CastVote): readonly ApprovalEvent[] {
  return command.actionTs === null
    ? []
    : [{ type: 'acted', at: command.now, userId: command.by.userId, actionTs: command.actionTs }];
}

/** The same click again, or one that was made before the one we know: Slack's stamps are decimal seconds; a modal's name its view. */
function isRepeat(command: CastVote, approval: Approval): boolean {
  if (command.actionTs === null) return false;
  const last = approval.work.lastActions.find(([userId]) => userId === command.by.userId);
  return last !== undefined && (command.actionTs === last[1] || Number(command.actionTs) <= Number(last[1]));
}

/** A click on a message that this record does not know, in a channel it was posted to, teaches it that message. */
function learned(command: CastVote, approval: Approval): readonly ApprovalEvent[] {
  const { seen } = command;
  const { copies } = approval.work;
  if (
    seen === null ||
    seen.isEphemeral ||
    command.digest !== approval.revision.digest ||
    copies.some((copy) => copy.ts === seen.messageTs && copy.channelId === seen.channelId)
  )
    return [];
  const there = copies.filter((copy) => isCopyOf(copy, seen.channelId, command.by));
  const place = there[0]?.place;
  if (place === undefined) return [];
  const waiting = there.find((copy) => copy.ts === null && copy.state === 'live');
  if (waiting !== undefined) {
    const change = {
      channelId: seen.channelId,
      ts: seen.messageTs,
      shown: waiting.wanted - 1,
      attemptCount: 0,
      failingSince: null,
      unknownPosts: 0,
      nextAt: command.now,
    };
    const arrived: ApprovalEvent = { type: 'copy_changed', at: command.now, copyId: waiting.copyId, change };
    return [arrived, ...healed(waiting, approval, command.now)];
  }
  return copies.length >= limits.copies
    ? []
    : [{ type: 'copy_added', at: command.now, channelId: seen.channelId, ts: seen.messageTs, shown: 0, place }];
}
