import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval } from '../model/approval.js';
import type { TakeBackVote } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { isElsewhere } from '../model/installation.js';
import { isSamePerson, type Person } from '../model/person.js';
import { accept, type Decided, notFound, refuse } from '../model/refusal.js';
import { whyTooManyChanges } from '../policy/judge-vote.js';
import { openAnswers } from '../policy/own-answers.js';
import { decideByStage } from './decide-by-stage.js';
import { decideTick } from './decide-tick.js';
import { applyEdit } from './edit-vote.js';
import { actionOf, isRepeat } from './take-vote.js';

/** Takes a person's answer back while the approval is pending. It counts as a change of the answer. */
export function decideTakeBack(command: TakeBackVote, approval: Approval): Decided {
  const { by, now } = command;
  if (isElsewhere(command.installation, approval.work.installation)) return { events: [], refusal: notFound };
  if (isRepeat(command, approval)) return refuse('repeat', { of: 'take_back' });
  const timed = decideTick(approval, now);
  const current = evolveOn(approval, timed);
  if (current.status !== 'pending')
    return refuse('not_pending', { status: current.status, command: 'take_back' }, timed);
  if (openAnswers(current, by).length === 0) return refuse('no_vote', {}, timed);
  const why = whyTooManyChanges(current, by);
  if (why !== null) return { events: timed, refusal: why };
  const isCounted = openAnswers(current, by).some((vote) => 'counts' in vote);
  const events: readonly ApprovalEvent[] = [
    ...dropAnswers(current, by, now),
    ...(isCounted ? [{ type: 'vote_taken_back', at: now, by } as const] : []),
    ...actionOf(command),
  ];
  const after = evolveOn(current, events);
  // an approval or the expiry may have waited for just this answer to be checked
  const settled = decideByStage(after, now);
  const ended = [...events, ...settled, ...decideTick(evolveOn(after, settled), now)];
  return accept([...timed, ...applyEdit(current, ended)]);
}

/** What replacing or taking back a person's answer does first: one that is still unchecked is dropped, and the change is counted. */
export function dropAnswers(approval: PendingApproval, by: Person, at: number): readonly ApprovalEvent[] {
  if (openAnswers(approval, by).length === 0) return [];
  const unchecked = approval.work.unchecked.filter((vote) => isSamePerson(vote.by, by));
  return [
    ...unchecked.map(({ voteId }) => ({ type: 'check_ended', at, voteId }) as const),
    { type: 'vote_changed', at, userId: by.userId },
  ];
}
