import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred, isOver } from '../world/deferred.js';
import { buttonValue, clickPayload, formOf, signed } from '../world/signed.js';
import { createWorld, day, type WorldOptions } from '../world/world.js';

async function withStore(
  change: (base: ApprovalStore) => Partial<ApprovalStore>,
  options: Omit<WorldOptions, 'store'> = {},
) {
  const base = memoryStore();
  const trouble: { now: Partial<ApprovalStore> } = { now: {} };
  const store: ApprovalStore = {
    ...base,
    get: (id) => (trouble.now.get ?? base.get)(id),
    put: (row, version) => (trouble.now.put ?? base.put)(row, version),
  };
  const world = await createWorld({ ...options, store, access: { transport: agreeableTransport() } });
  const approval = await world.ask();
  const value = buttonValue(approval);
  const clickOf = async (actionTs: string, action = 'approval:default:approve') =>
    await signed(world, formOf(clickPayload(world, approval, { value, actionTs, action })));
  const [first, again, details] = [
    await clickOf('1767261700.000100'),
    await clickOf('1767261700.000200'),
    await clickOf('1767261700.000300', 'approval:default:details'),
  ];
  trouble.now = change(base);
  const calm = () => {
    trouble.now = {};
  };
  return { world, approval, base, first, again, details, calm };
}

const never = () => new Promise<never>(() => undefined);

