import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval } from '../model/approval.js';
import type { CastVote } from '../model/commands.js';
import { isCardIn, isCopyOf, mayMention } from '../model/copies.js';
import type { ApprovalEvent } from '../model/events.js';
import { isElsewhere } from '../model/installation.js';
import { limits } from '../model/limits.js';
import { accept, type Decided, notFound, refuse } from '../model/refusal.js';
import { copiesOfStage, currentStage } from '../model/stage.js';
import { whyOver } from '../policy/explain-refusal.js';
import { judgeVote } from '../policy/judge-vote.js';
import { withoutAnswers } from '../policy/own-answers.js';
import type { ProposedVote } from '../policy/weigh-vote.js';
import { decideByStage } from './decide-by-stage.js';
import { dropAnswers } from './decide-take-back.js';
import { decideTick } from './decide-tick.js';
import { applyEdit, keepEdit, whyNotEdit } from './edit-vote.js';
import { originOf } from './outcome/copy-problem.js';
import { healCopy } from './outcome/heal-copy.js';
import { type InStage, isRepeat, proposedVote, takeVote } from './take-vote.js';

/** A person's answer: counted, stored to be checked, or refused with the reason. */
export function decideVote(command: CastVote, approval: Approval): Decided {
  const { edit } = command;
  const vote = { ...proposedVote(command), ...(edit === undefined ? {} : { edit }) };
  return decideOnTime(command, approval, (current) => decideJudged(command, current, vote));
}

/**
 * Whether the form for the answer's reason opens: refused as the vote itself would be, the reason aside. Stores nothing where it
 * opens.
 */
export function decideForm(command: CastVote, approval: Approval): Decided {
  const decided = decideOnTime(command, approval, (current) =>
    decideJudged(command, current, { ...proposedVote(command), reason: 'form_opens' }),
  );
  return decided.refusal === null ? accept([]) : decided;
}

/** Decides on the approval as it is by now, after everything that time alone decides. */
function decideOnTime(
  command: CastVote,
  approval: Approval,
  decideNow: (current: PendingApproval) => Decided,
): Decided {
  if (isElsewhere(command.installation, approval.work.installation)) return { events: [], refusal: notFound };
  if (isRepeat(command, approval)) return refuse('repeat', { of: 'vote' });

  // first of all: the message that was clicked proves that the card was posted, which expiry asks
  const taught = learnMessage(command, approval);
  const events = [...taught, ...decideTick(evolveOn(approval, taught), command.now)];
  const current = evolveOn(approval, events);
  if (current.status !== 'pending') return { events, refusal: whyOver(current, command.by) };
  const answer = decideNow(current);
  return { events: [...events, ...answer.events], refusal: answer.refusal };
}

function decideJudged(command: CastVote, approval: PendingApproval, vote: ProposedVote): Decided {
  const { by, now } = command;
  const judgement = judgeVote(approval, vote, now);
  if (judgement.answer === 'refused') {
    const { refusal, isForVoter } = judgement;
    // for the history: who was refused by the policy
    return { events: isForVoter ? [{ type: 'vote_refused', at: now, by, code: refusal.code }] : [], refusal };
  }
  const why = whyNotEdit(command, approval);
  if (why !== null) return { events: [], refusal: why };
  const others = withoutAnswers(approval, by);
  const taken = takeVote(command, others, judgement, inStageOf(approval, vote), decideByStage);
  if (taken === null) return refuse('too_many_answers_being_checked', {});
  const events = [...dropAnswers(approval, by, now), ...keepEdit(taken, command.edit)];
  // an approval may have waited for just the answer that this one replaces
  const settled = decideByStage(evolveOn(approval, events), now);
  return accept(applyEdit(approval, [...events, ...settled]));
}

function inStageOf(approval: PendingApproval, { channelId }: ProposedVote): InStage {
  const stage = currentStage(approval);
  return stage === null ? {} : { stage: stage.name, onCard: isCardIn(copiesOfStage(approval), channelId) };
}

/** A click on a message that this record does not know, in a channel it was posted to, teaches it that message. */
function learnMessage(command: CastVote, approval: Approval): readonly ApprovalEvent[] {
  const { seen } = command;
  const { copies } = approval.work;
  if (
    seen === null ||
    seen.isEphemeral ||
    command.digest !== (approval.edited?.original ?? approval.revision).digest ||
    copies.some((copy) => copy.ts === seen.messageTs && copy.channelId === seen.channelId)
  )
    return [];
  const there = copies.filter((copy) => isCopyOf(copy, seen.channelId, command.by));
  const [first] = there;
  if (first === undefined) return [];
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
      ...(mayMention(copies, waiting) ? { mentioned: true } : {}),
    };
    const arrived: ApprovalEvent = { type: 'copy_changed', at: command.now, copyId: waiting.copyId, change };
    return [arrived, ...healCopy(waiting, approval, command.now)];
  }
  return copies.length >= limits.copies
    ? []
    : [
        {
          type: 'copy_added',
          at: command.now,
          channelId: seen.channelId,
          ts: seen.messageTs,
          shown: 0,
          place: first.place,
          ...originOf(first),
        },
      ];
}
