import type { Sent, SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import { cardsIn } from './cards.js';
import { readConfig } from './config.js';
import { channel, type DemoWorld, startDemoWorld } from './demo-world.js';
import { until } from './until.js';

type Log = (line: string) => void;

/** The demo's world as somebody in front of it sees it and acts in it. Nothing of the environment comes in. */
export interface Stage {
  readonly world: DemoWorld;
  readonly log: Log;
  /** The first card whose text passes, once there is one. */
  card(what: string, passes: (text: string) => boolean): Promise<SimulatedMessage>;
  /** The cards that stand in the channel. */
  timestamps(): readonly string[];
  press(userId: string, ts: string, verb: string): Promise<Sent>;
  /** What only this person was told, once there is something. */
  privately(userId: string): Promise<SimulatedMessage>;
  /** Fills in the form that is open in front of a person. */
  submit(userId: string, values: Readonly<Record<string, string>>): Promise<Sent>;
}

/** Starts the world on a folder, lets somebody act, and ends it, whatever happened. */
export async function onStage<Result>(
  { folder, paceMs, log }: { readonly folder: string; readonly paceMs: number; readonly log: Log },
  act: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const read = readConfig({ PORT: '0' });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
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
    log,
    card: (what, passes) => until(what, () => cards().find(({ text }) => passes(text)) ?? null),
    timestamps: () => cards().map(({ ts }) => ts),
    press: (userId, ts, verb) =>
      simulator.click({ userId, channelId: channel, ts, actionId: `approval:default:${verb}` }),
    privately: (userId) =>
      until(
        `a private message to ${userId}`,
        () => simulator.messages(channel, { asUser: userId }).find((one) => one.ephemeralFor === userId) ?? null,
      ),
    async submit(userId, values) {
      const form = await until(`a form in front of ${userId}`, () => simulator.views(userId).at(-1) ?? null);
      return await simulator.submit({ userId, viewId: form.id, values });
    },
  };
}
