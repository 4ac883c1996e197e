import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval, UncheckedVote, Vote } from '../model/approval.js';
import type { CastVote } from '../model/commands.js';
import { isCardIn, isCopyOf } from '../model/copies.js';
import type { ApprovalEvent } from '../model/events.js';
import { isElsewhere } from '../model/installation.js';
import { limits } from '../model/limits.js';
import { accept, type Decided, notFound, refuse } from '../model/refusal.js';
import { whyOver } from '../policy/explain-refusal.js';
import { judgeVote, type ProposedVote } from '../policy/judge-vote.js';

import { decideTick } from './decide-tick.js';
import { decideByVotes } from './end-approval.js';
import { healCopy } from './outcome/heal-copy.js';

/** A person's answer: counted, stored to be checked, or refused with the reason. */
export function decideVote(command: CastVote, approval: Approval): Decided {
  return decideOnTime(command, approval, (current) =>
    decideJudged(command, current, command.reasonRef === null ? 'none' : 'given'),
  );
}

/**
 * Whether the form for the answer's reason opens: refused as the vote itself would be, the reason aside. Stores nothing where it
 * opens.
 */
export function decideForm(command: CastVote, approval: Approval): Decided {
  const decided = decideOnTime(command, approval, (current) => decideJudged(command, current, 'to_come'));
  return decided.refusal === null ? accept([]) : decided;
}

/** Decides on the approval as it is by now, after everything that time alone decides. */
function decideOnTime(
  command: CastVote,
  approval: Approval,
  decideNow: (current: PendingApproval) => Decided,
): Decided {
  if (isElsewhere(command.installation, approval.work.installation)) return { events: [], refusal: notFound };
  if (isRepeat(command, approval)) return refuse('repeat', 'This answer is already in.');

  // first of all: the message that was clicked proves that the card was posted, which expiry asks
  const taught = learnMessage(command, approval);
  const events = [...taught, ...decideTick(evolveOn(approval, taught), command.now)];
  const current = evolveOn(approval, events);
  if (current.status !== 'pending') return { events, refusal: whyOver(current, command.by) };
  const answer = decideNow(current);
  return { events: [...events, ...answer.events], refusal: answer.refusal };
}

function decideJudged(command: CastVote, approval: PendingApproval, reason: ProposedVote['reason']): Decided {
  const { by, answer, digest, seen, installation, facts, now } = command;
  const proposed = { by, answer, digest, channelId: seen?.channelId ?? null, installation, facts, reason };
  const judgement = judgeVote(approval, proposed, now);
  switch (judgement.answer) {
    case 'refused': {
      const { refusal, isForVoter } = judgement;
      // for the history: who was refused by the policy
      return { events: isForVoter ? [{ type: 'vote_refused', at: now, by, code: refusal.code }] : [], refusal };
    }
    case 'unknown':
      return storeUnchecked(command, approval);
    case 'allowed':
      return accept(countVote(approval, voteOf(command, judgement.group), now, actionOf(command)));
  }
}

function storeUnchecked(command: CastVote, approval: PendingApproval): Decided {
  if (approval.work.unchecked.length >= limits.uncheckedVotes)
    return refuse(
      'too_many_answers_being_checked',
      'Many answers are being checked just now. Please try again in a minute.',
    );
  const channelId = command.seen?.channelId ?? null;
  const vote: UncheckedVote = {
    voteId: command.voteId,
    by: command.by,
    answer: command.answer,
    choice: null,
    stage: null,
    reasonRef: reasonOf(command, approval),
    votedAt: command.now,
    via: command.via,
    onCard: isCardIn(approval.work.copies, channelId),
    channelId,
    nextAt: command.now,
    attemptCount: 0,
  };
  return accept([{ type: 'vote_received', at: command.now, vote }, ...actionOf(command)]);
}

/** The events of a vote that counts: the vote itself, and the decision where it completes one. */
export function countVote(
  approval: PendingApproval,
  vote: Vote,
  at: number,
  more: readonly ApprovalEvent[],
): readonly ApprovalEvent[] {
  const reasonRef = approval.policy.reason[vote.answer] === 'none' ? null : vote.reasonRef;
  const voted: ApprovalEvent = { type: 'voted', at, vote: { ...vote, reasonRef } };
  const after = evolveOn(approval, [voted]);
  return [voted, ...more, ...decideByVotes(after, at)];
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

function actionOf(command: CastVote): readonly ApprovalEvent[] {
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
function learnMessage(command: CastVote, approval: Approval): readonly ApprovalEvent[] {
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
    return [arrived, ...healCopy(waiting, approval, command.now)];
  }
  return copies.length >= limits.copies
    ? []
    : [{ type: 'copy_added', at: command.now, channelId: seen.channelId, ts: seen.messageTs, shown: 0, place }];
}
