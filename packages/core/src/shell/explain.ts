import type { Person } from '../domain/person.js';
import { mayVote } from '../domain/policy.js';
import { nothingFound } from './cast-vote.js';
import { groupIdsOf } from './group-ids.js';
import { learnInstallation } from './installation-of.js';
import type { Loaded } from './load.js';
import type { Shell } from './shell.js';

export interface Explanation {
  readonly answer: 'allowed' | 'refused' | 'unknown';
  readonly code: string;
  readonly explanation: string;
}

const mostRounds = 3;

/** Says whether a person may approve this, and why or why not, as if they clicked the card. */
export async function explain(shell: Shell, found: Loaded | null, person: Person): Promise<Explanation> {
  if (found === null) return { answer: 'refused', ...nothingFound };
  const { slack } = shell;
  const { approval } = found.record;
  const voter = { person, answer: 'approve', onCard: true } as const;
  const learned = slack === null ? null : await learnInstallation({ shell, slack, record: found.record, token: '' });
  const installation = learned?.installation ?? null;
  let facts = slack?.facts.atHand(person, groupIdsOf(approval), installation) ?? {
    groups: {},
    person: null,
    outsider: null,
  };
  let why = 'Slack has to be asked for this, and this process has no access to it.';
  for (let round = 0; round < mostRounds; round += 1) {
    const verdict = mayVote(approval, voter, facts);
    if (verdict.answer === 'allowed')
      return { answer: 'allowed', code: 'allowed', explanation: allowedBy(verdict.group) };
    if (verdict.answer === 'refused')
      return { answer: 'refused', code: verdict.code, explanation: verdict.explanation };
    if (slack === null) break;
    const looked = await slack.facts.lookUp(person, verdict.needs, facts, installation);
    facts = looked.facts;
    if (looked.failure === null) continue;
    why = looked.failure.failed?.explanation ?? 'Slack could not be asked just now.';
    break;
  }
  return { answer: 'unknown', code: 'voter_unknown', explanation: why };
}

function allowedBy(group: string | null): string {
  return group === null
    ? 'You may decide this.'
    : `You may decide this; your approval counts for the user group ${group}.`;
}
