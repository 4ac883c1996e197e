import type { SimulatedMessage, SlackSimulator } from '@k8s-pizza/slack-approval-testing';
import type { Browser, Page } from 'playwright-core';
import { cardsIn } from './cards.js';
import { readConfig } from './config.js';
import { channel, type DemoWorld, startDemoWorld } from './demo-world.js';
import { openAs, type Person } from './person.js';
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
  /** Sits down in front of the page as somebody, acts, and leaves. */
  as(userId: string, act: (person: Person) => Promise<void>): Promise<void>;
}

export interface StageOptions {
  readonly folder: string;
  readonly paceMs: number;
  readonly log: Log;
  readonly browser: Browser;
  readonly picture: (page: Page, name: string) => Promise<void>;
}

/** Starts the world on a folder, lets somebody act, and ends it, whatever happened. */
export async function onStage<Result>(options: StageOptions, act: (stage: Stage) => Promise<Result>): Promise<Result> {
  const read = readConfig({ PORT: '0' });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const { folder, paceMs, log } = options;
  const world = await startDemoWorld({ folder, config: read.config, paceMs, log });
  try {
    if (world.simulator === null) throw new Error('Slack is not simulated.');
    return await act(stageOf(world, world.simulator, options));
  } finally {
    await world.close();
  }
}

function stageOf(world: DemoWorld, simulator: SlackSimulator, { log, browser, picture }: StageOptions): Stage {
  const cards = () => cardsIn(simulator);
  return {
    world,
    log,
    card: (what, passes) => until(what, () => cards().find(({ text }) => passes(text)) ?? null),
    timestamps: () => cards().map(({ ts }) => ts),
    async as(userId, act) {
      const person = await openAs(browser, { pageUrl: simulator.pageUrl, userId, channel }, picture);
      await act(person);
      await person.close();
    },
  };
}
