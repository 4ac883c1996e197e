import { type Alarm, createAlarm, noAlarm } from './alarm.js';
import { createFaults } from './faults.js';
import { listen, stopListening } from './loopback.js';
import { installation } from './model/default-world.js';
import { clearState, createModel, emptyState, type Model } from './model/model.js';
import { readHome, readMessages, readModals } from './model/read-model.js';
import { readState, writeState } from './model/state-file.js';
import { createWorld } from './model/world.js';
import { clickInMessage, clickInView } from './outbound/click.js';
import { sendCommand } from './outbound/command.js';
import { createEvents, type Events } from './outbound/events.js';
import { createOutbox, type Outbox } from './outbound/outbox.js';
import { submitView } from './outbound/submit.js';
import { createRateLimits, noRateLimits } from './rate-limits.js';
import { createSlackServer, type ServerParts } from './server.js';
import type { SlackSimulator, SlackSimulatorOptions } from './slack-simulator.js';
import { createTraffic } from './traffic.js';

const defaultPostBurst = 10;

function createParts(options: SlackSimulatorOptions): ServerParts {
  const { stateFile, clock = Date.now, rateLimits = { postBurst: defaultPostBurst } } = options;
  const model = createModel({
    state: stateFile === undefined ? emptyState() : readState(stateFile),
    world: createWorld(options),
    clock,
    onChange: (state) => {
      if (stateFile !== undefined) writeState(stateFile, state);
    },
  });
  const rates = rateLimits === false ? noRateLimits : createRateLimits(clock, rateLimits.postBurst);
  return { model, rates, faults: createFaults(), traffic: createTraffic(clock) };
}

/** What is read and what people do: everything that needs no server of its own. */
function createDoings(model: Model, outbox: Outbox, events: Events) {
  return {
    messages: (channelId, options) => readMessages(model, channelId, options?.asUser ?? null),
    views: (userId) => readModals(model, userId),
    home: (userId) => readHome(model, userId),
    click: (click) => ('viewId' in click ? clickInView(outbox, click) : clickInMessage(outbox, click)),
    submit: (submission) => submitView(outbox, submission),
    command: (command) => sendCommand(outbox, command),
    event: (event) => events.send(event),
    retryEvents: () => events.sendDue(),
    arrange: (changes) => model.world.arrange(changes),
  } satisfies Partial<SlackSimulator>;
}

function createResets({ model, rates, faults, traffic }: ServerParts, events: Events, alarm: Alarm): () => void {
  return () => {
    alarm.clear();
    for (const part of [rates, faults, traffic, events]) part.clear();
    model.world.reset();
    clearState(model.state);
    model.changed();
  };
}

/**
 * Starts a Slack of your own on loopback.
 *
 * A real HTTP server answers a real `WebClient`, refuses what Slack refuses, lets people click, submit and type commands, and fails
 * on command. It begins with the people and channels that the README lists.
 *
 * @throws {SimulatorError} state_file_unreadable — when `stateFile` holds something else
 */
export async function createSlackSimulator(options: SlackSimulatorOptions = {}): Promise<SlackSimulator> {
  const parts = createParts(options);
  const { model, faults, traffic } = parts;
  const server = createSlackServer(parts);
  const origin = await listen(server, options.port ?? 0);

  let requestUrl = options.requestUrl ?? null;
  const closing = new AbortController();
  const outbox = createOutbox({ model, traffic, origin, requestUrl: () => requestUrl, closing: closing.signal });
  const noteFailure = (error: unknown) =>
    traffic.record({ direction: 'out', method: 'event_callback', status: 0, detail: String(error) });
  const alarm = options.clock === undefined ? createAlarm(() => events.sendDue().catch(noteFailure)) : noAlarm;
  const events = createEvents(outbox, alarm.ring);

  return {
    ...installation,
    ...createDoings(model, outbox, events),
    url: origin,
    apiUrl: `${origin}/api/`,
    get requestUrl() {
      return requestUrl;
    },
    set requestUrl(url) {
      requestUrl = url;
    },
    get traffic() {
      return traffic.entries();
    },
    fail: faults.add,
    reset: createResets(parts, events, alarm),
    async close() {
      alarm.clear();
      closing.abort();
      await stopListening(server);
    },
  };
}
