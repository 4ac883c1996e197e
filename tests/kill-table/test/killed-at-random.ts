import { setTimeout as after } from 'node:timers/promises';
import { verifyHistory } from '@k8s-pizza/slack-approval';
import { randomFrom } from 'test-processes/random';
import type { AppProcess } from './app-process.js';
import { alice, type Expect, type Line } from './lines.js';
import { isOpen, minute, type World } from './world.js';

const allSeeds = [1, 2, 3] as const;
/** Together these seeds cover every place. */
export type Seed = (typeof allSeeds)[number];
const timedRounds = 2;
const maxTurns = 12;

type Instant =
  | { readonly where: 'store' | 'slack' | 'receiver'; readonly nth: number }
  | { readonly where: 'time'; readonly ms: number };

/** Asks, clicks, and lets the decision be delivered. A victim does not come to the end of it. */
async function wholeFlow(world: World, app: AppProcess, key: string): Promise<void> {
  const { ts } = await world.asked(app, 'one', key);
  if (ts !== '') await world.click(app, alice, ts, 'approve');
  await app.settled();
}

/** Every place that a flow passes without a kill, in an order that the seed chooses, and some moments in between. */
async function instantsOf(world: World, app: AppProcess, seed: Seed): Promise<readonly Instant[]> {
  const startedAt = performance.now();
  await wholeFlow(world, app, 'undisturbed');
  const flowLastsMs = performance.now() - startedAt;
  const upTo = (where: 'store' | 'slack' | 'receiver', count: number) =>
    Array.from({ length: count }, (_, index): Instant => ({ where, nth: index + 1 }));
  const all = [
    ...upTo('store', await app.tell('count_places', null)),
    ...upTo('slack', world.gate.passedCount()),
    ...upTo('receiver', world.receiver.passedCount()),
  ];
  // each seed takes its share
  const places = all.filter((_, index) => index % allSeeds.length === allSeeds.indexOf(seed));
  const random = randomFrom(seed);
  const moments = Array.from({ length: timedRounds }, (): Instant => ({ where: 'time', ms: random() * flowLastsMs }));
  const drawn = [...places, ...moments].map((instant) => ({ instant, at: random() }));
  return drawn.sort((one, other) => one.at - other.at).map(({ instant }) => instant);
}

/** A promise in an object, since an async function would wait for a bare one. */
async function arrange(world: World, victim: AppProcess, instant: Instant): Promise<{ reached: Promise<unknown> }> {
  if (instant.where === 'time') return { reached: after(instant.ms) };
  if (instant.where === 'store') return await victim.stopAt('any', instant.nth);
  const { hold } = instant.where === 'slack' ? world.gate : world.receiver;
  return hold(() => true, instant.nth);
}

/** What happens after a crash: the program asks again, time passes, and a person clicks the card. */
async function runToRest(
  world: World,
  survivors: readonly [AppProcess, AppProcess],
  key: string,
  expect: Expect,
): Promise<string> {
  const [asking, clicked] = survivors;
  const { approval } = await asking.ask('one', key);
  const { id } = approval;
  let { decision } = (await world.record(id)).approval;
  for (let turn = 0; turn < maxTurns; turn += 1) {
    await asking.settled();
    await Promise.all(survivors.map((survivor) => survivor.processDue()));
    for (const card of world.cardsOf(id).filter(isOpen)) {
      await world.click(clicked, alice, card.ts, 'approve');
      await clicked.settled();
    }
    const stored = (await world.record(id)).approval;
    decision ??= stored.decision;
    // a decision never changes
    expect(stored.decision).toEqual(decision);
    if (await isAtRest(world, id)) break;
    await world.advance(minute);
  }
  return id;
}

/** Nothing is due within the hour, no process holds the lease, and no button is left. */
async function isAtRest(world: World, id: string): Promise<boolean> {
  const row = await world.row(id);
  const isDue = row?.dueAt !== null && (row?.dueAt ?? 0) < world.clock() + 60 * minute;
  return row?.status !== 'pending' && row?.leaseToken === null && !isDue && !world.cardsOf(id).some(isOpen);
}

async function expectInvariants(world: World, id: string, expect: Expect): Promise<void> {
  const { approval, history } = await world.record(id);
  const applied = world.receiver.applied.filter(({ approvalId }) => approvalId === id);
  const attempts = world.receiver.attempts.filter((attempt) => attempt.id === id);
  // one decision, every transition in the history, and the chain whole up to the head that was delivered
  expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'voted', 'decided', 'delivered']);
  const head = applied[0]?.historyHead ?? { seq: 0, hash: '' };
  expect(verifyHistory(history, { head })).toEqual({ whole: true, firstBadSeq: null, containsHead: true });
  // delivered, each time under the same id with the same bytes, and applied once
  expect(approval).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  expect(applied).toMatchObject([{ approvalId: id, outcome: 'approved' }]);
  expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
  // nothing is owed, and every card, twins included, shows the decision
  expect(await isAtRest(world, id)).toBe(true);
  expect(await world.row(id)).toMatchObject({ claimCount: 0, attention: null });
  const pictures = world.cardsOf(id).map(({ blocks, text }) => JSON.stringify([blocks, text]));
  expect(new Set(pictures).size).toBe(1);
  expect(pictures[0]).toContain('Handed over');
}

/** Killed anywhere in the whole flow: line 13. */
export function killedAtRandom(line: Line, seeds: readonly Seed[]): void {
  for (const seed of seeds) {
    const share = `a ${allSeeds.length}rd of all places and ${timedRounds} moments, seed ${seed}`;
    line('13', `ask, click and deliver (${share}): one decision, delivered once`, async (world, expect) => {
      const survivors = await Promise.all([world.startBehindGate(), world.start()]);
      const instants = await instantsOf(world, survivors[0], seed);
      expect(instants.length).toBeGreaterThanOrEqual(10);

      for (const [round, instant] of instants.entries()) {
        const key = `order ${round}`;
        const victim = await world.startBehindGate();
        const { reached } = await arrange(world, victim, instant);
        const flow = wholeFlow(world, victim, key);
        await Promise.race([reached, flow]);
        await victim.kill();
        await flow.catch(() => undefined);

        const id = await runToRest(world, survivors, key, expect);
        await expectInvariants(world, id, expect);
      }
      expect(survivors.flatMap(({ logged }) => logged)).toEqual([]);
    });
  }
}
