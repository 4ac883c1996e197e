import type { Policy } from '../domain/model/policy.js';
import { whyUnsatisfiable } from '../domain/policy/quorum.js';
import { anyone } from '../domain/policy/rules.js';
import { isPlainObject } from '../is-plain-object.js';
import { channelOrNull } from '../options/channel-id.js';
import type { Problem } from '../options/problems.js';
import type { AnyKindOptions } from './kind-options.js';
import { readChoices } from './read-choices.js';
import { readEscalation, readPeriod } from './read-escalation.js';
import { readInputs } from './read-inputs.js';
import { type Report, readMention, readQuorum, readRules } from './read-rules.js';
import { readStages, readVetoers } from './read-stages.js';

const names = [
  'approvers',
  'quorum',
  'stages',
  'vetoers',
  'expiresIn',
] as const satisfies readonly (keyof AnyKindOptions)[];
type Computed = (typeof names)[number];
export type PlainOptions = Omit<AnyKindOptions, Computed> & {
  readonly [Name in Computed]?: Exclude<AnyKindOptions[Name], (payload: never) => unknown>;
};

/** The options of a policy that may be functions of the payload, and what stands for such a function until there is a payload. */
const standIns: Pick<PlainOptions, Computed> = {
  approvers: [anyone()],
  quorum: {},
  stages: [{ name: 'stage', approvers: [anyone()] }],
  vetoers: [],
  expiresIn: '24h',
};
/** Checks the options that make the policy as far as no payload is needed. Returns the policy; null: it depends on the payload. */
export function readPolicy(options: AnyKindOptions, problems: Problem[]): Policy | null {
  const computed = computedIn(options);
  const known = { ...options };
  for (const name of computed) Object.assign(known, { [name]: standIns[name] });
  // as: a stand-in is there for each function
  const policy = checkedPolicy(known as PlainOptions, problems);
  return computed.length === 0 ? policy : null;
}

/** The options of the policy that are functions of the payload. */
export function computedIn(options: AnyKindOptions): readonly Computed[] {
  return names.filter((name) => typeof options[name] === 'function');
}

/** Reads the policy of options without functions, and reports whether anyone could ever meet it. */
export function checkedPolicy(options: PlainOptions, problems: Problem[]): Policy {
  const report: Report = (message, code = 'invalid_options') => {
    problems.push({ code, message });
  };
  const policy = policyOf(options, report);
  if (policy.vetoers !== undefined && policy.choices?.every(({ answer }) => answer === 'approve'))
    report('vetoers need a choice whose answer is reject');
  const why = problems.length > 0 ? null : whyUnsatisfiable(policy);
  if (why !== null) report(`no one could ever decide: ${why}`, 'unsatisfiable_policy');
  return policy;
}

function policyOf(options: PlainOptions, report: Report): Policy {
  const { reason, onExpiry = 'expire', notify = 'requester', allowSelfApproval = false, remindEvery } = options;
  const { expiresIn = '24h', deliverWithin = '75.6h', keyFor = '24h', retainFor = '90d' } = options;
  const { escalate, ...deciders } = decidersOf(options, report);
  return {
    ...deciders,
    ...readVetoers(options.vetoers, report),
    allowSelfApproval,
    reason: { approve: reason?.approve ?? 'none', reject: reason?.reject ?? 'optional' },
    schedule: {
      expiresInMs: expiresIn === 'never' ? null : readPeriod('expiresIn', expiresIn, report),
      onExpiry,
      remindEveryMs: remindEvery === undefined ? null : readPeriod('remindEvery', remindEvery, report),
      escalate,
    },
    deliverWithinMs: readPeriod('deliverWithin', deliverWithin, report),
    keyForMs: keyFor === 'forever' ? null : readPeriod('keyFor', keyFor, report),
    retainForMs: readPeriod('retainFor', retainFor, report),
    notify,
    fallbackChannel: channelOrNull(options.fallbackChannel),
    ...(options.onDecision === undefined ? { delivers: false } : {}),
    ...readMention(options.mention, report),
    ...readChoices(options.choices, onExpiry, report),
    ...readInputs(options, report),
  };
}

function checkQuorum(quorum: unknown, report: Report): void {
  if (quorum !== undefined && !isPlainObject(quorum)) report('quorum must be { approve, reject }');
}

type DecidersRead = Pick<Policy, 'approvers' | 'quorum' | 'stages'> & Pick<Policy['schedule'], 'escalate'>;

function decidersOf(options: PlainOptions, report: Report): DecidersRead {
  const { approvers, quorum, escalate, stages, onExpiry } = options;
  if (stages === undefined) {
    if (!Array.isArray(approvers) || approvers.length === 0) report('approvers must be a list of at least one rule');
    checkQuorum(quorum, report);
    return {
      approvers: readRules(approvers, report),
      quorum: { approve: readQuorum(quorum?.approve, report), reject: readQuorum(quorum?.reject, report) },
      escalate: readEscalation(escalate ?? [], report),
    };
  }
  if ([approvers, quorum, escalate].some((option) => option !== undefined))
    report('stages take the place of approvers, quorum and escalate: leave those out');
  if (onExpiry === 'approve') report('onExpiry must not be "approve" with stages: people decide each of them');
  return { approvers: [], quorum: { approve: 1, reject: 1 }, escalate: [], stages: readStages(stages, report) };
}
