import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval';
import { aRow, now } from '../a-row.js';
import type { StoreCall, StoreFault } from './fault.js';
import { claimed, type Suite } from './suite.js';

// larger than a page of any engine: a full disk has no room for it
const large = JSON.stringify('x'.repeat(20_000));
const claim = { queue: 'default/pizza-order', now, leaseUntil: now + 60_000, leaseToken: 'token-new', limit: 5 };

const old = aRow({ id: 'aold', dueAt: null });
const due = aRow({ id: 'adue' });
const added = aRow({ id: 'anew', dueAt: null, body: large });
const changed = aRow({ ...old, status: 'approved', body: large });

/** What a call does to the one row that it writes. */
interface Write {
  readonly id: string;
  readonly before: Row | null;
  readonly after: Row;
  /** Says whether the answer claims that the row is written. */
  readonly isDone: (answer: unknown) => boolean;
}

const calls: Readonly<Record<StoreCall, (store: ApprovalStore) => Promise<unknown>>> = {
  insert: (store) => store.put(added, 0),
  update: (store) => store.put(changed, 1),
  claim: (store) => store.claimDue(claim),
  get: (store) => store.get('adue'),
  list: (store) => store.list({ limit: 5 }),
};

const isSaved = (answer: unknown) => answer === 'saved';
const isClaimed = (answer: unknown) => Array.isArray(answer) && answer.length === 1;
const oldBefore = { ...old, version: 1 };
const dueBefore = { ...due, version: 1 };

const writes: Readonly<Partial<Record<StoreCall, Write>>> = {
  insert: { id: 'anew', before: null, after: { ...added, version: 1 }, isDone: isSaved },
  update: { id: 'aold', before: oldBefore, after: { ...changed, version: 2 }, isDone: isSaved },
  claim: { id: 'adue', before: dueBefore, after: claimed(dueBefore, claim), isDone: isClaimed },
};

const ring: readonly StoreCall[] = ['insert', 'update', 'claim', 'get', 'list'];

/** The other calls, one after the other in a circle: which one comes first decides what a failed call can spoil. */
function othersAfter(hit: StoreCall, direction: 'forwards' | 'backwards'): readonly StoreCall[] {
  const order = direction === 'forwards' ? ring : [...ring].reverse();
  const at = order.indexOf(hit);
  return [...order.slice(at + 1), ...order.slice(0, at)];
}

async function aStore({ open }: Suite): Promise<ApprovalStore> {
  const store = await open();
  await store.put(old, 0);
  await store.put(due, 0);
  return store;
}

type Outcome = { readonly answer: unknown } | { readonly error: unknown };

const settled = (call: Promise<unknown>): Promise<Outcome> =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

/** What was answered is what another connection sees; what was rejected is there as a whole or not at all. */
async function expectTrue({ expect, readRow }: Suite, name: StoreCall, outcome: Outcome): Promise<void> {
  const write = writes[name];
  if (write === undefined) {
    if (name === 'get' && 'answer' in outcome) expect(await readRow('adue')).toEqual(outcome.answer);
    return;
  }
  const row = await readRow(write.id);
  if ('error' in outcome) expect([write.before, write.after]).toContainEqual(row);
  else if (write.isDone(outcome.answer)) expect(row).toEqual(write.after);
}

/** After the fault: a write that was rejected may have arrived, and then it is a conflict or finds nothing due. */
async function expectAllDone(suite: Suite, store: ApprovalStore): Promise<void> {
  const { expect, readRow, reopen } = suite;
  const expected = ring.flatMap((name) => writes[name]?.after ?? []).sort((one, other) => (one.id < other.id ? 1 : -1));
  for (const row of expected) expect(await readRow(row.id)).toEqual(row);
  const list = async (from: ApprovalStore) =>
    [...(await from.list({ limit: 5 })).rows].sort((one, other) => (one.id < other.id ? 1 : -1));
  expect(await list(store)).toEqual(expected);
  if (typeof reopen !== 'function') return;
  const again = await reopen(store);
  expect(await list(again)).toEqual(expected);
  expect(await again.put(aRow({ id: 'alast' }), 0)).toBe('saved');
  expect(await readRow('alast')).toEqual(aRow({ id: 'alast', version: 1 }));
  await again.close();
}

function faultContract(suite: Suite, { stops, begin }: StoreFault): void {
  const { test, expect } = suite;
  const cases = ring.flatMap((hit) =>
    (['forwards', 'backwards'] as const).map((direction) => [hit, othersAfter(hit, direction)] as const),
  );

  test.each(cases)('in %s, then %j: what they answer is there', async (hit, others) => {
    const store = await aStore(suite);

    const end = await begin();
    const outcome = await settled(calls[hit](store));
    await end();
    expect('error' in outcome || !stops.includes(hit)).toBe(true);
    await expectTrue(suite, hit, outcome);

    for (const name of others) await expectTrue(suite, name, { answer: await calls[name](store) });
    for (const name of ring) await calls[name](store);
    await expectAllDone(suite, store);
  });

  test('in all calls at once: what they answer is there', async () => {
    const store = await aStore(suite);

    const end = await begin();
    const outcomes = await Promise.all(ring.map((name) => settled(calls[name](store))));
    await end();
    for (const [index, name] of ring.entries()) {
      const outcome = outcomes[index] ?? { error: null };
      // what is read while others write is true for a moment only
      if (writes[name] !== undefined) await expectTrue(suite, name, outcome);
    }

    for (const name of ring) await calls[name](store);
    await expectAllDone(suite, store);
  });
}

/** A failing engine must not make a later answer untrue. */
export function faultsContract(suite: Suite, describe: (name: string, body: () => void) => void): void {
  for (const fault of suite.faults) describe(`a store that meets ${fault.name}`, () => faultContract(suite, fault));
}
