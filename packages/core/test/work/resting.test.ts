import { readFileSync } from 'node:fs';
import { type Approvals, type DecisionSink, memoryStore, type ProgressReport, user } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deferred } from '../world/deferred.js';
import { recordingTransport } from '../world/recording-transport.js';
import { createWorld, orderOptions, second } from '../world/world.js';
import { countingStore } from './counting-store.js';

const guide = readFileSync(new URL('../../../../docs/guides/scaling.md', import.meta.url), 'utf8');
const steps = ['prep', 'bake', 'deliver'] as const;

/** A delivered approval in a process that polls, what it costs from then on, and what the card shows. */
async function aDelivered({
  pollEvery = '10s',
  deliver = async () => ({ type: 'delivered' }),
}: {
  readonly pollEvery?: '10s' | '11s' | null;
  readonly deliver?: DecisionSink['deliver'];
} = {}) {
  const { transport, messages } = recordingTransport();
  const { store, counts } = countingStore(memoryStore());
  const held: { until: Promise<void> | null; answer: Awaited<ReturnType<typeof transport.update>> | null } = {
    until: null,
    answer: null,
  };
  const update: typeof transport.update = async (message) => {
    const outcome = await transport.update(message);
    await held.until;
    return held.answer ?? outcome;
  };
  const world = await createWorld({
    store,
    access: { transport: { ...transport, update } },
    kind: { steps: [...steps], onDecision: { deliver } },
  });
  const { approvals, clock } = world;
  if (pollEvery !== null) approvals.start({ pollEvery });
  onTestFinished(() => approvals.stop());
  const { id, digest } = await world.ask();
  await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  await approvals.flush();
  clock.advance(10 * second);
  messages.length = 0;
  Object.assign(counts, { get: 0, put: 0, claimDue: 0, claimed: 0 });
  const updates = () => messages.map(({ blocks }) => JSON.stringify(blocks));
  /** Reports a step, and waits until the card shows it. */
  const report = async (progress: ProgressReport, by: Approvals = approvals) => {
    const before = updates().length;
    await by.reportProgress(id, progress);
    await vi.waitFor(() => expect(updates()).toHaveLength(before + 1), { interval: 1 });
    await new Promise(setImmediate);
  };
  /** How many changes its card lacks, as far as its record knows. */
  const lacking = async (): Promise<number> => {
    const { body } = await world.row(id);
    const [{ wanted, shown }] = JSON.parse(body).approval.work.copies;
    return wanted - shown;
  };
  return { world, approvals, clock, id, report, updates, counts, lacking, held };
}

describe('in a process that polls, the outcome of an update that shows a report', () => {
  test('is stored with the next report: one put and one update each', async () => {
    const { world, id, report, clock, updates, counts, approvals, lacking } = await aDelivered();

    for (const step of steps) {
      for (const state of ['active', 'done'] as const) {
        await report({ step, state });
        clock.advance(6 * second);
      }
    }

    expect(updates()).toHaveLength(6);
    expect(counts).toMatchObject({ get: 6, put: 6, claimed: 0 });
    // a lease that was taken over ten times without an outcome would be set aside
    expect(await world.row(id)).toMatchObject({ claimCount: 1 });
    await approvals.flush();
    expect(counts).toMatchObject({ put: 7 });
    expect(guide).toContain(
      '| six reports, 6 s apart, in a process with `start()` | 6 | 7 | 0 | 6 `chat.update` | 0 |',
    );
    expect(await lacking()).toBe(0);
    expect(updates()).toHaveLength(6);
  });

  test('is stored after 20 s, and the lease is given back', async () => {
    const { world, report, clock, counts, id, approvals, lacking } = await aDelivered();
    await report({ step: 'prep', state: 'active' });

    clock.advance(20 * second - 1);
    await approvals.processDue();
    const early = { puts: counts.put, lacking: await lacking(), row: await world.row(id) };
    clock.advance(1);
    await approvals.processDue();

    expect(early).toMatchObject({ puts: 1, lacking: 1, row: { claimCount: 1 } });
    expect(await lacking()).toBe(0);
    expect(await world.row(id)).toMatchObject({ leaseToken: null, leaseUntil: null, claimCount: 0 });
    expect(counts.put).toBe(2);
  });

  test('is stored when the process stops, and in one that stops it does not wait', async () => {
    const { report, approvals, id, lacking, updates } = await aDelivered();
    await report({ step: 'prep', state: 'active' });

    await approvals.stop();
    const stopped = await lacking();
    await approvals.reportProgress(id, { step: 'prep', state: 'done' });
    await approvals.processDue();

    expect(stopped).toBe(0);
    expect(updates().length).toBeGreaterThan(0);
  });

  test('is stored by a later put of any kind in this process', async () => {
    const { world, report, approvals, id, lacking, clock } = await aDelivered();
    await report({ step: 'prep', state: 'active' });
    clock.advance(6 * second);

    await approvals.redeliver(id);
    await approvals.flush();
    clock.advance(5 * second);
    await world.work();

    expect(await lacking()).toBe(0);
    expect(await world.row(id)).toMatchObject({ leaseToken: null });
  });

  test('does not delay the updates that follow too soon: they keep 5 s between them', async () => {
    const { report, approvals, id, clock, updates, world } = await aDelivered();
    await report({ step: 'prep', state: 'active' });
    clock.advance(2 * second);

    await approvals.reportProgress(id, { step: 'prep', state: 'done' });
    await world.work();
    const early = updates().length;
    clock.advance(3 * second);
    await world.work();

    expect(early).toBe(1);
    expect(updates()).toHaveLength(2);
  });

  test('is stored when its time is over, even if the clock was set back', async () => {
    const { report, approvals, clock, lacking } = await aDelivered();
    await report({ step: 'prep', state: 'active' });

    clock.advance(-3_600 * second);
    await approvals.processDue();

    expect(await lacking()).toBe(0);
  });

  test('is stored at once where it is not known, or where another update is due soon', async () => {
    const { world, report, approvals, id, clock, held } = await aDelivered();
    const settleAt = async () => JSON.parse((await world.row(id)).body).approval.work.copies[0].settleAt;
    held.answer = { type: 'unknown', reason: 'no_answer' };
    await report({ step: 'prep', state: 'active' });
    held.answer = null;
    const unknown = { row: await world.row(id), settleAt: await settleAt() };

    clock.advance(12 * second);
    await report({ step: 'prep', state: 'done' });
    const known = await world.row(id);

    expect(unknown).toMatchObject({ row: { leaseToken: null }, settleAt: world.clock() + 18 * second });
    expect(known).toMatchObject({ leaseToken: null, dueAt: world.clock() + 18 * second });
    await approvals.stop();
  });

  test('is stored at once where it ends a trouble, which listeners are told', async () => {
    const { approvals, report, clock, held } = await aDelivered();
    const healed: string[] = [];
    approvals.on('cardHealed', ({ channelId }) => healed.push(channelId));
    held.answer = { type: 'waiting', reason: 'not_in_channel', isAppWide: false, needed: null };
    await report({ step: 'prep', state: 'active' });
    held.answer = null;
    clock.advance(60 * second);

    await report({ step: 'prep', state: 'done' });

    await vi.waitFor(() => expect(healed).toEqual(['C0PIZZA']), { interval: 1 });
  });

  test('is stored at once while the decision is not delivered yet', async () => {
    const { report, lacking } = await aDelivered({
      deliver: async () => ({ type: 'retry', afterMs: 3_600 * second, reason: 'closed' }),
    });

    await report({ step: 'prep', state: 'active' });

    await vi.waitFor(async () => expect(await lacking()).toBe(0), { interval: 1 });
  });

  test.each(['11s', null] as const)('is stored at once where the process polls every %s', async (pollEvery) => {
    const { report, lacking, approvals } = await aDelivered({ pollEvery });

    await report({ step: 'prep', state: 'active' });
    await vi.waitFor(async () => expect(await lacking()).toBe(0), { interval: 1 });
    await approvals.stop();
  });
});

