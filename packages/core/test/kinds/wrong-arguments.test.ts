import { createApprovals, memoryStore, thread, user } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, orderOptions, second } from '../world/world.js';

/** What only somebody without a compiler can give: over HTTP, from an environment variable, in JavaScript. */
const wrong = (value: unknown) => value as never;

describe('what is no duration', () => {
  const noDurations = [Number.NaN, undefined, null, 100, '100', 'NaNms', '-1s', '1 s', '', 'soon'];

  test.each(noDurations)('%j ends no wait, so nothing begins to wait', async (timeout) => {
    const world = await createWorld();
    const { id } = await world.ask();

    await expect(world.orders.waitForDecision(id, { timeout: wrong(timeout) })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  test.each(noDurations.filter((value) => value !== undefined))('%j is no end for work that is due', async (value) => {
    const { approvals } = await createWorld();

    await expect(approvals.processDue({ for: wrong(value) })).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test.each([...noDurations.filter((value) => value !== undefined), '25d'])(
    '%j is no pause between two looks',
    async (pollEvery) => {
      const { approvals } = await createWorld();

      expect(() => approvals.start({ pollEvery: wrong(pollEvery) })).toThrowError(
        expect.objectContaining({ code: 'invalid_argument' }),
      );
    },
  );

  test('the longest pause that a timer takes is one', async () => {
    const { approvals } = await createWorld();

    expect(() => approvals.start({ pollEvery: '2147483.647s' })).not.toThrow();
    await approvals.stop();
  });

  test.each([
    [Number.NaN, 'got NaN.'],
    ['soon', 'got "soon".'],
    [{}, 'got a value of type object.'],
    ['x'.repeat(100), 'got a text of 100 characters.'],
  ])('%j is named in the error, as far as it is fit for one', async (pollEvery, named) => {
    const { approvals } = await createWorld();

    expect(() => approvals.start({ pollEvery: wrong(pollEvery) })).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(named) }),
    );
  });
});

describe('what is asked is refused', () => {
  const orders = () => createApprovals({ store: memoryStore() }).define('order', orderOptions());

  test.each([null, 5, {}])('under the key %j', async (key) => {
    const asking = orders().ask({ size: 'large' }, { requester: 'alertmanager', key: wrong(key) });

    await expect(asking).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test('under a key of more than 2,000 characters', async () => {
    const asking = (key: string) => orders().ask({ size: 'large' }, { requester: 'alertmanager', key });

    await expect(asking('k'.repeat(2_001))).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(await asking('k'.repeat(2_000))).toMatchObject({ created: true });
  });

  test('in more than 20 channels', async () => {
    const asking = (count: number) =>
      createApprovals({ store: memoryStore() })
        .define('order', orderOptions({ channel: () => Array.from({ length: count }, (_, at) => `C0PIZZA${at}`) }))
        .ask({ size: 'large' }, { requester: 'alertmanager' });

    await expect(asking(21)).rejects.toMatchObject({ code: 'invalid_argument' });
    expect((await asking(20)).approval.copies).toHaveLength(20);
  });

  test.each([
    ...[
      5,
      '#pizza',
      'pizza',
      'C0PIZZA ',
      [],
      ['C0PIZZA', undefined],
      { type: 'user', id: 'C0PIZZA' },
      { type: 'user' },
    ],
    ...[thread('U0ALICE', '1.5'), thread('C0PIZZA', 'now'), thread('#pizza', '1.5'), { type: 'anyone' }],
  ])('in the channel %j', async (channel) => {
    const asking = orders().ask({ size: 'large' }, { requester: 'alertmanager', channel: wrong(channel) });

    await expect(asking).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test.each([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a number', () => 5],
    ['a promise', async () => 'C0PIZZA'],
    ['a list with a gap', () => ['C0PIZZA', undefined]],
    ['a name', () => '#pizza'],
    ['a list with a name', () => ['C0PIZZA', 'pizza']],
  ])('where the channel of the payload is %s', async (_, channel) => {
    const kind = createApprovals({ store: memoryStore() }).define('order', orderOptions({ channel: wrong(channel) }));

    await expect(kind.ask({ size: 'large' }, { requester: 'alertmanager' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  test.each(['U0ALICE\u200b', '\u2066U0ALICE'])('by the name %j', async (requester) => {
    await expect(orders().ask({ size: 'large' }, { requester })).rejects.toMatchObject({ code: 'invalid_requester' });
  });

  test('with a number that JSON can’t say, which the message names', async () => {
    const asking = orders().ask({ size: wrong(Number.NaN) }, { requester: 'alertmanager' });

    await expect(asking).rejects.toThrow(/a number such as NaN/);
  });
});

describe('texts that are none', () => {
  test('are refused where they would be stored', async () => {
    const world = await createWorld({ kind: { steps: ['bake'] } });
    const { id, digest } = await world.ask();
    const { approvals, orders } = world;
    const by = user('U0ALICE');
    const withReason = { by: 'alertmanager', reason: wrong(undefined) };
    const calls = [
      approvals.withdraw(id, withReason),
      orders
        .withdraw({ key: 'none' }, withReason)
        .then(() => orders.ask({ size: 'x' }, { key: 'k', requester: 'r' }))
        .then(() => orders.withdraw({ key: 'k' }, withReason)),
      approvals.reportProgress(id, { step: 'bake', state: 'done', detail: wrong(5) }),
      approvals.vote(id, { by, answer: 'approve', digest, via: 'cli', reason: wrong(5) }),
      approvals.vote(id, { by, answer: 'approve', digest, via: wrong(5) }),
    ];

    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'invalid_argument' });
    expect((await world.get(id)).status).toBe('pending');
  });

  test('a detail of null is none', async () => {
    const world = await createWorld({ kind: { steps: ['bake'] } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    expect(
      await world.approvals.reportProgress(approval.id, { step: 'bake', state: 'done', detail: wrong(null) }),
    ).toMatchObject({ ok: true, approval: { progress: [{ step: 'bake', state: 'done', detail: null }] } });
  });
});

test('how a vote came is cut before it can fill the record', async () => {
  const world = await createWorld();
  const { id, digest } = await world.ask();

  const voted = await world.approvals.vote(id, {
    by: user('U0ALICE'),
    answer: 'approve',
    digest,
    via: 'x'.repeat(300_000),
  });

  expect(voted).toMatchObject({ ok: true, approval: { status: 'approved' } });
  expect((await world.row(id)).body.length).toBeLessThan(20_000);
});

describe('a list', () => {
  test('of no number of approvals has the usual number, and of half a one more is whole', async () => {
    const world = await createWorld();
    await world.ask();
    await world.ask();

    expect((await world.approvals.list({ limit: Number.NaN })).approvals).toHaveLength(2);
    expect((await world.approvals.list({ limit: 1.5 })).approvals).toHaveLength(1);
  });

  test('of what nobody asked is empty', async () => {
    const { approvals, ask } = await createWorld();
    await ask();

    expect((await approvals.list({ requester: wrong(null) })).approvals).toEqual([]);
  });

  test('of what needs attention refuses a cursor that is none, and does not begin anew', async () => {
    const { approvals } = await createWorld();

    await expect(approvals.list({ attention: true, after: 'garbage' })).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});

test('the health of a store that never answers is told within seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const store = { ...memoryStore(), get: () => new Promise<never>(() => undefined) };

  const asked = createApprovals({ store }).health();
  // what it takes is imported first
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await vi.advanceTimersByTimeAsync(5 * second);

  await expect(asked).resolves.toMatchObject({ ok: false, problems: [expect.stringContaining('within 5 s')] });
});

describe('a request', () => {
  test('whose body somebody else is reading is refused by that name', async () => {
    const { approvals } = await createWorld();
    const request = new Request('http://localhost/', { method: 'POST', body: 'x' });
    request.body?.getReader();

    await expect(approvals.handle(request)).rejects.toMatchObject({ code: 'raw_body_unavailable' });
  });
});

test('what no approval is called is not there, and no store is asked for it', async () => {
  const asked = vi.fn();
  const { approvals } = await createWorld({ store: { ...memoryStore(), get: asked } });

  for (const id of [
    undefined,
    null,
    5,
    {},
    ['a'],
    '',
    '\0',
    '\ud800',
    "a' or 1=1",
    'a'.repeat(27),
    'x'.repeat(100_000),
  ]) {
    expect(await approvals.get(wrong(id))).toBeNull();
    expect(await approvals.redeliver(wrong(id))).toMatchObject({ code: 'not_found' });
  }
  expect(asked).not.toHaveBeenCalled();
});

test.each(['a\0b', 'a\ud83c'])('who is called %j asks in every store, and is found', async (requester) => {
  const store = memoryStore();
  const approvals = createApprovals({ store });

  const { approval } = await approvals.define('order', orderOptions()).ask({ size: 'large' }, { requester });

  expect(approval.requester).toBe(requester);
  expect((await store.get(approval.id))?.requesterId).toBe(requester.replace(/[^a-z]/u, '\ufffd'));
  expect((await approvals.list({ requester })).approvals).toHaveLength(1);
});
