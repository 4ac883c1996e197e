import { decideTick } from '../domain/decide/decide-tick.js';
import { decideVote } from '../domain/decide/decide-vote.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import { type Facts, noFacts } from '../domain/model/policy.js';
import type { Refusal } from '../domain/model/refusal.js';
import { mayVote } from '../domain/policy/may-vote.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { factsAtHand } from '../people/facts.js';
import { groupIdsOf } from '../people/group-ids.js';
import { learnInstallation } from '../people/installation-of.js';
import { lookUpFacts } from '../people/look-up-facts.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Loaded } from '../storage/load.js';
import { withReasonOfEnd } from '../views/reason-of-end.js';
import { nothingFound } from './cast-vote.js';

/** Whether a person may vote: yes, no, or not to be told now; the code and the words say why. */
export interface Explanation {
  readonly answer: 'allowed' | 'refused' | 'unknown';
  readonly code: string;
  readonly explanation: string;
}

const maxRounds = 3;

/** Says whether a person may approve this now, and why or why not, as if they clicked the card. */
export async function explain(runtime: Runtime, found: Loaded | null, person: Person): Promise<Explanation> {
  refuseUnknownKeys(
    'The person of explain',
    person,
    { userId: true, teamId: true, enterpriseId: true },
    'invalid_argument',
  );
  if (found === null) return { answer: 'refused', ...nothingFound };
  const { slack } = runtime;
  const stored = found.record.approval;
  // as a click would find it: an expiry or an escalation may be due and not stored yet
  const approval = evolveOn(stored, decideTick(stored, runtime.clock()));
  const voter = { person, answer: 'approve', onCard: true } as const;
  const learned = slack === null ? null : await learnInstallation({ runtime, slack, record: found.record, token: '' });
  const installation = learned?.installation ?? null;
  let facts = slack === null ? noFacts : factsAtHand(slack.facts, person, groupIdsOf(approval), installation);
  let why: Omit<Explanation, 'answer'> = noAccess;
  for (let round = 0; round < maxRounds; round += 1) {
    const refusal = whyRefused(approval, person, facts, runtime.clock());
    if (refusal !== null) return { answer: 'refused', ...withReasonOfEnd(refusal, found.record) };
    const verdict = mayVote(approval, voter, facts);
    if (verdict.answer === 'allowed')
      return { answer: 'allowed', code: 'allowed', explanation: allowedBy(verdict.group) };
    if (slack === null || verdict.answer !== 'unknown') break;
    const looked = await lookUpFacts(slack.facts, person, verdict.needs, facts, installation);
    facts = looked.facts;
    if (looked.failure === null) continue;
    why = looked.failure.failed ?? notNow;
    break;
  }
  return { answer: 'unknown', ...why };
}

const noAccess = {
  code: 'voter_unknown',
  explanation: 'Slack has to be asked for this, and this process has no access to it.',
};
const notNow = { code: 'voter_unknown', explanation: 'Slack could not be asked just now.' };

/** What a click on the first copy of the card would be refused with, as far as is known: nothing of it is stored. */
function whyRefused(approval: Approval, by: Person, facts: Facts, now: number): Refusal | null {
  const channelId = approval.work.copies[0]?.channelId;
  const { refusal } = decideVote(
    {
      type: 'cast_vote',
      now,
      voteId: '',
      by,
      answer: 'approve',
      // a reason would still be asked for
      reasonRef: '',
      digest: approval.revision.digest,
      via: 'explain',
      // ephemeral: teaches no message
      seen: channelId === undefined ? null : { channelId, messageTs: '', isEphemeral: true },
      actionTs: null,
      installation: null,
      facts,
    },
    approval,
  );
  return refusal;
}

function allowedBy(group: string | null): string {
  return group === null
    ? 'You may decide this.'
    : `You may decide this; your approval counts for the user group ${group}.`;
}
