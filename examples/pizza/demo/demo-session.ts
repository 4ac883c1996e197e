import type { Sent, SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-simulator';
import { readConfig } from '../src/config.js';
import { cardsIn, clickAndSubmit } from './cards.js';
import { channel, type DemoWorld, startDemoWorld } from './demo-world.js';
import { until } from './until.js';

type Log = (line: string) => void;

/** The demo's world, and what a person can see and do in it. The environment has no influence. */
export interface DemoSession {
  readonly world: DemoWorld;
  readonly simulator: SlackSimulator;
  readonly log: Log;
  /** Waits for the first card whose text passes. */
  card(what: string, passes: (text: string) => boolean): Promise<SimulatedMessage>;
  /** The cards in the channel, oldest first. */
  timestamps(): readonly string[];
  press(userId: string, ts: string, verb: string): Promise<Sent>;
}

export interface DemoSessionOptions {
  readonly folder: string;
  readonly paceMs: number;
  readonly log: Log;
}

/** Starts the demo on a folder, runs `act`, and ends the demo even if `act` fails. */
export async function withDemoSession<Result>(
  options: DemoSessionOptions,
  act: (session: DemoSession) => Promise<Result>,
): Promise<Result> {
  const read = readConfig({ PORT: '0' });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const { folder, paceMs, log } = options;
  const world = await startDemoWorld({ folder, config: read.config, paceMs, log });
  try {
    if (world.simulator === null) throw new Error('A demo session needs the simulated Slack, got a real one.');
    return await act(toSession(world, world.simulator, log));
  } finally {
    await world.close();
  }
}

function toSession(world: DemoWorld, simulator: SlackSimulator, log: Log): DemoSession {
  const cards = () => cardsIn(simulator);
  return {
    world,
    simulator,
    log,
    card: (what, passes) => until(what, () => cards().find(({ text }) => passes(text)) ?? null),
    timestamps: () => cards().map(({ ts }) => ts),
    press: (userId, ts, verb) =>
      clickAndSubmit(simulator, { userId, channelId: channel, ts, actionId: `approval:default:${verb}` }),
  };
}
