import { vi } from 'vitest';
import type { AppProcess } from './app-process.js';
import { alice, begin, type Expect, expectClaimAfterMinute, type Line, taken, unleased } from './lines.js';
import type { World } from './world.js';

const key = 'order 1';

/** A call of the guarded function that waits in one process, while another one is to be killed. */
async function aCall(world: World, waiting: AppProcess) {
  const result = waiting.tell('carry_out', key);
  begin(result);
  await vi.waitUntil(() => world.cards().length === 1, { interval: 5, timeout: 30_000 });
  // until it has stored that the card is posted, a vote would be left to it
  await waiting.settled();
  const card = JSON.stringify(world.cards());
  const id = /v1\.(a[a-z2-7]{25})\./.exec(card)?.[1] ?? '';
  return { result, id, ts: world.cards()[0]?.ts ?? '' };
}

/** The function has been carried out once, its result is stored, and it does not run again for later callers. */
async function expectOnce(world: World, id: string, expect: Expect): Promise<void> {
  const attempts = world.receiver.attempts.length;
  const later = await world.start();

  expect(await later.tell('carry_out', key)).toEqual({ carriedOut: id });
  expect(world.receiver.attempts).toHaveLength(attempts);
  expect(world.receiver.applied).toMatchObject([{ approvalId: id }]);
  expect(world.cards()).toHaveLength(1);
}

/** Killed around the function of a guard, while another process waits for its result: line 15. */
export function killedOnGuard(line: Line): void {
  for (const { point, stopAt } of [
    { point: 'the vote and the function: it runs in another process', stopAt: 'vote' },
    { point: 'the function’s end and its answer: run again under the same id', stopAt: 'after delivery' },
    { point: 'the function’s result and its put: run again under the same id', stopAt: 'result' },
  ] as const) {
    line('15', point, async (world, expect) => {
      const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
      // held, so that the second put of the victim is that of the function's result
      world.gate.hold((place) => place === 'before chat.update');
      const { result, id, ts } = await aCall(world, survivor);

      const stop =
        stopAt === 'after delivery'
          ? world.receiver.hold((place) => place === stopAt)
          : await victim.stopAt(stopAt === 'vote' ? 'after put' : 'before put', stopAt === 'vote' ? 1 : 2);
      begin(world.click(victim, alice, ts, 'approve'));
      await stop.reached;
      await victim.kill();

      expect(world.receiver.attempts).toHaveLength(stopAt === 'vote' ? 0 : 1);
      await expectClaimAfterMinute(world, survivor, expect);
      expect(await result).toEqual({ carriedOut: id });
      expect(new Set(world.receiver.attempts.map(({ body }) => body)).size).toBe(1);
      await expectOnce(world, id, expect);
      await world.advance(5_000);
      await survivor.processDue();
      expect(await world.row(id)).toMatchObject(unleased);
    });
  }

  line('15', 'asking and the answer: a later caller gets the result', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await aCall(world, victim);
    await victim.kill();

    expect(await world.click(survivor, alice, ts, 'approve')).toMatchObject(taken);

    expect(await survivor.tell('carry_out', key)).toEqual({ carriedOut: id });
    expect(world.receiver.attempts).toHaveLength(1);
    await expectOnce(world, id, expect);
  });
}
