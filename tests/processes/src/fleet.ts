import { type Child, startChild } from './child-process.js';
import type { OrderBook } from './orders.js';

/** One process of a fleet. */
export interface Member<Book extends OrderBook<Book>> {
  /** Where it takes clicks. */
  readonly url: string;
  readonly tell: Child<Book>['tell'];
}

/** Several processes of one program. When one is killed, another takes its place. */
export interface Fleet<Book extends OrderBook<Book>> {
  /** A process that runs, chosen by a number in [0, 1). */
  pick(random: number): Member<Book>;
  /** All processes that run. */
  all(): readonly Member<Book>[];
  /** The process in this place; null while the next one starts. */
  at(place: number): Member<Book> | null;
  killAndRestart(random: number): Promise<void>;
  /** Ends each process in turn with `end` and a kill, and starts the next one in its place. */
  replaceAll(end: (member: Member<Book>) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface FleetOptions<Book extends OrderBook<Book>, Report> {
  readonly program: string;
  readonly size: number;
  /** Tells a new process to begin. */
  readonly begin: (tell: Child<Book>['tell'], place: number) => Promise<{ readonly url: string }>;
  readonly onReport?: (report: Report) => void;
}

/** The place that a number in [0, 1) chooses of so many. */
export const placeOf = (random: number, size: number): number => Math.floor(random * size);

export async function startFleet<Book extends OrderBook<Book>, Report = never>({
  program,
  size,
  begin,
  onReport = () => undefined,
}: FleetOptions<Book, Report>): Promise<Fleet<Book>> {
  const places: ((Member<Book> & Pick<Child<Book>, 'kill'>) | null)[] = Array.from({ length: size }, () => null);
  const running = () => places.filter((member) => member !== null);
  const start = async (place: number): Promise<void> => {
    const { tell, kill } = await startChild<Book, Report>(program, onReport);
    places[place] = { url: (await begin(tell, place)).url, tell, kill };
  };
  const replace = async (place: number, end: (member: Member<Book>) => Promise<unknown>): Promise<void> => {
    const member = places[place] ?? null;
    places[place] = null;
    if (member !== null) await end(member);
    await member?.kill();
    await start(place);
  };

  await Promise.all(places.map((_, place) => start(place)));
  return {
    pick(random) {
      const members = running();
      const member = members[placeOf(random, members.length)];
      if (member === undefined) throw new Error('Expected a process that runs, found none.');
      return member;
    },
    all: running,
    at: (place) => places[place] ?? null,
    killAndRestart: (random) => replace(placeOf(random, size), async () => undefined),
    async replaceAll(end) {
      for (const place of places.keys()) await replace(place, end);
    },
    close: async () => void (await Promise.all(running().map(({ kill }) => kill()))),
  };
}
