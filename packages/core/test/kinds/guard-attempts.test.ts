import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { deferred } from '../world/deferred.js';
import { recordingTransport } from '../world/recording-transport.js';
import { createWorld, hour, minute, second } from '../world/world.js';

const options = { channel: 'C0OPS', approvers: [user('U0ALICE')] };
const asking = { key: 'one', requester: 'ci' };

/** A guard whose function returns when it is told to, and whose call was approved. */
async function anApproved(change: { readonly attemptWithin?: '50ms' | '24h' } = {}) {
  const { transport } = recordingTransport();
  const world = await createWorld({ access: { transport } });
  const done = deferred<string>();
  const signals: AbortSignal[] = [];
  const fn = vi.fn((_: string, { signal }: { readonly signal: AbortSignal }) => {
    signals.push(signal);
    return done.promise;
  });
  const guarded = world.approvals.guard('slow', { ...options, ...change }, fn);
  const call = () => {
    const result = guarded('payload', asking);
    // it is looked at when its turn comes
    result.catch(() => undefined);
    return result;
  };
  const { approval } = await guarded.kind.ask('payload', asking);
  await world.approvals.flush();
  const approve = () =>
    world.approvals.vote(approval.id, { by: user('U0ALICE'), answer: 'approve', digest: approval.digest, via: 'test' });
  return { world, fn, done, signals, call, approve, id: approval.id };
}

describe('a guarded function that takes long', () => {
  test('keeps its lease, so that no other process runs it beside', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { world, fn, done, call, approve, id } = await anApproved({ attemptWithin: '24h' });
    const other = world.again();
    const otherFn = vi.fn();
    other.guard('slow', { ...options, attemptWithin: '24h' }, otherFn);
    const result = call();

    await approve();
    await vi.waitFor(() => expect(fn).toHaveBeenCalled(), { interval: 5 });
    for (let seconds = 0; seconds < 600; seconds += 20) {
      world.clock.advance(20 * second);
      await vi.advanceTimersByTimeAsync(20 * second);
      await vi.waitFor(async () => expect((await world.row(id)).leaseUntil).toBe(world.clock() + minute), {
        interval: 1,
      });
      expect(await other.processDue()).toMatchObject({ claimedCount: 0 });
    }
    done.resolve('done');

    expect(await result).toBe('done');
    expect(otherFn).not.toHaveBeenCalled();
    await world.approvals.flush();
    expect(await world.row(id)).toMatchObject({ leaseToken: null, claimCount: 0 });
  });

  test('is told when its time is over, and a later attempt waits for it', async () => {
    const { world, fn, done, signals, call, approve } = await anApproved({ attemptWithin: '50ms' });
    const result = call();

    await approve();
    await world.approvals.flush();
    const wasAborted = signals.map(({ aborted }) => aborted);
    world.clock.advance(5 * second);
    const later = world.approvals.processDue();
    done.resolve('done');
    await later;

    expect(wasAborted).toEqual([true]);
    expect(await result).toBe('done');
    expect(fn).toHaveBeenCalledTimes(1);
  });

  test('has 10 minutes for its retries after its first attempt, however long that took', async () => {
    const { world, fn, done, call, approve } = await anApproved();
    const result = call();

    await approve();
    await vi.waitFor(() => expect(fn).toHaveBeenCalled(), { interval: 5 });
    world.clock.advance(3 * hour);
    done.reject(new Error('no connection'));
    await world.approvals.flush();
    for (const seconds of [5, 15, 30, 60, 120]) {
      world.clock.advance(seconds * second);
      await world.work();
    }

    await expect(result).rejects.toMatchObject({ code: 'never_carried_out', cause: { message: 'no connection' } });
    expect(fn).toHaveBeenCalledTimes(6);
  });

  test('has 45 s in a process that does not last', async () => {
    const { world, signals, done, approve } = await anApproved({ attemptWithin: '24h' });
    // this process leaves the work to the next pass
    const other = world.again();
    other.guard('slow', { ...options, attemptWithin: '24h' }, (_: string, { signal }) => {
      signals.push(signal);
      return done.promise;
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    await approve();
    await vi.advanceTimersByTimeAsync(50 * second);
    const inLasting = signals.map(({ aborted }) => aborted);
    world.clock.advance(2 * minute);

    const pass = other.processDue({ for: '10m' });
    await vi.advanceTimersByTimeAsync(44 * second);
    const early = signals.map(({ aborted }) => aborted);
    await vi.advanceTimersByTimeAsync(2 * second);
    const late = signals.map(({ aborted }) => aborted);
    done.resolve('done');
    await vi.advanceTimersByTimeAsync(minute);
    await pass;

    expect(inLasting).toEqual([false]);
    expect(early).toEqual([false, false]);
    expect(late).toEqual([false, true]);
  });
});

test.each(['0s', '25h', 'soon'])('attemptWithin of a guard cannot be %s', async (attemptWithin) => {
  const world = await createWorld();

  expect(() => world.approvals.guard('slow', { ...options, attemptWithin }, () => 5)).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('24h') }),
  );
});
