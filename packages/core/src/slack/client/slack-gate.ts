import type { Installation } from '../../domain/model/installation.js';
import { isError } from '../../errors.js';
import type { Logger } from '../../ports/logger.js';
import type { SlackOutcome, SlackTransport } from '../../ports/slack-transport.js';
import { explainProblem } from './slack-errors.js';
import { createWebTransport, type WebTransportOptions } from './web-transport.js';

/**
 * Keeps calls back while Slack refuses the whole app, as with an expired token: every one of them would fail in the same way.
 * One `auth.test` a minute finds out when that is over.
 */
export interface SlackGate {
  /** The transport whose calls pass through the gate. */
  readonly transport: SlackTransport;
  /** Asks Slack at most once a minute; in between, the last answer. */
  test(): Promise<SlackOutcome<Installation>>;
  /** Tests a closed gate, at most once a minute. @returns whether this has opened it */
  reopen(): Promise<boolean>;
}

type Refused = Extract<SlackOutcome<never>, { type: 'waiting' }>;
type Installed = Awaited<ReturnType<SlackTransport['installation']>>;

/** While Slack refuses the whole app, one `auth.test` is made in this time. */
const testsEveryMs = 60_000;
const logsEveryMs = 60 * 60_000;

interface State {
  closed: Refused | null;
  last: { readonly at: number; readonly outcome: Installed } | null;
  testing: Promise<Installed> | null;
  loggedAt: number | null;
}

/** @param way - a transport, or how to reach Slack's Web API */
export function openSlackGate(
  way: SlackTransport | WebTransportOptions,
  clock: () => number,
  logger: Logger,
): SlackGate {
  const onLoadError = (error: unknown): void =>
    logger.error('slack-approval: @slack/web-api cannot be loaded', {
      error: isError(error) ? error.message : 'not an Error',
    });
  return slackGate('post' in way ? way : createWebTransport({ ...way, onLoadError }), clock, logger);
}

function slackGate(transport: SlackTransport, clock: () => number, logger: Logger): SlackGate {
  const state: State = { closed: null, last: null, testing: null, loggedAt: null };
  const isOlder = (at: number | null | undefined, ms: number): boolean =>
    // a clock that was set back must not delay the next test or log line
    at === null || at === undefined || Math.abs(clock() - at) >= ms;

  const log = ({ reason, needed }: Refused): void => {
    if (!isOlder(state.loggedAt, logsEveryMs)) return;
    state.loggedAt = clock();
    logger.error('slack-approval: Slack refuses this app; cards wait until that is mended', {
      reason,
      ...(needed === null ? {} : { needed }),
      remedy: explainProblem(reason),
    });
  };

  const settle = <Value>(outcome: SlackOutcome<Value>): SlackOutcome<Value> => {
    if (outcome.type !== 'waiting' || !outcome.isAppWide) return outcome;
    log(outcome);
    // auth.test needs no scope, so it does not show whether a missing one was added
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
    if (state.testing === null && state.last !== null && !isOlder(state.last.at, testsEveryMs))
      return state.closed ?? state.last.outcome;
    state.testing ??= ask();
    return await state.testing;
  };

  const pass = async <Value>(call: () => Promise<SlackOutcome<Value>>): Promise<SlackOutcome<Value>> => {
    if (state.closed !== null) await test();
    return state.closed ?? settle(await call());
  };

  return {
    transport: gated(transport, pass),
    test,
    async reopen() {
      if (state.closed === null) return false;
      await test();
      return state.closed === null;
    },
  };
}

type Pass = <Value>(call: () => Promise<SlackOutcome<Value>>) => Promise<SlackOutcome<Value>>;

function gated(transport: SlackTransport, pass: Pass): SlackTransport {
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
