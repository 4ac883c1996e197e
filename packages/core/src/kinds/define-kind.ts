import { isBlank, readPlaces } from '../commands/read-places.js';
import { limits } from '../domain/model/limits.js';
import type { Place } from '../domain/model/place.js';
import { SlackApprovalError } from '../errors.js';
import { isPlainObject } from '../is-plain-object.js';
import { channelFault, channelOrNull } from '../options/channel-id.js';
import { parseDuration } from '../options/duration.js';
import { type Problem, throwProblems } from '../options/problems.js';
import { unknownKeys } from '../options/unknown-keys.js';
import type { DecisionSink, SinkFunction } from '../ports/decision-sink.js';
import type { KindDefinition } from '../runtime/runtime.js';
import { type AnyKindOptions, type KindOptions, knownKindOptions } from './kind-options.js';
import { policyFor } from './policy-for.js';
import { checkPlaces, missing } from './read-escalation.js';
import { readPolicy } from './read-policy.js';
import type { Report } from './read-rules.js';

/** The kind under which `request` asks. */
export const requestKind = 'request';

const namePattern = /^[a-z0-9-]{1,40}$/;
/** How long an attempt to deliver may take. It has to end well before its lease, which lasts 60 s and is renewed for a guard. */
const attempts = {
  sink: { usual: '15s', maxMs: 45_000, wanted: '"45s", such as "20s"' },
  guard: { usual: '10m', maxMs: 24 * 3_600_000, wanted: '"24h", such as "10m"' },
} as const;

/** Checks the options of a kind, reports all problems at once, and applies the defaults. */
export function defineKind(name: string, options: AnyKindOptions, isGuard = false): KindDefinition {
  requireOptions(`define(${JSON.stringify(name)})`, options);
  const problems: Problem[] = [];
  const report = (message: string, code: Problem['code'] = 'invalid_options'): void => {
    problems.push({ code, message });
  };
  if (typeof name !== 'string' || !namePattern.test(name)) report('name must be 1 to 40 of a-z, 0-9 and "-"');
  for (const message of unknownKeys(`define(${JSON.stringify(name)})`, options, knownKindOptions)) report(message);
  checkContent(options, report);
  checkParts(options, report);
  checkValues(options, report);
  const policy = readPolicy(options, problems);
  const attemptTimeoutMs = readAttemptWithin(options, isGuard, report);
  const { onDecision, steps, schema = null, card = null, title = titleOf(name) } = options;
  problems.push(...(isSink(onDecision) ? (onDecision.problems?.() ?? []) : []));
  throwProblems(`The kind "${name}"`, problems);

  return {
    name,
    schema,
    // `card` takes the schema's output: the map of kinds drops this type, and `ask` restores it
    card: card as KindDefinition['card'],
    // as with card
    title: typeof title === 'function' ? (title as KindDefinition['title']) : () => title,
    // as with card
    placesOf: placesOf(options.channel as AnyChannel),
    policyOf: policy === null ? (payload) => policyFor(name, options, payload) : () => policy,
    troubleChannel: channelOrNull(options.troubleChannel),
    steps: steps ?? [],
    sink: onDecision === undefined ? null : toSink(onDecision),
    isGuard,
    attemptTimeoutMs,
  };
}

/** A function becomes a sink: its return means delivered, and the delivery attempt handles what it throws. */
function toSink(onDecision: DecisionSink | SinkFunction<never, never>): DecisionSink {
  if (typeof onDecision !== 'function') return onDecision;
  // as with card
  const act = onDecision as SinkFunction<unknown>;
  return {
    async deliver({ decision, context }) {
      return { type: 'delivered', result: await act(decision, context) };
    },
  };
}

function readAttemptWithin({ attemptWithin }: AnyKindOptions, isGuard: boolean, report: Report): number {
  const { usual, maxMs, wanted } = isGuard ? attempts.guard : attempts.sink;
  const ms = parseDuration(attemptWithin ?? usual) ?? 0;
  if (ms === 0 || ms > maxMs) report(`attemptWithin must be a duration of at most ${wanted}`);
  return ms;
}

/** @throws {SlackApprovalError} invalid_options — there are no options */
export function requireOptions(what: string, options: unknown): void {
  if (!isPlainObject(options)) throw new SlackApprovalError('invalid_options', `${what} needs its options, an object.`);
}

/** The name of a kind as the title of a card: `roll-back` becomes `Roll back`. */
function titleOf(name: unknown): string {
  const words = String(name).replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function checkContent({ schema, card, title }: AnyKindOptions, report: Report): void {
  if (schema !== undefined && schema?.['~standard']?.validate === undefined)
    report('schema has no `~standard` member: pass a schema of zod 3.24, valibot 1.0, arktype 2.0, or newer');
  if (card !== undefined && typeof card !== 'function') report('card must be a function of the payload');
  if (card !== undefined && title !== undefined) report('card returns the title as well: leave out title, or card');
  if (typeof title !== 'function' && title !== undefined && (typeof title !== 'string' || isBlank(title)))
    report('title must be a text, or a function of the payload');
}

function checkParts(options: AnyKindOptions, report: Report): void {
  const { channel, onDecision, steps } = options;
  if (typeof channel !== 'function') {
    const places = readPlaces(channel);
    if (places.length === 0) report(missing('channel'));
    checkPlaces('channel', places, report);
    if (places.length > limits.copies) report(`channel must name at most ${limits.copies} places`);
  }
  if ('onDecision' in options && !isSink(onDecision))
    report('onDecision must be webhook(…), a sink or a function; leave it out if nothing takes the decisions');
  if (!areSteps(steps ?? []))
    report(`steps must be at most ${limits.steps} different names of at most ${limits.stepLength} characters`);
}

function areSteps(steps: unknown): boolean {
  const isName = (step: unknown): boolean =>
    typeof step === 'string' && !isBlank(step) && step.length <= limits.stepLength;
  return (
    Array.isArray(steps) && steps.length <= limits.steps && new Set(steps).size === steps.length && steps.every(isName)
  );
}

const allowed = {
  reason: ['none', 'optional', 'required', undefined],
  onExpiry: ['expire', 'reject', 'approve', undefined],
  notify: ['requester', 'nobody', undefined],
} as const;

/** The compiler checks these too, but a wrong value would go unnoticed in JavaScript until it matters. */
function checkValues(options: AnyKindOptions, report: Report): void {
  const { reason = {}, onExpiry, notify, allowSelfApproval = false } = options;
  if (![reason?.approve, reason?.reject].every((rule) => allowed.reason.includes(rule)) || !isPlainObject(reason))
    report('reason must be { approve, reject }, each "none", "optional" or "required"');
  // the text "false" would count as true
  if (typeof allowSelfApproval !== 'boolean') report('allowSelfApproval must be true or false');
  for (const name of ['fallbackChannel', 'troubleChannel'] as const) {
    const fault = channelFault(options[name]);
    if (fault !== null) report(`${name} ${fault}`);
  }
  if (!allowed.onExpiry.includes(onExpiry)) report('onExpiry must be "expire", "reject" or "approve"');
  if (!allowed.notify.includes(notify)) report('notify must be "requester" or "nobody"');
}

function isSink(sink: unknown): sink is DecisionSink {
  return typeof sink === 'function' || (isPlainObject(sink) && typeof sink['deliver'] === 'function');
}

type AnyChannel = KindOptions<unknown>['channel'];

function placesOf(channel: AnyChannel): (payload: unknown) => readonly Place[] {
  if (typeof channel === 'function') return (payload) => readPlaces(channel(payload));
  const places = readPlaces(channel);
  return () => places;
}
