import { limits } from '../domain/model/limits.js';
import type { ApproverRule, EscalationStep, Policy } from '../domain/model/policy.js';
import { whyUnsatisfiable } from '../domain/policy/quorum.js';
import { isPlainObject } from '../is-plain-object.js';
import { channelIdWanted, isChannelId } from '../options/channel-id.js';
import { parseDuration } from '../options/duration.js';
import { type Problem, throwProblems } from '../options/problems.js';
import { unknownKeys } from '../options/unknown-keys.js';
import type { DecisionSink, SinkFunction } from '../ports/decision-sink.js';
import type { KindDefinition } from '../runtime/runtime.js';
import type { CardContent } from '../slack/card/card-content.js';
import { type EscalationOptions, type KindOptions, knownKindOptions } from './kind-options.js';

const namePattern = /^[a-z0-9-]{1,40}$/;
/** A lease lasts 60 s: an attempt has to end well within it. */
const longestAttemptMs = 45_000;

/** Checks a kind's options, all of them at once, and applies the defaults. */
export function defineKind<Input, Output>(name: string, options: KindOptions<Input, Output>): KindDefinition {
  const problems: Problem[] = [];
  const report = (message: string, code: Problem['code'] = 'invalid_options'): void => {
    problems.push({ code, message });
  };
  if (typeof name !== 'string' || !namePattern.test(name)) report('a kind’s name has 1 to 40 of a-z, 0-9 and "-"');
  for (const message of unknownKeys(`define(${JSON.stringify(name)})`, options, knownKindOptions)) report(message);
  checkParts(options, report);
  checkChoices(options, report);
  const policy = policyOf(options, report);
  const attemptLastsMs = parseDuration(options.attemptWithin ?? '15s') ?? 0;
  if (attemptLastsMs === 0 || attemptLastsMs > longestAttemptMs)
    report('attemptWithin is a duration of at most "45s", such as "20s"');
  const why = problems.length > 0 ? null : whyUnsatisfiable(policy);
  if (why !== null) report(`nobody could ever decide: ${why}`, 'unsatisfiable_policy');
  const { onDecision, steps } = options;
  problems.push(...(isSink(onDecision) ? (onDecision.problems?.() ?? []) : []));
  throwProblems(`The kind "${name}"`, problems);

  return {
    name,
    schema: options.schema,
    // the schema's output is what the kind's own functions take; the registry forgets the type and `ask` restores it
    card: options.card as (payload: unknown) => CardContent,
    // as with card
    channelsOf: channelsOf(options.channel as KindOptions<unknown, unknown>['channel']),
    policy,
    steps: steps ?? [],
    sink: sinkOf<Output>(onDecision),
    attemptLastsMs,
  };
}

function sinkOf<Output>(onDecision: DecisionSink | SinkFunction<Output>): DecisionSink {
  // as with card
  return typeof onDecision === 'function' ? functionSink(onDecision as SinkFunction<unknown>) : onDecision;
}

type Report = (message: string, code?: Problem['code']) => void;

function checkParts<Input, Output>(options: KindOptions<Input, Output>, report: Report): void {
  const { schema, card, channel, approvers, onDecision } = options;
  if (schema?.['~standard']?.validate === undefined) report('schema is missing: give a zod, valibot or arktype schema');
  if (typeof card !== 'function') report('card is missing: give a function of the payload');
  const channels = typeof channel === 'function' ? null : readChannels(channel);
  if (typeof channel !== 'function' && !channels?.length) report(missing('channel'));
  checkIds('channel', channels, report);
  if (channels !== null && channels.length > limits.copies) report(`channel names at most ${limits.copies} channels`);
  if (!Array.isArray(approvers) || approvers.length === 0) report('approvers is missing: name at least one');
  if (!isSink(onDecision)) report('onDecision is missing: give webhook(…) or a function');
  if (!areSteps(options.steps ?? []))
    report(`steps has at most ${limits.steps} different names of at most ${limits.stepLength} characters`);
}

function areSteps(steps: unknown): boolean {
  const isName = (step: unknown): boolean =>
    typeof step === 'string' && !isBlank(step) && step.length <= limits.stepLength;
  return (
    Array.isArray(steps) && steps.length <= limits.steps && new Set(steps).size === steps.length && steps.every(isName)
  );
}

const choices = {
  reason: ['none', 'optional', 'required', undefined],
  onExpiry: ['expire', 'reject', 'approve', undefined],
  notify: ['requester', 'nobody', undefined],
} as const;

/** What only a caller without a compiler can get wrong, and would not notice before it matters. */
function checkChoices<Input, Output>(options: KindOptions<Input, Output>, report: Report): void {
  const { quorum = {}, reason = {}, onExpiry, notify, allowSelfApproval = false, fallbackChannel = '' } = options;
  if (!isPlainObject(quorum)) report('quorum is { approve, reject }');
  if (![reason?.approve, reason?.reject].every((rule) => choices.reason.includes(rule)) || !isPlainObject(reason))
    report('reason is { approve, reject }, each "none", "optional" or "required"');
  // the text "false" would switch it on
  if (typeof allowSelfApproval !== 'boolean') report('allowSelfApproval is true or false');
  if (typeof (fallbackChannel ?? '') !== 'string') report('fallbackChannel is one channel');
  else checkIds('fallbackChannel', readChannels(fallbackChannel ?? undefined), report);
  if (!choices.onExpiry.includes(onExpiry)) report('onExpiry is "expire", "reject" or "approve"');
  if (!choices.notify.includes(notify)) report('notify is "requester" or "nobody"');
}

