import { type Approvals, SlackApprovalError, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test, vi } from 'vitest';
import { createWorld, day, hour, second, type World } from '../world/world.js';

interface Refund {
  readonly amount: number;
}

const options = { channel: 'C0OPS', approvers: [user('U0ALICE')] };
const asking = { key: 'order-7', requester: 'shop' };

/** A busy machine takes its time. */
const inTime = { interval: 5, timeout: 10_000 };

/** A guarded refund in a new process, and what people do with its card. */
async function aGuard(run: (payload: Refund, context: { readonly deliveryId: string }) => unknown) {
  const world = await createWorld();
  const fn = vi.fn(run);
  const refund = world.approvals.guard('refund', options, fn);
  /** Calls it, and waits until its card stands in its channel. */
  const call = async (payload: Refund = { amount: 5 }, change: { readonly signal?: AbortSignal } = {}) => {
    const result = refund(payload, { ...asking, ...change });
    result.catch(() => undefined);
    await vi.waitFor(() => expect(cards(world)).not.toEqual([]), inTime);
    return { result };
  };
  const decide = async (answer: 'approve' | 'reject', reason?: string) => {
    const { id, digest } = await pending(world);
    const by = user('U0ALICE');
    await world.approvals.vote(id, { by, answer, digest, via: 'test', ...(reason === undefined ? {} : { reason }) });
  };
  return { world, refund, fn, call, decide };
}

const cards = ({ slack }: World) => slack.messages('C0OPS');

async function pending({ approvals }: World) {
  const [found] = (await approvals.list({ kind: 'refund' })).approvals;
  if (found === undefined) throw new Error('nothing was asked');
  return found;
}

/** Another process on the same store, with the same guard. */
function elsewhere(world: World, run: (payload: Refund) => unknown): ReturnType<Approvals['guard']> {
  return world.again().guard('refund', options, run) as ReturnType<Approvals['guard']>;
}

