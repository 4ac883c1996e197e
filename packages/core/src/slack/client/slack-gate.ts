import type { Installation } from '../../domain/model/installation.js';
import { isError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import type { SlackOutcome, SlackTransport } from '../../ports/slack-transport.js';
import { explainProblem } from './slack-errors.js';
import { createWebTransport, type WebTransportOptions } from './web-transport.js';

/**
 * Holds back all calls while Slack refuses the whole app, for example because of an expired token.
 *
 * One `auth.test` per minute finds out when Slack accepts the app again.
 */
export interface SlackGate {
  /** The transport whose calls go through the gate. */
  readonly transport: SlackTransport;
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
  loggedAt: number | null;
}

/** @param api - a transport, or the settings of the Web API client */
export function openSlackGate(
  api: SlackTransport | WebTransportOptions,
  clock: () => number,
  logger: Logger,
): SlackGate {
  const onLoadError = (error: unknown): void =>
    logger.error('slack-approval: @slack/web-api cannot be loaded', {
      error: isError(error) ? error.message : 'not an Error',
    });
  return createSlackGate('post' in api ? api : createWebTransport({ ...api, onLoadError }), clock, logger);
}

function createSlackGate(transport: SlackTransport, clock: () => number, logger: Logger): SlackGate {
  const state: State = { closed: null, last: null, testing: null, loggedAt: null };
  const isOlder = (at: number | null | undefined, ms: number): boolean =>
    // a clock that was set back must not delay the next test or log line
    at === null || at === undefined || Math.abs(clock() - at) >= ms;

  const log = ({ reason, needed }: Refused): void => {
    if (!isOlder(state.loggedAt, logEveryMs)) return;
    state.loggedAt = clock();
    logger.error('slack-approval: Slack refuses this app; cards wait until someone fixes the cause', {
      reason,
      ...(needed === null ? {} : { needed }),
      remedy: explainProblem(reason),
    });
  };

  const settle = <Value>(outcome: SlackOutcome<Value>): SlackOutcome<Value> => {
    if (outcome.type !== 'waiting' || !outcome.isAppWide) return outcome;
    log(outcome);
    // a missing scope does not close the gate: auth.test needs no scope, so it could not open it
    if (outcome.reason !== 'missing_scope') state.closed = outcome;
    return outcome;
  };

  const ask = async (): Promise<Installed> => {
    try {
      const outcome = settle(await transport.installation());
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

  const pass = async <Value>(call: () => Promise<SlackOutcome<Value>>): Promise<SlackOutcome<Value>> => {
    if (state.closed !== null) await test();
    return state.closed ?? settle(await call());
  };

  return {
    transport: gateTransport(transport, pass),
    test,
    async reopen() {
      if (state.closed === null) return false;
      await test();
      return state.closed === null;
    },
  };
}

type Pass = <Value>(call: () => Promise<SlackOutcome<Value>>) => Promise<SlackOutcome<Value>>;

function gateTransport(transport: SlackTransport, pass: Pass): SlackTransport {
  return {
    post: (message) => pass(() => transport.post(message)),
    update: (message) => pass(() => transport.update(message)),
    ephemeral: (message) => pass(() => transport.ephemeral(message)),
    directMessage: (message) => pass(() => transport.directMessage(message)),
    openView: (triggerId, view) => pass(() => transport.openView(triggerId, view)),
    pushView: (triggerId, view) => pass(() => transport.pushView(triggerId, view)),
    updateView: (viewId, view) => pass(() => transport.updateView(viewId, view)),
    publishHome: (userId, view) => pass(() => transport.publishHome(userId, view)),
    groupMembers: (groupId) => pass(() => transport.groupMembers(groupId)),
    person: (userId) => pass(() => transport.person(userId)),
    installation: () => pass(() => transport.installation()),
  };
}