describe('a report while an update is under way', () => {
  test('of the same process is left to the update, and shown 5 s after it', async () => {
    const { world, report, approvals, id, clock, updates, held, lacking } = await aDelivered();
    const update = deferred();
    held.until = update.promise;
    await report({ step: 'prep', state: 'active' });
    held.until = null;

    await approvals.reportProgress(id, { step: 'prep', state: 'done' });
    update.resolve();
    await vi.waitFor(async () => expect(await world.row(id)).toMatchObject({ leaseToken: null }), { interval: 1 });
    const early = updates().length;
    clock.advance(5 * second);
    await approvals.processDue();

    expect(early).toBe(1);
    expect(updates()).toHaveLength(2);
    expect(await lacking()).toBe(0);
  });

  test('of another process takes the lease over, and is shown 5 s later', async () => {
    const { world, report, id, clock, updates, lacking } = await aDelivered();
    const other = world.again();
    await report({ step: 'prep', state: 'active' });
    clock.advance(2 * second);

    await other.reportProgress(id, { step: 'prep', state: 'done' });
    await other.flush();
    const early = updates().length;
    clock.advance(3 * second);
    await world.work();

    expect(early).toBe(1);
    expect(updates()).toHaveLength(2);
    expect(await lacking()).toBe(0);
    expect(await world.row(id)).toMatchObject({ leaseToken: null, claimCount: 0 });
  });

  test('of another process is not shown over: an update that comes later is followed by one more', async () => {
    const { world, report, approvals, clock, updates, lacking, held } = await aDelivered();
    const other = world.again();
    const update = deferred();
    held.until = update.promise;
    await report({ step: 'prep', state: 'active' });
    held.until = null;
    clock.advance(6 * second);
    await report({ step: 'prep', state: 'done' }, other);
    await other.flush();

    update.resolve();
    await approvals.flush();
    clock.advance(6 * second);
    await world.work();

    expect(updates()).toHaveLength(3);
    expect(updates().at(-1)).toBe(updates().at(-2));
    expect(await lacking()).toBe(0);
  });
});

test('the outcome of a process that died is not known: the card is drawn once more', async () => {
  const { world, report, id, clock, updates, lacking } = await aDelivered();
  await report({ step: 'prep', state: 'active' });
  const other = world.again();
  other.define('order', orderOptions({ steps: [...steps] }));

  clock.advance(60 * second);
  await other.processDue();

  expect(updates()).toHaveLength(2);
  expect(updates()[1]).toBe(updates()[0]);
  expect(await lacking()).toBe(0);
  expect(await world.row(id)).toMatchObject({ leaseToken: null, claimCount: 0 });
});