describe('a guarded function', () => {
  test('runs once people approve, and gives its result to every caller', async () => {
    const { fn, call, decide, world } = await aGuard(({ amount }) => ({ refunded: amount }));
    const { result } = await call();
    const early = fn.mock.calls.length;

    await decide('approve');

    expect(early).toBe(0);
    expect(await result).toEqual({ refunded: 5 });
    const { id } = await pending(world);
    expect(fn.mock.calls).toEqual([
      [
        { amount: 5 },
        expect.objectContaining({
          deliveryId: id,
          attempt: 1,
          decision: expect.objectContaining({ outcome: 'approved' }),
        }),
      ],
    ]);
  });

  test('runs once for a key: later callers, and those of other processes, get the stored result', async () => {
    const { world, fn, refund, call, decide } = await aGuard(() => ({ at: new Date(0) }));
    const other = vi.fn();
    const { result } = await call();
    const waiting = elsewhere(world, other)({ amount: 5 }, asking);

    await decide('approve');

    const expected = { at: '1970-01-01T00:00:00.000Z' };
    expect(await Promise.all([result, waiting, refund({ amount: 5 }, asking)])).toEqual([expected, expected, expected]);
    expect(fn).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
    expect(await pending(world)).toMatchObject({ delivery: { state: 'delivered', result: expected } });
  });

  test.each([
    ['undefined', undefined, undefined],
    ['null', null, null],
    ['a text', 'done', 'done'],
    ['what JSON leaves out', { a: 1, b: undefined }, { a: 1 }],
  ])('may return %s', async (_, returned, given) => {
    const { call, decide } = await aGuard(() => returned);
    const { result } = await call();

    await decide('approve');

    expect(await result).toEqual(given);
  });

  test.each<[string, unknown]>([
    ['too large', 'x'.repeat(9_000)],
    ['a function', () => 5],
    ['a big integer', 5n],
    [
      'a circle',
      (() => {
        const circle: unknown[] = [];
        circle.push(circle);
        return circle;
      })(),
    ],
  ])('is done, and not done again, if its result is %s', async (_, returned) => {
    const { world, fn, refund, call, decide } = await aGuard(() => returned);
    const { result } = await call();

    await decide('approve');

    await expect(result).rejects.toMatchObject({ code: 'result_not_kept' });
    await expect(refund({ amount: 5 }, asking)).rejects.toMatchObject({ code: 'result_not_kept' });
    expect(fn).toHaveBeenCalledTimes(1);
    expect(await pending(world)).toMatchObject({ delivery: { state: 'delivered' } });
  });

  test('does not run if people reject: the caller gets their reason', async () => {
    const { fn, refund, call, decide } = await aGuard(() => 5);
    const { result } = await call();

    await decide('reject', 'the parcel arrived');

    await expect(result).rejects.toMatchObject({
      code: 'rejected',
      message: 'Rejected by U0ALICE: the parcel arrived.',
    });
    await expect(refund({ amount: 5 }, asking)).rejects.toMatchObject({ code: 'rejected' });
    expect(fn).not.toHaveBeenCalled();
  });

  test('does not run if nobody answers, or if it is withdrawn', async () => {
    const { world, fn, refund, call } = await aGuard(() => 5);
    const { result } = await call();
    world.clock.advance(25 * hour);
    await world.work();
    await expect(result).rejects.toMatchObject({ code: 'expired' });

    const again = refund({ amount: 5 }, asking);
    again.catch(() => undefined);
    await vi.waitFor(() => expect(cards(world)).toHaveLength(2), inTime);
    await refund.kind.withdraw({ key: asking.key }, { by: 'shop', reason: 'cancelled' });

    await expect(again).rejects.toMatchObject({ code: 'withdrawn', message: 'Withdrawn: cancelled.' });
    expect(fn).not.toHaveBeenCalled();
  });

  test('that fails to the end is never carried out: the caller gets its error as the cause', async () => {
    const { world, fn, call, decide } = await aGuard(() => {
      throw new Error('the bank is closed');
    });
    const { result } = await call();
    await decide('approve');
    await world.approvals.flush();

    for (const seconds of [5, 15, 30, 60, 120]) {
      world.clock.advance(seconds * second);
      await world.work();
    }

    await expect(result).rejects.toMatchObject({
      code: 'never_carried_out',
      cause: { message: 'the bank is closed' },
    });
    // once, and five times more
    expect(fn).toHaveBeenCalledTimes(6);
  });

  test('ends at once if it says that it can never succeed', async () => {
    const { fn, call, decide } = await aGuard(() => {
      throw new SlackApprovalError('delivery_rejected', 'no such order');
    });
    const { result } = await call();

    await decide('approve');

    await expect(result).rejects.toMatchObject({ code: 'never_carried_out' });
    expect(fn).toHaveBeenCalledTimes(1);
  });

  test('is another call with another payload: the key never answers it', async () => {
    const { fn, refund, call, decide } = await aGuard(({ amount }) => amount);
    const { result } = await call();

    await expect(refund({ amount: 500 }, asking)).rejects.toMatchObject({ code: 'key_changed' });
    await decide('approve');
    await result;

    await expect(refund({ amount: 500 }, asking)).rejects.toMatchObject({ code: 'key_changed' });
    expect(fn).toHaveBeenCalledTimes(1);
  });

  test('that somebody amended answers nobody who asked for something else', async () => {
    const { refund, call, decide } = await aGuard(({ amount }) => amount);
    const { result } = await call();

    await refund.kind.amend({ key: asking.key }, { amount: 500 }, { by: 'someone' });
    await decide('approve');

    await expect(result).rejects.toMatchObject({ code: 'key_changed' });
    expect(await refund({ amount: 500 }, asking)).toBe(500);
  });

  test('has no result any more once it is erased', async () => {
    const world = await createWorld();
    const refund = world.approvals.guard('refund', { ...options, keyFor: 'forever' }, ({ amount }: Refund) => amount);
    const result: Promise<number> = refund({ amount: 5 }, asking);
    await vi.waitFor(() => expect(cards(world)).not.toEqual([]), inTime);
    const { id, digest } = await pending(world);
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    expect(await result).toBe(5);

    world.clock.advance(91 * day);
    await world.approvals.erase(id);

    await expect(refund({ amount: 5 }, asking)).rejects.toMatchObject({ code: 'erased' });
    expect(await pending(world)).toMatchObject({ delivery: { result: null } });
  });

  test('stops waiting when its signal is aborted, and runs nevertheless once it is approved', async () => {
    const { fn, refund, call, decide } = await aGuard(() => 5);
    const stop = new AbortController();
    const { result } = await call({ amount: 5 }, { signal: stop.signal });

    stop.abort();
    await expect(result).rejects.toMatchObject({ code: 'aborted' });
    await decide('approve');

    expect(await refund({ amount: 5 }, asking)).toBe(5);
    expect(fn).toHaveBeenCalledTimes(1);
  });
});

describe('the same guard twice in one process', () => {
  test('is one guard, with the newer function', async () => {
    const { world, refund, fn, call, decide } = await aGuard(() => 'old');
    const newer = world.approvals.guard('refund', options, (_: Refund) => 'new');
    const { result } = await call();

    await decide('approve');

    expect(await result).toBe('new');
    expect(await newer({ amount: 5 }, asking)).toBe('new');
    expect(fn).not.toHaveBeenCalled();
    expect(refund.kind).toBeDefined();
  });

  test.each<[string, (approvals: Approvals) => unknown]>([
    [
      'a guard with other options',
      (approvals) => approvals.guard('refund', { ...options, channel: 'C0PIZZA' }, (_: Refund) => 5),
    ],
    ['a kind', (approvals) => approvals.define('refund', options)],
  ])('is refused for %s', async (_, define) => {
    const { world } = await aGuard(() => 5);

    expect(() => define(world.approvals)).toThrow(expect.objectContaining({ code: 'kind_defined_twice' }));
  });

  test.each<[string, unknown, unknown]>([
    ['no function', options, undefined],
    ['no options', undefined, () => 5],
    ['a sink', { ...options, onDecision: () => undefined }, () => 5],
    ['a misspelt option', { ...options, chanel: 'C0OPS' }, () => 5],
  ])('is refused with %s', async (_, given, run) => {
    const { world } = await aGuard(() => 5);

    expect(() => world.approvals.guard('other', given as typeof options, run as (payload: Refund) => number)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
