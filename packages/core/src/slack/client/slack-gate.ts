import type { Installation } from '../../domain/model/installation.js';
import type { Observe } from '../../ports/instrument.js';
import type { Log } from '../../ports/log.js';
import { createLogThrottle } from '../../ports/log-throttle.js';
import type { SlackOutcome, SlackTransport } from '../../ports/slack-transport.js';
import { clientNotLoaded, explainProblem } from './slack-errors.js';
import { createWebTransport, type WebTransportOptions } from './web-transport.js';

/**
 * Holds back all calls while Slack refuses the whole app, for example because of an expired token.
 *
 * One `auth.test` per minute finds out when Slack accepts the app again.
 */
export interface SlackGate {
  /** The transport whose calls go through the gate. */
  readonly transport: SlackTransport;
  /** Imports the Web API client, so that a program without it is told at its start. */
  load(): Promise<unknown>;
  /** Calls `auth.test`, at most once per minute; in between, it returns the last outcome. */
  test(): Promise<SlackOutcome<Installation>>;
  /** Tests a closed gate, at most once per minute. @returns whether the gate has opened */
  reopen(): Promise<boolean>;
}

type Refused = Extract<SlackOutcome<never>, { type: 'waiting' }>;
type Installed = Awaited<ReturnType<SlackTransport['installation']>>;

const testEveryMs = 60_000;
const logEveryMs = 60 * 60_000;

interface State {
  closed: Refused | null;
  last: { readonly at: number; readonly outcome: Installed } | null;
  testing: Promise<Installed> | null;
}

/** What the gate needs of the process. */
interface GateHost {
  readonly clock: () => number;
  readonly log: Log;
  readonly observe: Observe;
}

/** @param api - a transport, or the settings of the Web API client */
export function openSlackGate(api: SlackTransport | WebTransportOptions, host: GateHost): SlackGate {
  const onLoadError = (error: unknown): void =>
    host.log.error('slack_client_not_loaded', '@slack/web-api cannot be loaded; no card is posted', { error });
  if ('post' in api) return { ...createSlackGate(api, host), load: async () => undefined };
  const transport = createWebTransport({ ...api, onLoadError });
  return { ...createSlackGate(transport, host), load: transport.load };
}

function createSlackGate(plain: SlackTransport, { clock, log, observe }: GateHost): Omit<SlackGate, 'load'> {
  const transport = throughEach(plain, (method, call) => observe({ type: 'slack', method }, call));
  const state: State = { closed: null, last: null, testing: null };
  const everyHour = createLogThrottle(clock, logEveryMs);
  const isOlder = (at: number | null | undefined, ms: number): boolean =>
    // a clock that was set back must not delay the next test or log line
    at === null || at === undefined || Math.abs(clock() - at) >= ms;

  const logRefusal = ({ reason, needed }: Refused): void => {
    const heldBack = everyHour('app');
    if (heldBack === null) return;
    log.error('slack_refuses_app', 'Slack refuses this app; cards wait until someone fixes the cause', {
      reason,
      ...(needed === null ? {} : { needed }),
      remedy: explainProblem(reason),
      ...heldBack,
    });
  };

  const logFailure = (call: Call, reason: string): void => {
    const heldBack = everyHour(`${call} ${reason}`);
    if (heldBack !== null) log.warn('slack_call_failed', 'a call to Slack failed', { call, reason, ...heldBack });
  };

  const settle = <Value>(call: Call, outcome: SlackOutcome<Value>): SlackOutcome<Value> => {
    if (outcome.type === 'ok') return outcome;
    if (outcome.type !== 'waiting' || !outcome.isAppWide) {
      if (isLogged(call, outcome)) logFailure(call, outcome.reason);
      return outcome;
    }
    // a client that cannot be loaded is logged by `onLoadError`
    if (outcome.reason !== clientNotLoaded) logRefusal(outcome);
    // a missing scope does not close the gate: auth.test needs no scope, so it could not open it
    if (outcome.reason !== 'missing_scope') state.closed = outcome;
    return outcome;
  };

  const ask = async (): Promise<Installed> => {
    try {
      const outcome = settle('installation', await transport.installation());
      if (outcome.type === 'ok') state.closed = null;
      state.last = { at: clock(), outcome };
      return outcome;
    } finally {
      state.testing = null;
    }
  };

  const test = async (): Promise<Installed> => {
    if (state.testing === null && state.last !== null && !isOlder(state.last.at, testEveryMs))
      return state.closed ?? state.last.outcome;
    state.testing ??= ask();
    return await state.testing;
  };

  const pass: Pass = async (name, call) => {
    if (state.closed !== null) await test();
    return state.closed ?? settle(name, await call());
  };

  return {
    transport: throughEach(transport, pass),
    test,
    async reopen() {
      if (state.closed === null) return false;
      await test();
      return state.closed === null;
    },
  };
}

/** A method of the transport. */
type Call = keyof SlackTransport;

/** A rate limit passes soon. What Slack says about a card stands in its record, and is logged from there. */
function isLogged(call: Call, outcome: Exclude<SlackOutcome<unknown>, { readonly type: 'ok' }>): boolean {
  if (outcome.type === 'retry') return outcome.afterMs === null;
  if ((call === 'updateView' || call === 'publishHome') && isSuperseded(outcome.reason)) return false;
  return outcome.type === 'unknown' || (call !== 'post' && call !== 'update');
}

/** The person has closed the modal, or something else is shown in it or in their Home by now. */
function isSuperseded(reason: string): boolean {
  return reason === 'not_found' || reason === 'hash_conflict';
}

type Pass = <Value>(name: Call, call: () => Promise<SlackOutcome<Value>>) => Promise<SlackOutcome<Value>>;

/** Passes each call of a transport through a function. */
function throughEach(transport: SlackTransport, pass: Pass): SlackTransport {
  return {
    post: (message) => pass('post', () => transport.post(message)),
    update: (message) => pass('update', () => transport.update(message)),
    ephemeral: (message) => pass('ephemeral', () => transport.ephemeral(message)),
    directMessage: (message) => pass('directMessage', () => transport.directMessage(message)),
    openView: (triggerId, view) => pass('openView', () => transport.openView(triggerId, view)),
    pushView: (triggerId, view) => pass('pushView', () => transport.pushView(triggerId, view)),
    updateView: (viewId, view, hash) => pass('updateView', () => transport.updateView(viewId, view, hash)),
    publishHome: (userId, view, hash) => pass('publishHome', () => transport.publishHome(userId, view, hash)),
    permalink: (channelId, ts) => pass('permalink', () => transport.permalink(channelId, ts)),
    groupMembers: (groupId) => pass('groupMembers', () => transport.groupMembers(groupId)),
    person: (userId) => pass('person', () => transport.person(userId)),
    installation: () => pass('installation', () => transport.installation()),
  };
}
