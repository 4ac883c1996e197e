import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { ratios, type Summary, summarise } from '../report/statistics.js';
import { alwaysPending } from './always-pending.js';
import { appOn, approvalClick, approvalsOn, nowMs, type Pending, pendingApprovals } from './pending.js';
import type { SignedClick } from './signed-click.js';

/** What a decision asks of a store, as somebody would write it who needs none. */
export interface ByHand {
  /** Puts a row there that is to be decided; not measured. */
  seed(row: Row): Promise<unknown>;
  /** Reads the row, and writes the decided one over it if nobody else was faster. Throws where somebody was. */
  decide(decided: Row): Promise<void>;
}

interface DecisionsOptions {
  readonly store: ApprovalStore;
  /** What everything else is compared with. */
  readonly byHand: ByHand;
  /** How many are decided at the same time. */
  readonly atOnce: number;
  /** How many are decided in one block, each of them once. */
  readonly count: number;
  readonly blocks: number;
}

/** Prepares such decisions; each can then be made, and afterwards all of them looked at. */
type Way = (pending: readonly Pending[]) => Promise<{
  readonly decide: (index: number) => Promise<void>;
  readonly check: () => Promise<void>;
}>;

/** How fast each way decides, as a share of the rate by hand. */
export interface DecisionRates {
  readonly byHandPerSecond: number;
  readonly storeAlone: Summary;
  /** From a signed click to its answer. */
  readonly toAnswer: Summary;
  /** The same, and what follows: delivered, and the card updated. */
  readonly withAllWork: Summary;
  /** Of the CPU time of a decision by hand. */
  readonly cpuToAnswer: Summary;
}

const seedsAtOnce = 16;
/** A process updates 45 cards a minute, so the clock goes on between two clicks. */
const apartMs = 2_000;

/** A row as a click leaves it: all rows of one bench are as long. */
async function decidedRow(): Promise<Row> {
  const [pending] = await pendingApprovals(1);
  if (pending === undefined) throw new Error('Nothing was asked.');
  const store = memoryStore();
  await store.put(pending.row, 0);
  await answer(approvalsOn(store), approvalClick(pending, nowMs), null);
  const decided = await store.get(pending.row.id);
  if (decided?.status !== 'approved') throw new Error('The click decided nothing.');
  return decided;
}

async function answer(
  approvals: ReturnType<typeof approvalsOn>,
  { headers, body }: SignedClick,
  waitUntil: null | undefined,
): Promise<void> {
  const raw = { method: 'POST', header: (name: string) => headers[name], body };
  const { status } = await approvals.handleRaw(raw, waitUntil === null ? { waitUntil } : {});
  if (status !== 200) throw new Error(`A click was answered ${status}.`);
}

function decideWith({ seed, decide }: ByHand, decided: Row): Way {
  return async (pending) => {
    await inParallel(pending.length, seedsAtOnce, async (index) => void (await seed(rowAt(pending, index))));
    return {
      decide: (index) => decide({ ...decided, id: rowAt(pending, index).id }),
      check: async () => undefined,
    };
  };
}

const rowAt = (pending: readonly Pending[], index: number): Row => {
  const row = pending[index]?.row;
  if (row === undefined) throw new Error('There is no such approval.');
  return row;
};

/** @param hasWork - whether the process that answers also delivers and updates the card, and a decision ends with that */
function decideByClick(store: ApprovalStore, hasWork: boolean): Way {
  return async (pending) => {
    let now = nowMs;
    const clock = () => now;
    const approvals = hasWork ? appOn(store, clock).approvals : approvalsOn(store, clock);
    await inParallel(pending.length, seedsAtOnce, async (index) => void (await store.put(rowAt(pending, index), 0)));
    const clicks = pending.map((one, index) => approvalClick(one, nowMs + index * apartMs));
    return {
      async decide(index) {
        const click = clicks[index];
        if (click === undefined) throw new Error('There is no such approval.');
        now = nowMs + index * apartMs;
        await answer(approvals, click, hasWork ? undefined : null);
        if (hasWork) await approvals.flush();
      },
      async check() {
        // a click that is refused is answered 200 as well
        for (const { row } of pending) {
          const approval = await approvals.get(row.id);
          const isDone = hasWork ? approval?.delivery.state === 'delivered' : approval?.status === 'approved';
          if (!isDone) throw new Error('A click decided nothing, or its work is not done.');
        }
      },
    };
  };
}

const byStore = (store: ApprovalStore): ByHand => ({
  seed: (row) => store.put(row, 0),
  async decide(decided) {
    const found = await store.get(decided.id);
    if (found === null || (await store.put(decided, found.version)) !== 'saved') throw new Error('a conflict');
  },
});

/** Does it `count` times, so many at the same time. */
async function inParallel(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

interface Block {
  readonly perSecond: number;
  readonly cpuMs: number;
}

async function measure(way: Way, { count, atOnce }: DecisionsOptions): Promise<Block> {
  const { decide, check } = await way(await pendingApprovals(count));
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await inParallel(count, atOnce, decide);
  const [ms, { user: own, system }] = [performance.now() - startedAt, process.cpuUsage(cpu)];
  await check();
  return { perSecond: (count * 1000) / ms, cpuMs: (own + system) / 1000 / count };
}

const warmUpCount = 5_000;

/** As in a process that has answered for a while: the first thousands of clicks are slower, since V8 compiles meanwhile. */
async function warmUp(): Promise<void> {
  const [pending] = await pendingApprovals(1);
  if (pending === undefined) throw new Error('Nothing was asked.');
  const approvals = approvalsOn(await alwaysPending(pending));
  const click = approvalClick(pending, nowMs);
  for (let count = 0; count < warmUpCount; count += 1) await answer(approvals, click, null);
  const { decide } = await decideByClick(memoryStore(), true)(await pendingApprovals(warmUpCount / 10));
  for (let index = 0; index < warmUpCount / 10; index += 1) await decide(index);
}

/**
 * Measures how many decisions a second the store takes: read and write by hand, by its port, and as a whole signed click.
 * All take turns, forwards and backwards; a ratio compares what stood in one block.
 */
export async function benchDecisions(options: DecisionsOptions): Promise<DecisionRates> {
  const decided = await decidedRow();
  const ways = {
    byHand: decideWith(options.byHand, decided),
    storeAlone: decideWith(byStore(options.store), decided),
    toAnswer: decideByClick(options.store, false),
    withAllWork: decideByClick(options.store, true),
  };
  await warmUp();
  const entries = Object.entries(ways);
  const blocks = new Map(entries.map(([name]): [string, Block[]] => [name, []]));
  for (const [, way] of entries) await measure(way, options);
  for (let block = 0; block < options.blocks; block += 1) {
    for (const [name, way] of block % 2 === 0 ? entries : entries.toReversed())
      blocks.get(name)?.push(await measure(way, options));
  }
  const of = (name: keyof typeof ways, field: keyof Block) => (blocks.get(name) ?? []).map((block) => block[field]);
  const share = (name: keyof typeof ways, field: keyof Block = 'perSecond') =>
    summarise(ratios(of(name, field), of('byHand', field)));
  return {
    byHandPerSecond: summarise(of('byHand', 'perSecond')).median,
    storeAlone: share('storeAlone'),
    toAnswer: share('toAnswer'),
    withAllWork: share('withAllWork'),
    cpuToAnswer: share('toAnswer', 'cpuMs'),
  };
}