function isSink(sink: unknown): sink is DecisionSink {
  return typeof sink === 'function' || (isPlainObject(sink) && typeof sink['deliver'] === 'function');
}

function policyOf<Input, Output>(options: KindOptions<Input, Output>, report: Report): Policy {
  const {
    quorum,
    reason,
    onExpiry = 'expire',
    notify = 'requester',
    allowSelfApproval = false,
    fallbackChannel,
  } = options;
  const duration = (name: string, text: string): number => {
    const ms = parseDuration(text);
    if (ms === null) report(`${name} is a duration such as "30m", "24h" or "7d"`);
    return ms ?? 0;
  };
  const { expiresIn = '24h', remindEvery, deliverWithin = '75.6h', keyFor = '24h', retainFor = '90d' } = options;
  return {
    approvers: readRules(options.approvers, report),
    quorum: { approve: readQuorum(quorum?.approve, report), reject: readQuorum(quorum?.reject, report) },
    allowSelfApproval,
    reason: { approve: reason?.approve ?? 'none', reject: reason?.reject ?? 'optional' },
    schedule: {
      expiresInMs: expiresIn === 'never' ? null : duration('expiresIn', expiresIn),
      onExpiry,
      remindEveryMs: remindEvery === undefined ? null : duration('remindEvery', remindEvery),
      escalate: readEscalation(options.escalate ?? [], duration, report),
    },
    deliverWithinMs: duration('deliverWithin', deliverWithin),
    keyForMs: keyFor === 'forever' ? null : duration('keyFor', keyFor),
    retainForMs: duration('retainFor', retainFor),
    notify,
    // as an environment variable that is set to nothing
    fallbackChannel: fallbackChannel && !isBlank(fallbackChannel) ? fallbackChannel : null,
  };
}

function readQuorum(count: number | undefined, report: Report): number {
  const people = count ?? 1;
  if (!Number.isInteger(people) || people < 1 || people > limits.quorum)
    report(`quorum counts 1 to ${limits.quorum} people`);
  return people;
}

function readEscalation(
  steps: readonly EscalationOptions[],
  duration: (name: string, text: string) => number,
  report: Report,
): readonly EscalationStep[] {
  if (!areEscalations(steps)) {
    report('escalate is a list of { after, approvers, channel }');
    return [];
  }
  const read = steps.map(({ after, approvers, channel }) => ({
    afterMs: duration('escalate.after', after),
    approvers: readRules(approvers, report),
    channels: readChannels(channel) ?? noChannel(report),
  }));
  for (const { channels } of read) checkIds('escalate.channel', channels, report);
  if (read.some(({ approvers, channels }) => approvers.length === 0 && channels.length === 0))
    report('escalate names approvers or a channel in each of its steps');
  return read.sort((one, other) => one.afterMs - other.afterMs);
}

const ruleTypes: readonly unknown[] = [
  'user',
  'usergroup',
  'channelMembers',
  'anyone',
] satisfies ApproverRule['type'][];
const idPatterns = { user: /^[UW][A-Z0-9]+$/, usergroup: /^S[A-Z0-9]+$/ } as const;

function readRules(given: readonly ApproverRule[] | undefined, report: Report): readonly ApproverRule[] {
  const rules = Array.isArray(given) ? given : [];
  for (const rule of rules) {
    if (!ruleTypes.includes(rule?.type)) {
      report('approvers are made by user(…), usergroup(…), channelMembers() and anyone()');
      continue;
    }
    if (rule.type === 'user' && !idPatterns.user.test(rule.id)) report('user(…) takes a Slack user id such as U0ALICE');
    if (rule.type !== 'usergroup') continue;
    if (!idPatterns.usergroup.test(rule.id)) report('usergroup(…) takes a Slack user group id such as S0ONCALL');
    if (rule.count !== null) readQuorum(rule.count, report);
  }
  // a rule of one's own making may leave out what is nothing
  return rules.map((rule) => (rule?.type === 'usergroup' ? { ...rule, count: rule.count ?? null } : rule));
}

function channelsOf(channel: KindOptions<unknown, unknown>['channel']): (payload: unknown) => readonly string[] {
  if (typeof channel === 'function') return (payload) => readChannels(channel(payload)) ?? [];
  const channels = readChannels(channel) ?? [];
  return () => channels;
}

function areEscalations(steps: unknown): boolean {
  return Array.isArray(steps) && steps.every((step) => Array.isArray(step?.approvers ?? []) && isPlainObject(step));
}

const missing = (name: string): string => `${name} is missing, or one of a list: is its environment variable set?`;

function noChannel(report: Report): readonly string[] {
  report(missing('escalate.channel'));
  return [];
}

function checkIds(name: string, channels: readonly string[] | null, report: Report): void {
  if (channels?.every(isChannelId) === false) report(`${name} ${channelIdWanted}`);
}

/** @returns null where something in it is no channel: a list made of environment variables may have gaps, whatever its type says */
function readChannels(channel: unknown): readonly string[] | null {
  if (channel === undefined || isBlank(channel)) return [];
  const list: readonly unknown[] = Array.isArray(channel) ? channel : [channel];
  const named = list.filter((one) => typeof one === 'string' && !isBlank(one));
  // the filter keeps texts alone
  return named.length === list.length ? [...new Set(named as readonly string[])] : null;
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** A function of this process as a sink: returning is delivered; what it throws is left to the attempt to classify. */
function functionSink(carryOut: SinkFunction<unknown>): DecisionSink {
  return {
    async deliver({ decision, context }) {
      await carryOut(decision, context);
      return { type: 'delivered' };
    },
  };
}
