import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { StoreCall, StoreFault } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { faultChecks } from '../../src/store-contract/faults.js';

/** What a call does during a fault. */
type Failing = (call: () => Promise<unknown>) => Promise<unknown>;

const locked = new Error('the engine is locked');
const lock: Failing = () => Promise.reject(locked);
const loseAnswer: Failing = (call) => call().then(() => Promise.reject(locked));
const work: Failing = (call) => call();

/** An engine in memory that can be made to fail, with a store on it. `after` says what a store does once it has met the fault. */
function createEngine(failing: Failing, after: (store: ApprovalStore) => ApprovalStore = (store) => store) {
  let engine = memoryStore();
  let isFailing = false;
  let hasFailed = false;
  const through = <Answer>(call: (store: ApprovalStore) => Promise<Answer>): Promise<Answer> => {
    if (!isFailing) return call(hasFailed ? after(engine) : engine);
    hasFailed = true;
    // as: what fails answers nothing else
    return failing(() => call(engine)) as Promise<Answer>;
  };
  const openStore = (): ApprovalStore => ({
    get: (id) => through((store) => store.get(id)),
    put: (row, expectedVersion) => through((store) => store.put(row, expectedVersion)),
    claimDue: (claim) => through((store) => store.claimDue(claim)),
    list: (query) => through((store) => store.list(query)),
    close: async () => undefined,
  });
  return {
    create: async () => {
      engine = memoryStore();
      hasFailed = false;
      return openStore();
    },
    reopen: async () => openStore(),
    readRow: (id: string) => engine.get(id),
    begin: async () => {
      isFailing = true;
      return async () => {
        isFailing = false;
      };
    },
  };
}

const all = ['insert', 'update', 'claim', 'get', 'list'] as const satisfies StoreCall[];
/** A store that no longer writes what it says that it has written. */
const forgetting = (store: ApprovalStore): ApprovalStore => ({
  ...store,
  put: async (_row, expectedVersion) => (expectedVersion > 0 ? 'saved' : 'conflict'),
});
/** A store that goes on with what it knew before the fault. */
const stale = (store: ApprovalStore): ApprovalStore => ({ ...store, get: async () => null });

type Promised = Omit<StoreFault, 'name' | 'begin'>;

/** How each check of the contract ends for a fault of this engine. */
async function runChecks(engine: ReturnType<typeof createEngine>, promised: Promised) {
  const ends: string[] = [];
  for (const { run } of faultChecks({ name: 'a fault', begin: engine.begin, ...promised })) {
    const store = await engine.create();
    const [end] = await Promise.allSettled([run({ ...engine, store })]);
    ends.push(end.status);
  }
  return ends;
}

describe('the contract passes where', () => {
  test.each<[what: string, engine: ReturnType<typeof createEngine>, promised: Promised]>([
    ['the engine locks', createEngine(lock), { stops: all, error: locked, writesArrive: false }],
    ['the engine loses answers', createEngine(loseAnswer), { stops: all, error: locked, writesArrive: true }],
    ['nobody says which of the two it is', createEngine(loseAnswer), { stops: all }],
  ])('%s', async (_, engine, promised) => {
    expect(new Set(await runChecks(engine, promised))).toEqual(new Set(['fulfilled']));
  });
});

describe('the contract fails where', () => {
  test.each<[what: string, engine: ReturnType<typeof createEngine>, promised: Promised]>([
    ['a fault is not injected', createEngine(work), { stops: ['claim'] }],
    ['another fault is injected', createEngine(lock), { stops: all, error: { message: 'the disk is full' } }],
    ['a lost answer is a lost write', createEngine(lock), { stops: all, writesArrive: true }],
    ['a locked write arrives', createEngine(loseAnswer), { stops: all, writesArrive: false }],
    ['a store forgets writes after a fault', createEngine(lock, forgetting), { stops: all }],
    ['a store reads old rows after a fault', createEngine(lock, stale), { stops: all }],
  ])('%s', async (_, engine, promised) => {
    expect(await runChecks(engine, promised)).toContain('rejected');
  });
});
