import {
  type Decision,
  type DecisionSink,
  type DeliveryOutcome,
  SlackApprovalError,
  verifyWebhook,
  webhook,
} from '@k8s-pizza/slack-approval';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { cardIn, click } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, day, hour, minute, second, start, type World } from '../world/world.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Arrival {
  readonly id: string;
  readonly body: string;
  readonly isSigned: boolean;
}

/** A receiver that answers as told, and keeps what arrives. `null` closes the connection without an answer. */
async function startReceiver(world: { readonly clock: () => number } | null, answerWith: () => number | null) {
  const arrivals: Arrival[] = [];
  const { url, close } = await listenOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { id } = verifyWebhook(body, request.headers, secret, { now: world?.clock() ?? Date.now() });
    arrivals.push({ id, body, isSigned: true });
    const status = answerWith();
    if (status === null) request.socket.destroy();
    else response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
  });
  onTestFinished(close);
  return { arrivals, url: `${url}/decisions` };
}

/** An approved order whose decisions go to a receiver that answers as told. */
async function approvedOrder(answerWith: () => number | null) {
  const receiver = await startReceiver(null, answerWith);
  // webhooks are signed with the real time, which their receiver checks
  const world = await createWorld({ kind: { onDecision: webhook(receiver.url, { secret }) } });
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  return { world, receiver, id: approval.id };
}

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

describe('a receiver that is down for an hour', () => {
  test('gets the decision when it is back: the same id, the same bytes', async () => {
    let isUp = false;
    const { world, receiver, id } = await approvedOrder(() => (isUp ? 204 : 503));
    for (let step = 0; step < 60; step += 1) await later(world, minute);
    const owed = (await world.get(id)).delivery;

    isUp = true;
    for (let step = 0; step < 4; step += 1) await later(world, hour);

    expect(owed.state).toBe('owed');
    expect((await world.get(id)).delivery.state).toBe('delivered');
    expect(new Set(receiver.arrivals.map((arrival) => `${arrival.id} ${arrival.body}`)).size).toBe(1);
    expect(receiver.arrivals[0]?.id).toBe(id);
    expect(receiver.arrivals.length).toBeGreaterThan(3);
  });

  test('does not keep Slack waiting: the card shows the approval at once', async () => {
    const { world } = await approvedOrder(() => 503);

    expect(cardIn(world).text).toContain('Approved by <@U0ALICE>');
  });
});

test('a receiver that takes it but whose answer is lost gets it again under the same id', async () => {
  let isLost = true;
  const { world, receiver, id } = await approvedOrder(() => (isLost ? null : 204));
  isLost = false;

  await later(world, 5 * second);

  expect(receiver.arrivals.map((arrival) => arrival.id)).toEqual([id, id]);
  expect(receiver.arrivals[0]?.body).toBe(receiver.arrivals[1]?.body);
  expect((await world.get(id)).delivery).toMatchObject({ state: 'delivered', attemptCount: 2 });
});

test('a redirect is not followed and counts as a failure', async () => {
  const { world, id } = await approvedOrder(() => 307);

  expect((await world.get(id)).delivery).toMatchObject({ state: 'owed', attemptCount: 1 });
});

