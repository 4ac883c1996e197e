import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { asyncDispose } from '../async-dispose.js';
import { createPageRoutes } from '../page/page-routes.js';
import { releaseProcess } from '../release-process.js';
import { type Alarm, createAlarm, noAlarm } from './alarm.js';
import { type Changes, createChanges } from './changes.js';
import { knownEvents } from './conditions/app-membership.js';
import { createConditions } from './conditions/create-conditions.js';
import { createFaults } from './faults.js';
import { createJumpingClock, type JumpingClock } from './jumping-clock.js';
import { listen, stopListening } from './listening.js';
import { installation } from './model/default-world.js';
import { clearState, createModel, emptyState, type Model } from './model/model.js';
import { readHome, readMessages, readModals } from './model/read-model.js';
import { readState, writeState } from './model/state-file.js';
import { createWorld } from './model/world.js';
import { knownClick, knownOptions, knownWorldChanges } from './options/known-options.js';
import { refuseUnknownKeys } from './options/refuse-unknown-keys.js';
import { clickInMessage, clickInView } from './outbound/click.js';
import { sendCommand } from './outbound/command.js';
import { createEvents, type Events } from './outbound/events.js';
import { createOutbox, type Outbox } from './outbound/outbox.js';
import { submitView } from './outbound/submit.js';
import { createRateLimits, noRateLimits } from './rate-limits.js';
import { createSlackServer, type ServerParts } from './server.js';
import type { MessageClick, SlackSimulator, SlackSimulatorOptions, ViewClick } from './slack-simulator.js';
import { createSockets } from './sockets.js';
import { createTraffic } from './traffic.js';

const defaultPostBurst = 10;

interface Parts extends ServerParts {
  readonly clock: JumpingClock;
  readonly changes: Changes;
}

function createParts(options: SlackSimulatorOptions): Parts {
  const { stateFile, rateLimits = { postBurst: defaultPostBurst } } = options;
  const clock = createJumpingClock(options);
  const changes = createChanges();
  const model = createModel({
    state: stateFile === undefined ? emptyState() : readState(stateFile),
    world: createWorld(options),
    clock: clock.now,
    onChange: (state) => {
      if (stateFile !== undefined) writeState(stateFile, state);
      changes.tell();
    },
  });
  const rates = rateLimits === false ? noRateLimits : createRateLimits(clock.now, rateLimits.postBurst);
  return {
    model,
    rates,
    faults: createFaults(),
    traffic: createTraffic(clock.now, changes.tell),
    sockets: createSockets(),
    clock,
    changes,
  };
}

/** The methods that read and that act for people: they need no server. */
function createDoings(model: Model, outbox: Outbox, events: Events) {
  return {
    messages(channelId, options) {
      refuseUnknownKeys('messages', options, { asUser: true });
      return readMessages(model, channelId, options?.asUser ?? null);
    },
    views: (userId) => readModals(model, userId),
    home: (userId) => readHome(model, userId),
    async click(click) {
      refuseUnknownKeys<Partial<MessageClick & ViewClick>>('click', click, knownClick);
      return await ('viewId' in click ? clickInView(outbox, click) : clickInMessage(outbox, click));
    },
    async submit(submission) {
      refuseUnknownKeys('submit', submission, { userId: true, viewId: true, values: true });
      return await submitView(outbox, submission);
    },
    async command(command) {
      refuseUnknownKeys('command', command, { userId: true, channelId: true, command: true, text: true });
      return await sendCommand(outbox, command);
    },
    event: (event) => events.send(event),
    retryEvents: () => events.sendDue(),
    arrange: (changes) => {
      refuseUnknownKeys('arrange', changes, knownWorldChanges);
      model.world.arrange(changes);
      model.changed();
    },
  } satisfies Partial<SlackSimulator>;
}

/** The methods that control the simulator: faults, time, reset, close. */
function createControls(parts: Parts, server: Server, events: Events, alarm: Alarm, closing: AbortController) {
  const { model, rates, faults, traffic, sockets, clock, changes } = parts;
  const close = async () => {
    alarm.clear();
    closing.abort();
    sockets.close();
    await stopListening(server);
  };
  return {
    fail(rule) {
      faults.add(rule);
      changes.tell();
    },
    async jump(ms) {
      await clock.jump(ms);
      await events.sendDue();
      changes.tell();
    },
    refreshConnections: () => sockets.refresh(),
    reset() {
      alarm.clear();
      for (const part of [rates, faults, traffic, events]) part.clear();
      model.world.reset();
      model.tokens.reset();
      clearState(model.state);
      model.changed();
    },
    close,
    [asyncDispose]: close,
  } satisfies Partial<SlackSimulator>;
}

/**
 * Starts a simulated Slack on loopback.
 *
 * A real HTTP server answers a real `WebClient`, refuses what Slack refuses, lets people click, submit and type commands, and fails
 * on command. Its page, `pageUrl`, shows all of it in a browser. It begins with the people and channels that the README lists.
 *
 * @throws {SimulatorError} state_file_unreadable — when `stateFile` holds something else
 * @throws {SimulatorError} invalid_options — an option is unknown
 */
export async function createSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  refuseUnknownKeys('createSlackSimulator', options, knownOptions);
  const parts = createParts(options);
  const { model, traffic, sockets } = parts;
  let requestUrl = options.requestUrl ?? null;
  const closing = new AbortController();
  // every open request listens to it, so there is no limit of listeners
  setMaxListeners(0, closing.signal);
  const subscribed = options.events ?? knownEvents;
  const page = createPageRoutes(parts, options, () => ({ simulator, outbox, subscribed }));
  const server = createSlackServer(parts, page);
  if (options.holdProcess !== true) releaseProcess(server);
  const origin = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  sockets.attach(server, origin);

  const outbox = createOutbox({
    model,
    traffic,
    origin,
    requestUrl: () => requestUrl,
    sockets,
    closing: closing.signal,
  });
  const noteFailure = (error: unknown) =>
    traffic.record({ direction: 'out', method: 'event_callback', status: 0, detail: String(error) });
  const alarm = options.clock === undefined ? createAlarm(() => events.sendDue().catch(noteFailure)) : noAlarm;
  const events = createEvents(outbox, alarm.ring);

  const simulator: SlackSimulator = {
    ...installation,
    ...createDoings(model, outbox, events),
    ...createControls(parts, server, events, alarm, closing),
    ...createConditions(parts, { outbox, events, subscribed }),
    url: origin,
    pageUrl: `${origin}/`,
    apiUrl: `${origin}/api/`,
    get botToken() {
      return model.tokens.current();
    },
    get failing() {
      return parts.faults.list();
    },
    get requestUrl() {
      return requestUrl;
    },
    set requestUrl(url) {
      requestUrl = url;
    },
    get traffic() {
      return traffic.entries();
    },
  };
  return simulator;
}
