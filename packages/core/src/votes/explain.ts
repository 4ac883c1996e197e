import type { Looker } from '../domain/access/may-look.js';
import { decideTick } from '../domain/decide/decide-tick.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import { plainText } from '../domain/model/live-text.js';
import type { Person } from '../domain/model/person.js';
import { type Answer, type FactNeeded, type Facts, noFacts } from '../domain/model/policy.js';
import { type Explanation, notFound, type Refusal } from '../domain/model/refusal.js';
import { choicesOf } from '../domain/policy/choices.js';
import { type Judgement, judgeVote } from '../domain/policy/judge-vote.js';
import type { ProposedVote } from '../domain/policy/weigh-vote.js';
import type { AnswersExplained } from '../messages/words/private-words.js';
import { wordsOf } from '../messages/words-of.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { groupIdsOf } from '../people/facts.js';
import { knownInstallation } from '../people/known-installation.js';
import { learnInstallation } from '../people/learn-installation.js';
import { judgeWithLookUps, recentFacts } from '../people/look-up-facts.js';
import type { Loaded } from '../record/loaded.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import { live } from '../slack/card/live-leaves.js';
import { sayWhy } from '../views/explain-end.js';

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
  if (found === null) return { answer: 'refused', code: notFound.code, explanation: plainText(sayWhy(app, notFound)) };
  const explained = (await explainWithLookUps(app, found, onFirstCard(found, person), [answer]))[answer];
  return { ...explained, explanation: plainText(explained.explanation) };
}

/** Explains both answers. Asks Slack for the facts that are not cached. */
export async function explainBoth(app: Runtime, found: Loaded, looker: Looker): Promise<AnswersExplained> {
  return await explainWithLookUps(app, found, looker, ['approve', 'reject']);
}

/** Explains both answers by cached facts alone. Where Slack has to be asked, the answer is `unknown`. */
export function explainAtOnce(app: Runtime, slack: SlackAccess, found: Loaded, looker: Looker): AnswersExplained {
  const { approval } = found.record;
  const installation = approval.work.installation ?? knownInstallation(slack) ?? looker.installation;
  const facts = recentFacts(slack, { person: looker.person, groupIds: groupIdsOf(approval), installation });
  return toExplanations(app, judgeBoth(app, found, looker)(facts), found, 'being_asked');
}

/** A person as if they clicked on the first copy of the card. */
export function onFirstCard({ record }: Loaded, person: Person): Looker {
  return { person, channelId: record.approval.work.copies[0]?.channelId ?? null, installation: null };
}

/** @param answers - those that Slack is asked about, if it has to be */
async function explainWithLookUps(
  app: Runtime,
  found: Loaded,
  looker: Looker,
  answers: readonly Answer[],
): Promise<AnswersExplained> {
  const { slack } = app;
  const judgeFor = judgeBoth(app, found, looker);
  if (slack === null) return toExplanations(app, judgeFor(noFacts), found, 'no_access');
  const { installation } = await learnInstallation({ record: found.record, slack });
  const subject = { person: looker.person, groupIds: groupIdsOf(found.record.approval), installation };
  const { judgement, failure } = await judgeWithLookUps(slack, subject, (facts) => {
    const both = judgeFor(facts);
    const needs = answers.map((answer) => needsOf(both[answer])).find((needed) => needed !== null);
    return { answer: 'both', both, ...(needs === undefined || needs === null ? {} : { needs }) };
  });
  return toExplanations(app, judgement.both, found, failure?.failed ?? 'not_now');
}

function needsOf(judgement: Judgement): readonly FactNeeded[] | null {
  return judgement.answer === 'unknown' ? judgement.needs : null;
}

type BothJudged = Readonly<Record<Answer, Judgement>>;

/** Judges both votes by what would be stored now: an expiry or an escalation may be due. */
function judgeBoth(app: Runtime, { record }: Loaded, looker: Looker): (facts: Facts) => BothJudged {
  const now = app.clock();
  const approval = evolveOn(record.approval, decideTick(record.approval, now));
  const judge = (answer: Answer, facts: Facts): Judgement => {
    const choices = choicesOf(approval)?.flatMap((one) => (one.answer === answer ? [one.id] : [])) ?? [];
    const judgements = (choices.length === 0 ? [null] : choices).map((choice) =>
      judgeVote(approval, toProposedVote(looker, { answer, choice }, facts), now),
    );
    return bestOf(judgements);
  };
  return (facts) => ({ approve: judge('approve', facts), reject: judge('reject', facts) });
}

/** Of several choices one is enough: which of them may be chosen does not matter here. */
function bestOf(judgements: readonly Judgement[]): Judgement {
  return judgements.reduce((best, one) => (ranks[one.answer] > ranks[best.answer] ? one : best));
}

const ranks = { refused: 0, unknown: 1, allowed: 2 } as const;

/** If a reason is required, a form asks for it later. */
function toProposedVote(
  { person: by, channelId, installation }: Looker,
  said: Pick<ProposedVote, 'answer' | 'choice'>,
  facts: Facts,
): ProposedVote {
  return { by, ...said, channelId, digest: null, reason: 'to_come', installation, facts };
}

/** Why it cannot be told: nobody is asked, Slack did not answer, or it is being asked just now. */
type WhyUnknown = 'no_access' | 'not_now' | 'being_asked' | Refusal;

function toExplanations(
  app: Runtime,
  { approve, reject }: BothJudged,
  found: Loaded,
  whyUnknown: WhyUnknown,
): AnswersExplained {
  const explained = (judgement: Judgement): Explanation => toExplanation(app, judgement, found, whyUnknown);
  return { approve: explained(approve), reject: explained(reject) };
}

function toExplanation(app: Runtime, judgement: Judgement, { record }: Loaded, whyUnknown: WhyUnknown): Explanation {
  const { answer } = judgement;
  switch (answer) {
    case 'refused':
      return { answer, code: judgement.refusal.code, explanation: sayWhy(app, judgement.refusal, record) };
    case 'allowed': {
      const { group } = judgement;
      const explanation = wordsOf(app.messages).allowed({ group: group === null ? null : live.group(group) });
      return { answer, code: 'allowed', explanation };
    }
    case 'unknown':
      return { answer, ...explainUnknown(app, whyUnknown) };
  }
}

function explainUnknown(app: Runtime, why: WhyUnknown): Omit<Explanation, 'answer'> {
  const words = wordsOf(app.messages);
  switch (why) {
    case 'no_access':
      return { code: 'voter_unknown', explanation: words.noAccess };
    case 'not_now':
      return { code: 'voter_unknown', explanation: words.notAskedNow };
    case 'being_asked':
      return { code: why, explanation: words.beingAsked };
    default:
      return { code: why.code, explanation: sayWhy(app, why) };
  }
}
