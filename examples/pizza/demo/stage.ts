import type { Sent, SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { readConfig } from '../src/config.js';
import { cardsIn } from './cards.js';
import { channel, type DemoWorld, startDemoWorld } from './demo-world.js';
import { until } from './until.js';

type Log = (line: string) => void;

/** The demo's world as somebody in front of it sees it and acts in it. Nothing of the environment comes in. */
export interface Stage {
  readonly world: DemoWorld;
  readonly simulator: SlackSimulator;
  readonly log: Log;
  /** The first card whose text passes, once there is one. */
  card(what: string, passes: (text: string) => boolean): Promise<SimulatedMessage>;
  /** The cards that stand in the channel. */
  timestamps(): readonly string[];
  press(userId: string, ts: string, verb: string): Promise<Sent>;
}

export interface StageOptions {
  readonly folder: string;
  readonly paceMs: number;
  readonly log: Log;
}

/** Starts the world on a folder, lets somebody act, and ends it, whatever happened. */
export async function onStage<Result>(options: StageOptions, act: (stage: Stage) => Promise<Result>): Promise<Result> {
  const read = readConfig({ PORT: '0' });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const { folder, paceMs, log } = options;
  const world = await startDemoWorld({ folder, config: read.config, paceMs, log });
  try {
    if (world.simulator === null) throw new Error('Slack is not simulated.');
    return await act(stageOf(world, world.simulator, log));
  } finally {
    await world.close();
  }
}

function stageOf(world: DemoWorld, simulator: SlackSimulator, log: Log): Stage {
  const cards = () => cardsIn(simulator);
  return {
    world,
    simulator,
    log,
    card: (what, passes) => until(what, () => cards().find(({ text }) => passes(text)) ?? null),
    timestamps: () => cards().map(({ ts }) => ts),
    press: (userId, ts, verb) =>
      simulator.click({ userId, channelId: channel, ts, actionId: `approval:default:${verb}` }),
  };
}
