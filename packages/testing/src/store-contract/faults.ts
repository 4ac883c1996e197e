import assert from 'node:assert/strict';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '../a-row.js';
import { assertMatches, assertOneOf, assertSame } from '../contract/assertions.js';
import type { StoreCall, StoreFault } from './fault.js';
import { claim as anyClaim, claimed, type OpenedStore, type Suite } from './suite.js';

/** One sentence about a store that meets a fault. `run` rejects where the sentence is false. */
export interface FaultCheck {
  readonly title: string;
  readonly run: (opened: OpenedStore) => Promise<void>;
}

// larger than a page of any engine: a full disk has no room for it
const large = JSON.stringify('x'.repeat(20_000));
const claim = { ...anyClaim, limit: 5 };

const old = aRow({ id: 'aold', dueAt: null });
const due = aRow({ id: 'adue' });
const added = aRow({ id: 'anew', dueAt: null, body: large });
const changed = aRow({ ...old, status: 'approved', body: large });

const calls: Readonly<Record<StoreCall, (store: ApprovalStore) => Promise<unknown>>> = {
  insert: (store) => store.put(added, 0),
  update: (store) => store.put(changed, 1),
  claim: (store) => store.claimDue(claim),
  get: (store) => store.get('adue'),
  list: (store) => store.list({ limit: 5 }),
};

/** What a call does to the one row that it writes. */
interface Write {
  readonly before: Row | null;
  readonly after: Row;
  /** The answer to the call that writes the row. */
  readonly done: unknown;
  /** The answer to the same call once the row is written. */
  readonly repeated: unknown;
}

const dueBefore = { ...due, version: 1 };
const dueAfter = claimed(dueBefore, claim);
const put = { done: 'saved', repeated: 'conflict' };

const writes: Readonly<Partial<Record<StoreCall, Write>>> = {
  insert: { before: null, after: { ...added, version: 1 }, ...put },
  update: { before: { ...old, version: 1 }, after: { ...changed, version: 2 }, ...put },
  claim: { before: dueBefore, after: dueAfter, done: [dueAfter], repeated: [] },
};

const ring: readonly StoreCall[] = ['insert', 'update', 'claim', 'get', 'list'];

/** The other calls, one after the other in a circle: which one comes first decides what a failed call can spoil. */
function othersAfter(hit: StoreCall, direction: 'forwards' | 'backwards'): readonly StoreCall[] {
  const order = direction === 'forwards' ? ring : [...ring].reverse();
  const at = order.indexOf(hit);
  return [...order.slice(at + 1), ...order.slice(0, at)];
}

async function fill(store: ApprovalStore): Promise<void> {
  await store.put(old, 0);
  await store.put(due, 0);
}

type Outcome = { readonly answer: unknown } | { readonly error: unknown };

const outcomeOf = (call: Promise<unknown>): Promise<Outcome> =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

/** The fault was really there: the calls that it stops have failed, and in the way that it says. */
function assertStopped({ stops, error = {} }: StoreFault, name: StoreCall, outcome: Outcome): void {
  if (!stops.includes(name)) return;
  assert.ok('error' in outcome, `The fault stops ${name}, but the call was answered.`);
  assertMatches(outcome.error, error);
}

/** What was answered is what another connection sees; what was rejected is there as a whole or not at all. */
async function assertTrue(
  { readRow }: OpenedStore,
  { stops, writesArrive }: StoreFault,
  name: StoreCall,
  outcome: Outcome,
): Promise<void> {
  const write = writes[name];
  if (write === undefined) {
    if (name === 'get' && 'answer' in outcome) assertSame(await readRow('adue'), outcome.answer);
    return;
  }
  const row = await readRow(write.after.id);
  const isKnown = writesArrive !== undefined && stops.includes(name);
  if ('answer' in outcome) {
    assertSame(outcome.answer, write.done);
    assertSame(row, write.after);
  } else if (isKnown) assertSame(row, writesArrive ? write.after : write.before);
  else assertOneOf(row, [write.before, write.after]);
}

/** The engine works again: a read answers what is there, and a write is done once, however often it is called. */
async function assertAnswer({ store, readRow }: OpenedStore, name: StoreCall, mayArriveLate: boolean): Promise<void> {
  const write = writes[name];
  const before = write === undefined ? null : await readRow(write.after.id);
  const answer = await calls[name](store);
  if (write === undefined) {
    if (name === 'get') assertSame(await readRow('adue'), answer);
    return;
  }
  const isThere = before?.version === write.after.version;
  assertOneOf(answer, isThere ? [write.repeated] : [write.done, ...(mayArriveLate ? [write.repeated] : [])]);
  assertSame(await readRow(write.after.id), write.after);
}

async function assertAllDone({ store, readRow, reopen }: OpenedStore): Promise<void> {
  const byId = (one: Row, other: Row) => (one.id < other.id ? 1 : -1);
  const expected = ring.flatMap((name) => writes[name]?.after ?? []).sort(byId);
  for (const row of expected) assertSame(await readRow(row.id), row);
  const list = async (from: ApprovalStore) => [...(await from.list({ limit: 5 })).rows].sort(byId);
  assertSame(await list(store), expected);
  if (reopen === null) return;
  const again = await reopen();
  assertSame(await list(again), expected);
  assert.equal(await again.put(aRow({ id: 'alast' }), 0), 'saved');
  assertSame(await readRow('alast'), aRow({ id: 'alast', version: 1 }));
}

/** The fault hits one call; the other calls come after it, and the failed call is made again. */
function checkOf(fault: StoreFault, hit: StoreCall, others: readonly StoreCall[]): FaultCheck {
  return {
    title: `in ${hit}, then ${JSON.stringify(others)}: what they answer is there`,
    run: async (opened) => {
      const { store } = opened;
      await fill(store);

      const end = await fault.begin();
      const outcome = await outcomeOf(calls[hit](store));
      await end();
      assertStopped(fault, hit, outcome);
      await assertTrue(opened, fault, hit, outcome);

      for (const name of others) await assertAnswer(opened, name, false);
      for (const name of ring) await assertAnswer(opened, name, name === hit && 'error' in outcome);
      await assertAllDone(opened);
    },
  };
}

function checkAtOnce(fault: StoreFault): FaultCheck {
  return {
    title: 'in all calls at once: what they answer is there',
    run: async (opened) => {
      const { store } = opened;
      await fill(store);

      const end = await fault.begin();
      const outcomes = await Promise.all(
        ring.map(async (name) => ({ name, outcome: await outcomeOf(calls[name](store)) })),
      );
      await end();
      for (const { name, outcome } of outcomes) {
        assertStopped(fault, name, outcome);
        // a read during a write is true for a moment only
        if (writes[name] !== undefined) await assertTrue(opened, fault, name, outcome);
      }

      for (const { name, outcome } of outcomes) await assertAnswer(opened, name, 'error' in outcome);
      await assertAllDone(opened);
    },
  };
}

/** Everything that has to hold for a store that meets this fault. */
export function faultChecks(fault: StoreFault): readonly FaultCheck[] {
  const cases = ring.flatMap((hit) =>
    (['forwards', 'backwards'] as const).map((direction) => checkOf(fault, hit, othersAfter(hit, direction))),
  );
  return [...cases, checkAtOnce(fault)];
}

/** A failing engine must not make a later answer untrue. */
export function faultsContract({ describe, test, faults }: Suite): void {
  for (const fault of faults)
    describe(`a store that meets ${fault.name}`, () => {
      for (const { title, run } of faultChecks(fault)) test(title, run);
    });
}