describe('a store that does not answer', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  test.each(['get', 'put'] as const)('to %s: 503 two seconds after the click, and not before', async (method) => {
    vi.useRealTimers();
    const { world, first } = await withStore(() => ({ [method]: never }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });

    const answering = world.approvals.handleRaw(first);
    await vi.advanceTimersByTimeAsync(1_999);
    const early = await isOver(answering);
    await vi.advanceTimersByTimeAsync(1);

    expect(early).toBe(false);
    await expect(answering).resolves.toEqual({ status: 503, headers: {}, body: '' });
  });

  test('to details: 503 as well', async () => {
    vi.useRealTimers();
    const { world, details } = await withStore(() => ({ get: never }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });

    const answering = world.approvals.handleRaw(details);
    await vi.dynamicImportSettled(); // details are drawn by what is loaded for the first of them
    await vi.advanceTimersByTimeAsync(2_000);

    await expect(answering).resolves.toMatchObject({ status: 503 });
  });

  test('in time has stored the vote all the same when it does: the work is done, and a second click told', async () => {
    vi.useRealTimers();
    const gate = deferred();
    const { world, approval, first, again, calm } = await withStore((base) => ({
      put: async (row, version) => {
        await gate.promise;
        return await base.put(row, version);
      },
    }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const answering = world.approvals.handleRaw(first);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();

    gate.resolve();
    calm();
    await world.approvals.flush();
    const second = await world.approvals.handleRaw(again);

    await expect(answering).resolves.toMatchObject({ status: 503 });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    expect(second.status).toBe(200);
    expect((await world.get(approval.id)).votes).toHaveLength(1);
  });

  test('in time is waited for by flush, since the vote may still be stored', async () => {
    vi.useRealTimers();
    const gate = deferred();
    const { world, first } = await withStore((base) => ({
      put: async (row, version) => {
        await gate.promise;
        return await base.put(row, version);
      },
    }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const answering = world.approvals.handleRaw(first);
    await vi.advanceTimersByTimeAsync(2_000);
    await answering;
    vi.useRealTimers();

    const flushed = world.approvals.flush();
    const early = await isOver(flushed);
    gate.resolve();
    await flushed;

    expect(early).toBe(false);
  });
});

describe('a store that fails', () => {
  const fail = async () => {
    throw new Error('connection refused');
  };

  test.each(['get', 'put'] as const)('to %s: 503, and nothing is decided', async (method) => {
    const { world, approval, first, calm } = await withStore(() => ({ [method]: fail }));

    const answer = await world.approvals.handleRaw(first);
    calm();

    expect(answer).toEqual({ status: 503, headers: {}, body: '' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('once does not spoil the next click', async () => {
    const { world, approval, first, calm } = await withStore(() => ({ put: fail }));
    await world.approvals.handleRaw(first);
    calm();

    const answer = await world.approvals.handleRaw(first);

    expect(answer.status).toBe(200);
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });
});

describe('other writers', () => {
  test.each([
    [4, 200, 'approved'],
    [5, 503, 'pending'],
  ])('that come first %i times: %i', async (times, status, after) => {
    let puts = 0;
    const { world, approval, first, calm } = await withStore((base) => ({
      put: async (row, version) => {
        puts += 1;
        return puts <= times ? 'conflict' : await base.put(row, version);
      },
    }));

    const answer = await world.approvals.handleRaw(first);
    await world.approvals.flush();
    calm();

    expect(answer.status).toBe(status);
    expect(await world.get(approval.id)).toMatchObject({ status: after });
    if (status === 503) expect(puts).toBe(5);
  });

  test('that come first while the time to answer runs out: the vote is judged by the new time', async () => {
    let pass: () => void = () => undefined;
    const { world, approval, first, calm } = await withStore(() => ({
      put: async () => {
        pass();
        return 'conflict';
      },
    }));
    pass = () => {
      world.clock.advance(day);
      calm();
    };

    await world.approvals.handleRaw(first);
    await world.approvals.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'expired', votes: [] });
  });
});

describe('a put whose answer was lost', () => {
  const lost = (base: ApprovalStore): Partial<ApprovalStore> => ({
    put: async (row, version) => {
      await base.put(row, version);
      throw new Error('socket hang up');
    },
  });

  test('is read back: the vote is in, and answered', async () => {
    const { world, approval, first } = await withStore(lost);

    const answer = await world.approvals.handleRaw(first);
    await world.approvals.flush();

    expect(answer.status).toBe(200);
    expect(await world.get(approval.id)).toMatchObject({
      status: 'approved',
      votes: [{ by: { userId: 'U0ALICE' } }],
      delivery: { state: 'delivered' },
    });
  });

  test.each([undefined, 'oven-3'])('is read back when asking under the key %s: it is asked once', async (key) => {
    const { world } = await withStore(lost);

    const asked = await world.orders.ask({ size: 'small' }, { requester: 'x', ...(key === undefined ? {} : { key }) });
    await world.approvals.flush();

    expect(asked.created).toBe(true);
    expect(await world.get(asked.approval.id)).toMatchObject({ payload: { size: 'small' }, copies: [{}] });
  });

  test('and that the driver tried again by itself, which conflicts with itself: still one vote, one approval', async () => {
    let isSecond = false;
    const { world, approval, first } = await withStore((base) => ({
      put: async (row, version) => {
        isSecond = !isSecond;
        const saved = await base.put(row, version);
        return isSecond ? await base.put(row, version) : saved;
      },
    }));

    const asked = await world.orders.ask({ size: 'small' }, { requester: 'x', key: 'oven-3' });
    const answer = await world.approvals.handleRaw(first);

    expect(asked.created).toBe(true);
    expect(answer.status).toBe(200);
    expect((await world.get(approval.id)).votes).toHaveLength(1);
  });

  test('nor is anybody told that their own put came too late for itself, and the work begins at once', async () => {
    const announced: string[] = [];
    let isSecond = false;
    const { world, approval } = await withStore((base) => ({
      put: async (row, version) => {
        isSecond = !isSecond;
        const saved = await base.put(row, version);
        return isSecond ? await base.put(row, version) : saved;
      },
    }));
    world.approvals.on('withdrawn', ({ approval: { id } }) => announced.push(id));

    const answer = await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
    await world.approvals.flush();

    expect(answer).toMatchObject({ ok: true, approval: { status: 'withdrawn' } });
    expect(announced).toEqual([approval.id]);
    expect(await world.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' } });
  });

  test('and that did not arrive is a failure', async () => {
    const { world, approval, first, calm } = await withStore((base) => ({
      put: async (row, version) => {
        await base.put(
          {
            ...row,
            body: row.body.replaceAll('U0ALICE', 'U0OTHER').replace(/"writeId":"[^"]*"/, '"writeId":"another"'),
          },
          version,
        );
        throw new Error('socket hang up');
      },
    }));

    const answer = await world.approvals.handleRaw(first);
    calm();

    expect(answer.status).toBe(503);
    expect((await world.get(approval.id)).votes).toMatchObject([{ by: { userId: 'U0OTHER' } }]);
  });
});
