import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { sqliteStore } from '../src/index.js';

const now = aRow().askedAt;

const claim = { queue: aRow().queue, now, leaseUntil: now + 60_000, leaseToken: 'token-1', limit: 5 };

async function aStore(): Promise<ApprovalStore> {
  const store = sqliteStore(':memory:');
  await store.put(aRow(), 0);
  return store;
}

// as a query string in front gives them, whatever the types say; a boolean, or an object alone, ended the process in libsql
const noText: readonly (readonly [name: string, value: unknown])[] = [
  ['an object', { $ne: 'x' }],
  ['a list', ['aone']],
  ['true', true],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['half a millisecond', 0.5],
  ['a bigint', 1n],
  ['a date', new Date(now)],
  ['bytes', Buffer.from('aone')],
  ['nothing', undefined],
];

describe.each(noText)('%s', (_name, value) => {
  // as: it is what callers without a compiler pass
  const text = value as string;
  const instant = value as number;
  const calls: readonly (readonly [name: string, call: (store: ApprovalStore) => Promise<unknown>])[] = [
    ['the id of a get', (store) => store.get(text)],
    ['a field of a new row', (store) => store.put(aRow({ id: 'atwo', requesterId: text }), 0)],
    ['an instant of a put', (store) => store.put(aRow({ status: 'approved', dueAt: instant }), 1)],
    ['the instant of a claim', (store) => store.claimDue({ ...claim, now: instant })],
    ['the queue of a claim', (store) => store.claimDue({ ...claim, queue: text })],
  ];

  test.each(calls)('as %s is refused, and nothing is changed', async (_call, call) => {
    const store = await aStore();

    await expect(call(store)).rejects.toMatchObject({ code: 'invalid_argument' });

    expect((await store.list({ limit: 5 })).rows).toEqual([aRow({ version: 1 })]);
  });
});

test.each([0, -1, -5])('a limit of %i gives and claims no row, and not all there are', async (limit) => {
  const store = await aStore();
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

  expect(ids(await store.claimDue({ ...claim, limit }))).toEqual([]);
  expect(ids((await store.list({ limit })).rows)).toEqual([]);
});
