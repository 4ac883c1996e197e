import { describe, expect, test } from 'vitest';
import { click, toldTo } from '../world/people.js';
import { createWorld, type World } from '../world/world.js';

const minute = 60_000;

async function withBody(change: (body: string) => string) {
  const world = await createWorld();
  const approval = await world.ask();
  const row = await world.row(approval.id);
  const body = change(row.body);
  await world.store.put({ ...row, body, dueAt: world.clock() }, row.version);
  return { world, approval, body };
}

const newer = () => withBody((body) => body.replace('"schemaVersion":2', '"schemaVersion":3'));

/** The record with some of it replaced: JSON still, and of our version. */
function damaged(change: (record: { readonly approval: Readonly<Record<string, object>> }) => object) {
  return (body: string): string => {
    const record = JSON.parse(body);
    return JSON.stringify({ ...record, ...change(record) });
  };
}

const damages: readonly (readonly [string, (body: string) => string])[] = [
  ['cut off', (body) => body.slice(0, body.length / 2)],
  ['empty', () => ''],
  ['no JSON', () => 'not a record'],
  ['another JSON', () => '{"schemaVersion":2}'],
  ['a list', () => '[1,2]'],
  ['null', () => 'null'],
  ['of no version', (body) => body.replace('"schemaVersion":2', '"schemaVersion":"2"')],
  ['without its work', damaged(({ approval }) => ({ approval: { ...approval, work: null } }))],
  [
    'without its copies',
    damaged(({ approval }) => ({ approval: { ...approval, work: { ...approval.work, copies: 7 } } })),
  ],
  ['without its votes', damaged(({ approval }) => ({ approval: { ...approval, votes: {} } }))],
  ['without its policy', damaged(({ approval }) => ({ approval: { ...approval, policy: [] } }))],
  ['of a status that is none', damaged(({ approval }) => ({ approval: { ...approval, status: 'appruved' } }))],
  ['approved by no decision', damaged(({ approval }) => ({ approval: { ...approval, status: 'approved' } }))],
  ['without its parts', damaged(() => ({ parts: { values: null } }))],
  ['without its refusals', damaged(() => ({ refusals: null }))],
  ['without its history', damaged(() => ({ history: null }))],
  ['of version 0', (body) => body.replace('"schemaVersion":2', '"schemaVersion":0')],
];

async function readingsOf({ approvals, orders }: World, id: string) {
  return {
    get: await approvals.get(id),
    history: await approvals.history(id),
    withdraw: await approvals.withdraw(id, { by: 'test', reason: 'x' }),
    decided: await orders.waitForDecision(id, { timeout: '0ms' }).catch((error: unknown) => Object(error).code),
    list: (await approvals.list()).approvals,
  };
}

const nothing = {
  get: null,
  history: [],
  withdraw: expect.objectContaining({ code: 'not_found' }),
  decided: null,
  list: [],
};

describe('a record of a newer release', () => {
  test.each(['approve', 'reject', 'details'] as const)(
    'answers a click on %s that it is being updated',
    async (verb) => {
      const { world, approval, body } = await newer();

      const sent = await click(world, approval, 'U0ALICE', verb);

      expect(sent.status).toBe(200);
      expect(toldTo(world, 'U0ALICE')).toContain('being updated to a newer version');
      expect((await world.row(approval.id)).body).toBe(body);
    },
  );

  test('is left as it is by programs', async () => {
    const { world, approval, body } = await newer();

    expect(await readingsOf(world, approval.id)).toEqual(nothing);
    expect((await world.row(approval.id)).body).toBe(body);
  });

  test('that is due is looked at again after five minutes', async () => {
    const { world, approval, body } = await newer();

    await world.work();

    const row = await world.row(approval.id);
    expect(row).toMatchObject({ body, leaseToken: null, dueAt: world.clock() + 5 * minute, attention: null });
  });

  test('under a key is not asked anew', async () => {
    const { world, approval } = await withBody((body) => body);
    const keyed = await world.orders.ask({ size: 'large' }, { key: 'oven', requester: 'alertmanager' });
    await world.approvals.flush();
    const row = await world.row(keyed.approval.id);
    await world.store.put({ ...row, body: row.body.replace('"schemaVersion":2', '"schemaVersion":3') }, row.version);

    const asking = world.orders.ask({ size: 'large' }, { key: 'oven', requester: 'alertmanager' });

    await expect(asking).rejects.toMatchObject({ code: 'record_newer' });
    expect(approval.id).not.toBe(keyed.approval.id);
  });
});

describe.each(damages)('a record that is %s', (_, damage) => {
  test('is set aside with its text untouched, and answers what it can', async () => {
    const { world, approval, body } = await withBody(damage);

    const sent = await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(sent.status).toBe(200);
    expect(toldTo(world, 'U0ALICE')).toContain('cannot be read just now');
    const { id, kind, askedAt } = approval;
    const outline = expect.objectContaining({
      id,
      kind,
      askedAt,
      attention: expect.objectContaining({ code: 'corrupt' }),
      payload: null,
    });
    expect(await readingsOf(world, id)).toEqual({ ...nothing, decided: 'record_corrupt', list: [outline] });
    expect((await world.approvals.list({ attention: true })).approvals).toEqual([outline]);
    expect(await world.row(id)).toMatchObject({ body, attention: 'corrupt', dueAt: null });
  });
});
