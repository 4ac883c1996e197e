import { evolveOn } from '../evolve/evolve.js';
import type { Approval, PendingApproval, UncheckedVote } from '../model/approval.js';
import type { CheckVote } from '../model/commands.js';
import type { ApprovalEvent } from '../model/events.js';
import { withHome } from '../model/installation.js';
import { accept, type Decided } from '../model/refusal.js';
import { explainVerdict } from '../policy/explain-refusal.js';
import { mayVote } from '../policy/may-vote.js';
import { withoutAnswers } from '../policy/own-answers.js';
import { slackDelayMs } from '../time/backoff.js';
import { decideTick } from './decide-tick.js';
import { applyEdit, keepEdit } from './edit-vote.js';
import { decideByVotes, refuseUnchecked } from './end-approval.js';
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
  const settled = decideByVotes(after, command.now);
  // expiry may have waited for just this vote
  const timed = decideTick(evolveOn(after, settled), command.now);
  return accept(applyEdit(approval, [...events, ...settled, ...timed]));
}

function judgeUnchecked(command: CheckVote, approval: PendingApproval, vote: UncheckedVote): readonly ApprovalEvent[] {
  const facts = withHome(command.facts, vote.by, null, approval.work.installation);
  const others = withoutAnswers(approval, vote.by);
  const verdict = mayVote(others, { ...vote, person: vote.by }, facts);
  switch (verdict.answer) {
    case 'allowed': {
      const { misfit } = command;
      if (misfit !== undefined) return refuseUnchecked(vote, approval, command.now, misfit.code, misfit.explanation);
      const { by, answer, choice, stage, reasonRef, votedAt, via } = vote;
      const counts = answer === 'approve' ? 'for' : 'against';
      return [
        { type: 'check_ended', at: command.now, voteId: vote.voteId },
        ...keepEdit(
          countVote(
            others,
            { by, answer, choice, stage, counts, group: verdict.group, reasonRef, votedAt, via },
            command.now,
            [],
          ),
          vote.edit,
        ),
      ];
    }
    case 'refused':
      return refuseUnchecked(vote, approval, command.now, verdict.code, explainVerdict(verdict, approval));
    case 'unknown':
      return stillUnknown(command, approval, vote);
  }
}

function stillUnknown(command: CheckVote, approval: PendingApproval, vote: UncheckedVote): readonly ApprovalEvent[] {
  if (command.failed !== null)
    return refuseUnchecked(vote, approval, command.now, command.failed.code, command.failed.explanation);
  const giveUpAt = vote.votedAt + checkLastsMs;
  if (command.now >= giveUpAt) {
    return refuseUnchecked(
      vote,
      approval,
      command.now,
      'voter_unknown',
      'Slack did not say in time whether you may decide this. Please answer again.',
    );
  }
  const nextAt = command.now + Math.max(slackDelayMs(vote.attemptCount + 1), command.afterMs ?? 0);
  return [{ type: 'check_deferred', at: command.now, voteId: vote.voteId, nextAt: Math.min(nextAt, giveUpAt) }];
}
