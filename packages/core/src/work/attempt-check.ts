import type { CheckVote } from '../domain/model/commands.js';
import type { Facts } from '../domain/model/policy.js';
import { mayVote } from '../domain/policy/may-vote.js';
import { factsAtHand } from '../people/facts.js';
import { groupIdsOf } from '../people/group-ids.js';
import { learnInstallation } from '../people/installation-of.js';
import { type LookUpFailure, lookUpFacts } from '../people/look-up-facts.js';
import { type AttemptContext, type AttemptOutcome, nothingToStore } from './attempt-context.js';

/** One look-up may show that another is needed; there are three kinds of fact. */
const maxRounds = 3;

/** Looks up what is needed to judge an unchecked vote. */
export async function attemptCheck(context: AttemptContext, voteId: string): Promise<AttemptOutcome> {
  const { record, slack } = context;
  const vote = record.approval.work.unchecked.find((one) => one.voteId === voteId);
  if (vote === undefined) return nothingToStore;

  const learned = await learnInstallation(context);
  const installation = learned.installation;
  let facts = factsAtHand(slack.facts, vote.by, groupIdsOf(record.approval), installation);
  const { failure: why } = learned;
  let failure: LookUpFailure | null =
    why === null ? null : { afterMs: why.type === 'retry' ? why.afterMs : null, failed: null };
  for (let round = 0; round < maxRounds && failure === null; round += 1) {
    const verdict = mayVote(record.approval, { person: vote.by, answer: vote.answer, onCard: vote.onCard }, facts);
    if (verdict.answer !== 'unknown') break;
    ({ facts, failure } = await lookUpFacts(slack.facts, vote.by, verdict.needs, facts, installation));
  }
  return (now) => [...learned.commands(now), checkCommand(voteId, facts, failure, now)];
}

function checkCommand(voteId: string, facts: Facts, failure: LookUpFailure | null, now: number): CheckVote {
  return { type: 'check_vote', now, voteId, facts, failed: failure?.failed ?? null, afterMs: failure?.afterMs ?? null };
}
