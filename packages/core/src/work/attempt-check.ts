import type { CheckVote } from '../domain/model/commands.js';
import { mayVote } from '../domain/policy/may-vote.js';
import { cachedFacts, groupIdsOf } from '../people/facts.js';
import { learnInstallation } from '../people/learn-installation.js';
import { judgeWithLookUps } from '../people/look-up-facts.js';
import { type Attempt, type AttemptOutcome, nothingToStore } from './attempt.js';
import { whyMisfit } from './why-misfit.js';

/** Looks up the facts that an unchecked vote needs, and judges it. */
export async function attemptCheck({ app, slack, record }: Attempt, voteId: string): Promise<AttemptOutcome> {
  const { approval } = record;
  const vote = approval.work.unchecked.find((one) => one.voteId === voteId);
  if (vote === undefined) return nothingToStore;

  const { installation, failure: why, commands } = await learnInstallation({ record, slack });
  const subject = { person: vote.by, groupIds: groupIdsOf(approval), installation };
  const { facts, failure } =
    why === null
      ? await judgeWithLookUps(slack, subject, (known) =>
          mayVote(approval, { person: vote.by, answer: vote.answer, onCard: vote.onCard }, known),
        )
      : {
          facts: cachedFacts(slack, subject),
          failure: { afterMs: why.type === 'retry' ? why.afterMs : null, failed: null },
        };
  const { failed = null, afterMs = null } = failure ?? {};
  const misfit = await whyMisfit(app, record, vote.edit);
  const check = { type: 'check_vote', voteId, facts, failed, afterMs, ...misfit } as const;
  return (now) => [...commands(now), { ...check, now } satisfies CheckVote];
}
