import { decideTick } from '../domain/decide/decide-tick.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { Approval } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import { type Answer, type Facts, noFacts } from '../domain/model/policy.js';
import { notFound } from '../domain/model/refusal.js';
import { type Judgement, judgeVote } from '../domain/policy/judge-vote.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { groupIdsOf } from '../people/facts.js';
import { learnInstallation } from '../people/learn-installation.js';
import { judgeWithLookUps } from '../people/look-up-facts.js';
import type { Loaded } from '../record/loaded.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { explainEnd } from '../views/explain-end.js';

/**
 * Whether a person may vote: yes, no, or it cannot be told now.
 *
 * The code and the words say why.
 */
export interface Explanation {
  readonly answer: 'allowed' | 'refused' | 'unknown';
  readonly code: string;
  readonly explanation: string;
}

/** Explains whether a person may vote now, as if they clicked on the card. */
export async function explain(
  app: Runtime,
  found: Loaded | null,
  person: Person,
  answer: Answer = 'approve',
): Promise<Explanation> {
  refuseUnknownKeys(
    'The person of explain',
    person,
    { userId: true, teamId: true, enterpriseId: true },
    'invalid_argument',
  );
  if (found === null) return { answer: 'refused', ...notFound };
  const stored = found.record.approval;
  const now = app.clock();
  // an expiry or an escalation may be due and not stored yet
  const approval = evolveOn(stored, decideTick(stored, now));
  const judge = (facts: Facts): Judgement => judgeVote(approval, toProposedVote(person, answer, approval, facts), now);
  if (app.slack === null) return toExplanation(judge(noFacts), found, noAccess);
  return await explainWithLookUps(app.slack, found, { person, groupIds: groupIdsOf(approval) }, judge);
}

async function explainWithLookUps(
  slack: SlackAccess,
  found: Loaded,
  subject: { readonly person: Person; readonly groupIds: readonly string[] },
  judge: (facts: Facts) => Judgement,
): Promise<Explanation> {
  const { installation } = await learnInstallation({ record: found.record, slack });
  const { judgement, failure } = await judgeWithLookUps(slack, { ...subject, installation }, judge);
  return toExplanation(judgement, found, failure?.failed ?? notNow);
}

const noAccess = {
  code: 'voter_unknown',
  explanation: 'Slack has to be asked for this, and this process has no access to it.',
};
const notNow = { code: 'voter_unknown', explanation: 'Slack could not be asked just now.' };

/** A click on the first copy of the card. If a reason is required, a form asks for it later. */
function toProposedVote(by: Person, answer: Answer, { work }: Approval, facts: Facts) {
  const channelId = work.copies[0]?.channelId ?? null;
  return { by, answer, channelId, digest: null, reason: 'to_come', installation: null, facts } as const;
}

function toExplanation(judgement: Judgement, { record }: Loaded, whyUnknown: Omit<Explanation, 'answer'>): Explanation {
  switch (judgement.answer) {
    case 'refused':
      return { answer: 'refused', ...explainEnd(judgement.refusal, record) };
    case 'allowed':
      return { answer: 'allowed', code: 'allowed', explanation: explainAllowed(judgement.group) };
    case 'unknown':
      return { answer: 'unknown', ...whyUnknown };
  }
}

function explainAllowed(group: string | null): string {
  return group === null
    ? 'You may decide this.'
    : `You may decide this; your approval counts for the user group ${group}.`;
}
