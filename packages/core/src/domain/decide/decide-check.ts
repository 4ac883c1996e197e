import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval, UncheckedVote } from '../model/approval.js';
import type { CheckVote } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { withHome } from '../model/installation.js';
import { accept, type Decided, refusal } from '../model/refusal.js';
import type { Admission } from '../policy/admit.js';
import { admitWithoutVeto } from '../policy/admit-voter.js';
import { explainVerdict } from '../policy/explain-refusal.js';
import { mayVote } from '../policy/may-vote.js';
import { withoutAnswers } from '../policy/own-answers.js';
import { slackDelayMs } from '../time/backoff.js';
import { decideByStage } from './decide-by-stage.js';
import { decideTick } from './decide-tick.js';
import { applyEdit, keepEdit } from './edit-vote.js';
import { refuseUnchecked } from './end-approval.js';
import { countVote } from './take-vote.js';

/** A person who could not be looked up for this long is not known: the vote does not count. */
const checkLastsMs = 2 * 60_000;

/** The facts about the voter came, or could not be had: the unchecked vote counts, is refused with a notice, or is tried again. */
export function decideCheck(command: CheckVote, approval: Approval): Decided {
  const vote = approval.work.unchecked.find((one) => one.voteId === command.voteId);
  if (vote === undefined || approval.status !== 'pending') return accept([]);
  const events = judgeUnchecked(command, approval, vote);
  const after = evolveOn(approval, events);
  // the voter's older answer waited for this one: if it is refused, the older one stands and may decide
  const settled = decideByStage(after, command.now);
  // expiry may have waited for just this vote
  const timed = decideTick(evolveOn(after, settled), command.now);
  return accept(applyEdit(approval, [...events, ...settled, ...timed]));
}

function judgeUnchecked(command: CheckVote, approval: PendingApproval, vote: UncheckedVote): readonly ApprovalEvent[] {
  const facts = withHome(command.facts, vote.by, null, approval.work.installation);
  const others = withoutAnswers(approval, vote.by);
  const voter = { ...vote, person: vote.by };
  const verdict = mayVote(others, voter, facts);
  switch (verdict.answer) {
    case 'allowed':
      return countChecked(command, vote, verdict, others);
    case 'refused':
      return refuseUnchecked(vote, approval, command.now, explainVerdict(verdict, approval));
    case 'unknown': {
      const admission = isGivenUp(command, vote) ? admitWithoutVeto(others, voter, facts) : verdict;
      return admission.answer === 'allowed'
        ? countChecked(command, vote, admission, others)
        : stillUnknown(command, approval, vote);
    }
  }
}

/** The person may vote: the vote counts, unless what they edited does not fit any more. */
function countChecked(
  { misfit, now }: CheckVote,
  unchecked: UncheckedVote,
  { group, isVeto }: Extract<Admission, { answer: 'allowed' }>,
  others: PendingApproval,
): readonly ApprovalEvent[] {
  if (misfit !== undefined) return refuseUnchecked(unchecked, others, now, misfit);
  const { voteId, by, answer, choice, stage, reasonRef, votedAt, via, edit } = unchecked;
  const counts = answer === 'approve' ? 'for' : 'against';
  const vote = { by, answer, choice, stage, counts, group, reasonRef, votedAt, via } as const;
  const counted = isVeto === undefined ? vote : { ...vote, isVeto };
  return [
    { type: 'check_ended', at: now, voteId },
    ...keepEdit(countVote(others, counted, now, [], decideByStage), edit),
  ];
}

/** Nothing more is learned about the voter. */
function isGivenUp({ failed, now }: CheckVote, { votedAt }: UncheckedVote): boolean {
  return failed !== null || now >= votedAt + checkLastsMs;
}

function stillUnknown(command: CheckVote, approval: PendingApproval, vote: UncheckedVote): readonly ApprovalEvent[] {
  if (command.failed !== null) return refuseUnchecked(vote, approval, command.now, command.failed);
  const giveUpAt = vote.votedAt + checkLastsMs;
  if (command.now >= giveUpAt) {
    const why = refusal('voter_unknown', { cause: 'no_answer', group: null });
    return refuseUnchecked(vote, approval, command.now, why);
  }
  const nextAt = command.now + Math.max(slackDelayMs(vote.attemptCount + 1), command.afterMs ?? 0);
  return [{ type: 'check_deferred', at: command.now, voteId: vote.voteId, nextAt: Math.min(nextAt, giveUpAt) }];
}
