import { type Fleet as PlainFleet, placeOf, startFleet } from 'test-processes/fleet';
import type { Decided, Orders, Settings } from './settings.js';

/** Several processes on one store, each with the clock of its machine. */
export interface Fleet extends Omit<PlainFleet<Orders>, 'replaceAll'> {
  /** Each process stops as it should and another takes its place, one after the other. */
  replaceAll(): Promise<void>;
  setClock(random: number, offsetMs: number): Promise<void>;
  setClocks(offsetMs: number): Promise<void>;
  /** What processes said they had decided: every outcome by approval. */
  readonly decided: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function createFleet(program: string, settings: Settings, size: number): Promise<Fleet> {
  const offsetsMs = Array.from({ length: size }, () => 0);
  const decided = new Map<string, Set<string>>();
  const fleet = await startFleet<Orders, Decided>({
    program,
    size,
    begin: (tell, place) => tell('begin', { ...settings, clockOffsetMs: offsetsMs[place] ?? 0 }),
    onReport: ({ approvalId, outcome }) =>
      void decided.set(approvalId, (decided.get(approvalId) ?? new Set()).add(outcome)),
  });
  const setClock = async (place: number, offsetMs: number): Promise<void> => {
    offsetsMs[place] = offsetMs;
    // killed meanwhile: the process that takes its place begins with this clock
    await fleet
      .at(place)
      ?.tell('set_clock_offset', offsetMs)
      .catch(() => null);
  };
  return {
    ...fleet,
    decided,
    replaceAll: () => fleet.replaceAll(({ tell }) => tell('stop', null)),
    setClock: (random, offsetMs) => setClock(placeOf(random, size), offsetMs),
    async setClocks(offsetMs) {
      await Promise.all(offsetsMs.map((_, place) => setClock(place, offsetMs)));
    },
  };
}
