import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type SignedClick, secret, signedClick } from './signed-click.js';

/** What a decision asks of a store, as somebody would write it who needs none. */
export interface ByHand {
  /** Puts a row there that is to be decided; not measured. */
  seed(row: Row): Promise<unknown>;
  /** Reads the row, and writes the decided one over it if nobody else was faster. Throws where somebody was. */
  decide(decided: Row): Promise<void>;
}

interface DecisionsOptions {
  readonly store: ApprovalStore;
  /** By name; the first one is what everything else is compared with. */
  readonly byHand: Readonly<Record<string, ByHand>>;
  /** How many are decided at the same time. */
  readonly atOnce: number;
  /** How many are decided in one block, each of them once. */
  readonly count: number;
  readonly blocks: number;
}

/** Prepares so many decisions; each can then be made, and afterwards all of them looked at. */
type Way = (count: number) => Promise<{
  readonly decide: (index: number) => Promise<void>;
  readonly check: () => Promise<void>;
}>;

const nowMs = Date.UTC(2026, 0, 1, 10);
const slack = { token: 'xoxb-bench', signingSecret: secret, teamId: 'T0PIZZA', appId: 'A0PIZZA' };
const anything: StandardSchemaV1<{ size: string }> = {
  // takes whatever it is given, so that no schema library is part of what is measured
  '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value: value as { size: string } }) },
};

/** A program that asks, and a Slack app whose work after an answer is somebody else's: what is measured is the answer. */
function programOn(store: ApprovalStore) {
  const kind = createApprovals({ store, clock: () => nowMs }).define('pizza-order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const app = createApprovals({ slack, store, clock: () => nowMs });
  return {
    async ask() {
      const { approval } = await kind.ask({ size: 'large' }, { requester: 'alertmanager' });
      const value = `v1.${approval.id}.${approval.digest}`;
      return { id: approval.id, click: signedClick({ actionId: 'approval:default:approve', value, nowMs }) };
    },
    async answer(click: SignedClick | undefined): Promise<void> {
      if (click === undefined) throw new Error('Nothing was asked.');
      const { headers, body } = click;
      const raw = { method: 'POST', header: (name: string) => headers[name], body };
      const { status } = await app.handleRaw(raw, { waitUntil: null });
      if (status !== 200) throw new Error(`A click was answered ${status}.`);
    },
  };
}

/** A row as `ask` stores it, and as a click leaves it. */
async function pendingAndDecided(): Promise<readonly [pending: Row, decided: Row]> {
  const store = memoryStore();
  const { ask, answer } = programOn(store);
  const { id, click } = await ask();
  const pending = await store.get(id);
  await answer(click);
  const decided = await store.get(id);
  if (pending === null || decided?.status !== 'approved') throw new Error('The click decided nothing.');
  return [pending, decided];
}

let idCount = 0;

/** New ids, in no order, as those of approvals are. */
function newIds(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    idCount += 1;
    return `a${((idCount * 2_654_435_761) % 4_294_967_296).toString(36).padStart(25, '2')}`;
  });
}

function decideWith({ seed, decide }: ByHand, [pending, decided]: readonly [Row, Row]): Way {
  return async (count) => {
    const ids = newIds(count);
    await inParallel(
      count,
      seedsAtOnce,
      async (index) => void (await seed({ ...pending, version: 0, id: ids[index] ?? '' })),
    );
    return { decide: (index) => decide({ ...decided, id: ids[index] ?? '' }), check: async () => undefined };
  };
}

function decideByClick(store: ApprovalStore): Way {
  const { ask, answer } = programOn(store);
  return async (count) => {
    const asked: Awaited<ReturnType<typeof ask>>[] = [];
    await inParallel(count, seedsAtOnce, async () => void asked.push(await ask()));
    return {
      decide: (index) => answer(asked[index]?.click),
      async check() {
        // a click that is refused is answered 200 as well
        for (const { id } of asked)
          if ((await store.get(id))?.status !== 'approved') throw new Error('A click decided nothing.');
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

const seedsAtOnce = 16;

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
  const { decide, check } = await way(count);
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await inParallel(count, atOnce, decide);
  const [ms, { user: own, system }] = [performance.now() - startedAt, process.cpuUsage(cpu)];
  await check();
  return { perSecond: (count * 1000) / ms, cpuMs: (own + system) / 1000 / count };
}

/**
 * Prints how many decisions a second the store takes: read and write by hand, by its port, and as a whole signed click.
 * All take turns, forwards and backwards; a ratio compares what stood in one block, and the middle one of all blocks is shown.
 */
export async function benchDecisions(options: DecisionsOptions): Promise<void> {
  const rows = await pendingAndDecided();
  const hands = Object.entries(options.byHand).map(([name, hand]) => [name, decideWith(hand, rows)] as const);
  const ways: readonly (readonly [name: string, way: Way])[] = [
    ...hands,
    ['get and put of the store', decideWith(byStore(options.store), rows)],
    ['receive of a signed click', decideByClick(options.store)],
  ];
  const blocks = ways.map((): Block[] => []);
  for (const [, way] of ways) await measure(way, options);
  for (let block = 0; block < options.blocks; block += 1) {
    const order = ways.map((_, index) => index);
    for (const index of block % 2 === 0 ? order : order.reverse()) {
      const way = ways[index]?.[1];
      if (way !== undefined) blocks[index]?.push(await measure(way, options));
    }
  }
  console.log(`decisions of ${rows[1].body.length} bytes, ${options.atOnce} at once`);
  for (const [index, [name]] of ways.entries()) print(name, blocks[index] ?? [], blocks[0] ?? []);
}

function print(name: string, own: readonly Block[], base: readonly Block[]): void {
  const rate = median(own.map(({ perSecond }) => perSecond));
  const cpuMs = median(own.map((block) => block.cpuMs));
  const ratio = median(own.map(({ perSecond }, block) => perSecond / (base[block]?.perSecond ?? Number.NaN)));
  const figures = `${rate.toFixed(0).padStart(8)} / s${cpuMs.toPrecision(2).padStart(8)} ms of CPU each`;
  console.log(`  ${name.padEnd(40)}${figures}${ratio.toPrecision(2).padStart(8)} × the first`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
