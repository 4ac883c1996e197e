import { type Child, startChild } from 'test-processes/child-process';
import type { Decided, Orders, Settings } from './settings.js';

/** One process of several. */
interface Replica {
  readonly url: string;
  readonly tell: Child<Orders>['tell'];
}

/** Several processes on one store. Where one was killed another takes its place, with the clock of that machine. */
export interface Fleet {
  /** One that runs, by a number in [0, 1). */
  pick(random: number): Replica;
  all(): readonly Replica[];
  killAndRestart(random: number): Promise<void>;
  /** Each process stops as it should and another takes its place, one after the other. */
  replaceAll(): Promise<void>;
  setClock(random: number, offsetMs: number): Promise<void>;
  setClocks(offsetMs: number): Promise<void>;
  /** What processes said they had decided: every outcome by approval. */
  readonly decided: ReadonlyMap<string, ReadonlySet<string>>;
  close(): Promise<void>;
}

type Member = Replica & { readonly child: Child<Orders> };

export async function createFleet(program: string, settings: Settings, size: number): Promise<Fleet> {
  const offsetsMs = Array.from({ length: size }, () => 0);
  const decided = new Map<string, Set<string>>();
  const members: Member[] = [];
  const listen = ({ approvalId, outcome }: Decided) =>
    void decided.set(approvalId, (decided.get(approvalId) ?? new Set()).add(outcome));

  const start = async (place: number): Promise<void> => {
    const clockOffsetMs = offsetsMs[place] ?? 0;
    const child = await startChild<Orders, Decided>(program, listen);
    const { url } = await child.tell('begin', { ...settings, clockOffsetMs });
    members[place] = { child, url, tell: child.tell };
  };
  const placeOf = (random: number) => Math.floor(random * size);
  const setClock = async (place: number, offsetMs: number): Promise<void> => {
    offsetsMs[place] = offsetMs;
    // killed meanwhile: the one that takes its place begins with this clock
    await members[place]?.tell('set_clock_offset', offsetMs).catch(() => null);
  };

  await Promise.all(offsetsMs.map((_, place) => start(place)));
  return {
    decided,
    pick(random) {
      const member = members[placeOf(random)];
      if (member === undefined) throw new Error('no process runs');
      return member;
    },
    all: () => members,
    async killAndRestart(random) {
      const place = placeOf(random);
      await members[place]?.child.kill();
      await start(place);
    },
    async replaceAll() {
      for (const [place, { child, tell }] of members.entries()) {
        await tell('stop', null);
        await child.kill();
        await start(place);
      }
    },
    setClock: (random, offsetMs) => setClock(placeOf(random), offsetMs),
    async setClocks(offsetMs) {
      await Promise.all(offsetsMs.map((_, place) => setClock(place, offsetMs)));
    },
    close: async () => void (await Promise.all(members.map(({ child }) => child.kill()))),
  };
}