describe('410', () => {
  test('ends the delivery: it is dead, the card says so, and somebody is called to look', async () => {
    const dead: string[] = [];
    const receiver = await startReceiver(null, () => 410);
    const world = await createWorld({ kind: { onDecision: webhook(receiver.url, { secret }) } });
    world.approvals.on('deliveryDead', ({ approval }) => dead.push(approval.id));
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    await later(world, 10 * second);

    expect(dead).toEqual([approval.id]);
    expect(await world.get(approval.id)).toMatchObject({
      status: 'approved',
      attention: { code: 'delivery_dead', explanation: expect.stringContaining('410') },
      delivery: { state: 'dead' },
    });
    expect(cardIn(world).text).toContain('Approved, never carried out');
    expect((await world.approvals.list({ attention: true })).approvals.map(({ id }) => id)).toEqual([approval.id]);
  });

  test('and a redelivery sends the same id and bytes once more', async () => {
    let status = 410;
    const { world, receiver, id } = await approvedOrder(() => status);
    status = 204;

    const answer = await world.approvals.redeliver(id);
    await world.work();
    await later(world, 10 * second);

    expect(answer).toMatchObject({ ok: true });
    expect((await world.get(id)).delivery).toMatchObject({ state: 'delivered', attemptCount: 2 });
    expect(new Set(receiver.arrivals.map((arrival) => `${arrival.id} ${arrival.body}`)).size).toBe(1);
    expect(cardIn(world).text).not.toContain('never carried out');
  });
});

test.each([
  [400, 5],
  [500, 10],
])(
  'a receiver that answers %i gets %i attempts within 75.6 hours, then the delivery is dead',
  async (status, attempts) => {
    const { world, receiver, id } = await approvedOrder(() => status);
    for (let step = 0; step < attempts; step += 1) {
      const { nextAt } = (await world.get(id)).delivery;
      if (nextAt !== null) await later(world, nextAt - world.clock());
    }

    expect(receiver.arrivals).toHaveLength(attempts);
    expect(await world.get(id)).toMatchObject({ delivery: { state: 'dead' } });
    expect(world.clock() - start).toBeLessThan(75.6 * hour + minute);
  },
);

