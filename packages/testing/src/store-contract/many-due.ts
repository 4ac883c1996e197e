import assert from 'node:assert/strict';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import { claim as anyClaim, type Suite } from './suite.js';

const queue = 'default/pizza-order';
const claim = { ...anyClaim, limit: 8 };

/** Puts `count` rows, each due a millisecond after the one before, in another order, many at once. */
async function putManyDue(store: ApprovalStore, count: number): Promise<void> {
  // not a factor of the count, so that every index comes once
  const step = 7919;
  let next = 0;
  const writer = async () => {
    for (let turn = next; turn < count; turn = next) {
      next += 1;
      const index = (turn * step) % count;
      await store.put(aRow({ id: `a${index}`, requesterId: null, dueAt: now - count + 1 + index }), 0);
    }
  };
  await Promise.all(Array.from({ length: 16 }, writer));
}

const indexesOf = (rows: readonly Row[]) => rows.map(({ id }) => Number(id.slice(1))).sort((one, other) => one - other);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

export function manyDueContract({ test, dueRowCount }: Suite): void {
  test(`claims the oldest of ${dueRowCount} due rows, claim after claim, and no row twice`, async ({ store }) => {
    await putManyDue(store, dueRowCount);

    for (const round of upTo(0, 5)) assertSame(indexesOf(await store.claimDue(claim)), upTo(round * 8, round * 8 + 8));
    const claims = await Promise.all(
      upTo(0, 4).map((index) => store.claimDue({ ...claim, leaseToken: `token-${index}`, limit: 50 })),
    );
    const taken = indexesOf(claims.flat());

    assert.ok(taken.length >= 50, `four claims of 50 rows took ${taken.length}`);
    assert.equal(new Set(taken).size, taken.length);
    assertSame(
      taken.filter((index) => index < 40 || index >= 240),
      [],
    );
    const page = await store.list({ queue, limit: 3 });
    assert.equal(page.rows.length, 3);
    assert.notEqual(page.next, null);
  }, 240_000);
}
