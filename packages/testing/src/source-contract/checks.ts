import assert from 'node:assert/strict';
import type { SimulatedMessage } from '@k8s-pizza/slack-simulator';
import type { SourceRun } from './source-under-test.js';
import type { AskingWorld } from './world.js';

/** One promise of a source. */
export interface SourceCheck {
  readonly title: string;
  readonly run: (world: AskingWorld) => Promise<void>;
}

const asked = 'version-4-2';
const changed = 'version-5-0';
const reason = 'Not before the weekend.';

export const sourceChecks: readonly SourceCheck[] = [
  {
    title: 'nothing runs before the yes',
    async run(world) {
      const run = world.run(asked);
      const card = await world.nextCard();
      await world.settle();
      assert.deepEqual(world.done, []);

      await world.approve(card);
      await world.endOf(run);

      assert.deepEqual(world.done, [asked]);
    },
  },
  {
    title: 'the card shows the argument',
    async run(world) {
      world.run(asked);

      const card = await world.nextCard();

      assert.match(JSON.stringify(card.blocks), new RegExp(asked));
    },
  },
  {
    title: 'asked twice at once, there is one card',
    async run(world) {
      const runs = [world.run(asked), world.run(asked)];
      await world.approve(await world.nextCard());
      await Promise.all(runs.map((run) => world.endOf(run)));

      assert.equal(world.cards().length, 1);
      assert.deepEqual([...new Set(world.done)], [asked]);
    },
  },
  {
    title: "a rejection's reason arrives",
    async run(world) {
      const run = world.run(asked);

      await world.reject(await world.nextCard(), reason);

      assert.match(await world.endOf(run), new RegExp(reason));
      assert.deepEqual(world.done, []);
    },
  },
  {
    title: 'killed while it waits, it goes on with the same card',
    async run(world) {
      await world.run(asked).kill();
      const first = world.run(asked);
      const card = await world.nextCard();
      await first.kill();

      const second = world.run(asked);
      await approveOnceItIsTaken(world, card);
      await world.endOf(second);

      assert.equal(world.cards().length, 1);
      assert.deepEqual(world.done, [asked]);
    },
  },
  {
    title: 'a yes while it was killed counts',
    async run(world) {
      const first = world.run(asked);
      const card = await world.nextCard();
      await first.kill();
      const isTaken = await world.approve(card);
      await world.settle();

      const second = world.run(asked);
      // where nothing runs beside the program, Slack showed an error, and the person presses again
      if (!isTaken) await approveOnceItIsTaken(world, card);
      await world.endOf(second);

      assert.equal(world.cards().length, 1);
      assert.deepEqual(world.done, [asked]);
    },
  },
  {
    title: 'a yes never counts for another argument that comes later',
    async run(world) {
      const first = world.run(asked);
      const card = await world.nextCard();
      await world.approve(card);
      await world.endOf(first);

      await rejectOrRefused(world, world.run(changed), card);

      assert.deepEqual(world.done, [asked]);
    },
  },
  {
    title: 'nor for another argument that comes while it waits',
    async run(world) {
      const first = world.run(asked);
      const card = await world.nextCard();
      await rejectOrRefused(world, world.run(changed), card);

      await world.approve(card);
      await world.endOf(first);

      assert.deepEqual(world.done, [asked]);
    },
  },
];

/** A click fails until the program, run again, is there to take it. */
async function approveOnceItIsTaken(world: AskingWorld, card: SimulatedMessage): Promise<void> {
  let isTaken = false;
  await world.until('A program that takes the click', async () => {
    isTaken ||= await world.approve(card);
    return isTaken ? true : null;
  });
}

/** The changed question is another card, which is rejected, or the program is refused: either ends it. */
async function rejectOrRefused(world: AskingWorld, run: SourceRun, card: SimulatedMessage): Promise<void> {
  const ended = run.told.then(() => 'ended' as const);
  const other = await world.until('Another card or the end of the program', async () => {
    const second = world.cards().find(({ ts }) => ts !== card.ts);
    return second ?? (await Promise.race([ended, null]));
  });
  if (other !== 'ended') await world.reject(other, reason);
  await world.endOf(run);
}