describe('a function as a sink', () => {
  test('that throws is tried again; one that says delivery_rejected is not', async () => {
    const attempts: number[] = [];
    const sink = async (_: Decision<unknown>, { attempt }: { readonly attempt: number }): Promise<void> => {
      attempts.push(attempt);
      if (attempt < 2) throw new Error('not now');
      throw new SlackApprovalError('delivery_rejected', 'never');
    };
    const world = await createWorld({ kind: { onDecision: sink } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    for (let step = 0; step < 20; step += 1) await later(world, minute);

    expect(attempts).toEqual([1, 2]);
    expect((await world.get(approval.id)).delivery.state).toBe('dead');
  });

  test.each([undefined, null, 'text', 0, { code: 'delivery_rejected' }, new Error('x'.repeat(300_000))])(
    'may throw anything, at once or later: it is tried again (%#)',
    async (thrown) => {
      const throwing = () => {
        throw thrown;
      };
      for (const sink of [throwing, async () => await Promise.reject(thrown), { deliver: throwing }]) {
        const world = await createWorld({ kind: { onDecision: sink }, access: { transport: agreeableTransport() } });
        const approval = await world.ask();

        await sendClick(world, approval, { value: buttonValue(approval) });
        await world.work();

        expect((await world.get(approval.id)).delivery).toMatchObject({ state: 'owed', attemptCount: 1 });
        expect((await world.row(approval.id)).leaseToken).toBeNull();
      }
    },
  );

  test.each([
    [undefined, 15_000],
    ['45s', 45_000],
  ])(
    'that does not end (attemptWithin: %s) gets so long, then its signal, and the delivery is tried again',
    async (given, lastsMs) => {
      const begun = deferred<AbortSignal>();
      const sink = (_: Decision<unknown>, { signal }: { readonly signal: AbortSignal }) => {
        begun.resolve(signal);
        return new Promise<void>(() => undefined);
      };
      const kind = given === undefined ? { onDecision: sink } : { onDecision: sink, attemptWithin: given };
      const world = await createWorld({ access: { transport: agreeableTransport() }, kind });
      const approval = await world.ask();
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      await sendClick(world, approval, { value: buttonValue(approval) });
      const signal = await begun.promise;

      await vi.advanceTimersByTimeAsync(lastsMs - 1);
      const early = signal.aborted;
      await vi.advanceTimersByTimeAsync(1);
      vi.useRealTimers();
      await world.approvals.flush();

      expect([early, signal.aborted]).toEqual([false, true]);
      expect((await world.get(approval.id)).delivery).toMatchObject({ state: 'owed', attemptCount: 1 });
      expect((await world.get(approval.id)).delivery.nextAt).toBeGreaterThan(world.clock());
    },
  );

  test('that is not defined in this process leaves the decision to one that defines it', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const stranger = world.again();

    await stranger.vote(approval.id, {
      by: { type: 'user', id: 'U0ALICE' },
      answer: 'approve',
      digest: approval.digest,
      via: 'test',
    });
    await stranger.flush();
    await stranger.processDue();
    const before = (await world.get(approval.id)).delivery.state;
    const shown = cardIn(world).text;
    await world.work();

    expect([before, (await world.get(approval.id)).delivery.state]).toEqual(['owed', 'delivered']);
    expect(shown).toContain('Approved by');
  });
});

describe('a sink of the caller’s own making', () => {
  /** An approved order whose sink gave this back once, and then that it was delivered. */
  async function afterOutcome(given: unknown) {
    const attempts: number[] = [];
    // what a caller without a compiler may give back
    const outcome = given as DeliveryOutcome;
    const sink: DecisionSink = {
      deliver: async ({ context: { attempt } }) => {
        attempts.push(attempt);
        return attempt === 1 ? outcome : { type: 'delivered' };
      },
    };
    const world = await createWorld({ kind: { onDecision: sink }, access: { transport: agreeableTransport() } });
    const approval = await world.ask();
    await sendClick(world, approval, { value: buttonValue(approval) });
    await world.work();
    return { world, attempts, id: approval.id, first: (await world.get(approval.id)).delivery };
  }

  test.each([
    undefined,
    null,
    'delivered',
    { type: 'done' },
    { type: 'retry' },
    { type: 'retry', afterMs: Number.NaN, reason: 'a date in Retry-After' },
    { type: 'retry', afterMs: -5, reason: 7 },
    { type: 'retry', afterMs: 1.5, reason: 'x'.repeat(300_000) },
  ])('that gives back what is no outcome, or half of one, is tried again in 5 s (%#)', async (given) => {
    const { world, attempts, id, first } = await afterOutcome(given);

    await later(world, 5 * second);

    expect(first).toMatchObject({ state: 'owed', attemptCount: 1 });
    expect(first.nextAt).toBeLessThanOrEqual(world.clock());
    expect(Number.isInteger(first.nextAt)).toBe(true);
    expect(attempts).toEqual([1, 2]);
    expect((await world.get(id)).delivery.state).toBe('delivered');
  });

  test('is left alone for as long as it says, and not for ever', async () => {
    const { first, world } = await afterOutcome({ type: 'retry', afterMs: 90 * second, reason: 'busy' });
    const endless = await afterOutcome({ type: 'retry', afterMs: Number.MAX_VALUE, reason: 'busy' });

    expect(first.nextAt).toBe(world.clock() + 90 * second);
    expect(endless.first.nextAt).toBe(endless.world.clock() + 75.6 * hour);
  });

  test('may refuse at any length: the reason is cut, and the decision is given up', async () => {
    const { world, id, first } = await afterOutcome({ type: 'rejected', reason: 'no '.repeat(100_000) });

    expect(first.state).toBe('dead');
    expect((await world.row(id)).body.length).toBeLessThan(10_000);
  });
});

test('texts are erased 90 days after the last event, and the history stays whole', async () => {
  const { verifyHistory } = await import('@k8s-pizza/slack-approval');
  const world = await createWorld();
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();

  await later(world, 90 * day + minute);

  const erased = await world.get(approval.id);
  expect(erased).toMatchObject({ status: 'approved', payload: null, digest: approval.digest });
  expect((await world.row(approval.id)).body).not.toContain('large');
  expect(verifyHistory(await world.approvals.history(approval.id))).toMatchObject({ whole: true });
});
