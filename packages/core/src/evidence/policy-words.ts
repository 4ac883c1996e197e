import type { Choice, Policy, StagePolicy } from '../domain/model/policy.js';
import { approvalsNeeded } from '../domain/policy/quorum.js';
import { policyOfStage } from '../domain/stages/in-stage.js';
import { wordsOf } from '../messages/words-of.js';
import { describeRule } from '../views/describe-rule.js';

/**
 * A policy in words, a line each.
 *
 * They are part of the form of `Evidence`: a document that says it otherwise does not hold, so another wording needs another version.
 * For the same reason an app's own `messages` do not apply.
 */
export function policyWords(policy: Policy): readonly string[] {
  const { stages, vetoers, quorum, choices, inputs } = policy;
  return [
    ...(stages === undefined ? [rulesOf(policy)] : stages.map((stage, index) => stageOf(policy, stage, index, stages))),
    ...(stages === undefined ? [`${count(quorum.reject, 'rejection')} to reject.`] : ['1 rejection to reject.']),
    ...(vetoers === undefined ? [] : [`${words.mayVeto}: ${vetoers.map(describeRule).join(', ')}.`]),
    ...(choices === undefined ? [] : [`${choices.map(choiceWords).join(', ')}. ${words.countedByChoice}`]),
    ...(inputs === undefined ? [] : [`Who approves may change: ${labelsOf(inputs)}.`]),
    ...(policy.allowSelfApproval ? [] : [`${words.askersExcluded}.`]),
    expiryWords(policy.schedule),
    ...escalationWords(policy.schedule.escalate),
  ];
}

const words = wordsOf({});

function rulesOf(policy: Policy): string {
  const needed = approvalsNeeded({ policy, escalationLevel: 0 });
  return `${policy.approvers.map(describeRule).join(', ')}: ${count(needed, 'approval')} to approve.`;
}

function stageOf(policy: Policy, stage: StagePolicy, index: number, { length }: readonly StagePolicy[]): string {
  const heading = words.stage({ number: index + 1, count: length, name: stage.name });
  const ends = stage.expiresInMs === null ? '' : ` It ends ${durationWords(stage.expiresInMs)} after it began.`;
  const escalation = escalationWords(stage.escalate).map((line) => ` ${line}`);
  return `${heading}: ${rulesOf(policyOfStage(policy, stage))}${ends}${escalation.join('')}`;
}

function choiceWords({ label, answer }: Choice): string {
  return `${label} (${answer === 'approve' ? words.approve : words.reject})`;
}

function labelsOf(inputs: NonNullable<Policy['inputs']>): string {
  return Object.values(inputs)
    .map(({ label }) => label)
    .join(', ');
}

const endings = {
  expire: words.expired,
  reject: words.rejected,
  approve: words.approved,
} as const;

function expiryWords({ expiresInMs, onExpiry }: Policy['schedule']): string {
  return expiresInMs === null ? 'It does not expire.' : `After ${durationWords(expiresInMs)}: ${endings[onExpiry]}.`;
}

function escalationWords(steps: Policy['schedule']['escalate']): readonly string[] {
  return steps
    .filter(({ approvers }) => approvers.length > 0)
    .map(
      ({ afterMs, approvers }) => `After ${durationWords(afterMs)} also: ${approvers.map(describeRule).join(', ')}.`,
    );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function durationWords(ms: number): string {
  const unit = units.find(([, length]) => ms % length === 0);
  return unit === undefined ? `${ms} ms` : count(ms / unit[1], unit[0]);
}
