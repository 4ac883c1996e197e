import type { Decision } from '@k8s-pizza/slack-approval';
import type { AppOrders } from 'test-processes/app/obey-as-app';
import { type Child, startChild } from 'test-processes/child-process';
import type { Report } from './child.js';
import type { KindName, Settings } from './settings.js';

type Orders = AppOrders<Settings, KindName>;

/** One process of several. A new one takes its place when it was killed. */
export interface Replica {
  readonly index: number;
  readonly url: string;
  readonly tell: Child<Orders>['tell'];
  /** What its clock was last told, and what it has confirmed: it stands between the two. */
  readonly clock: { told: number; heard: number };
}

/** Where a replica is to be killed: at a place around its store, right after it answers, or while it delivers. */
export type Trap =
  | { readonly type: 'store'; readonly nth: number }
  | { readonly type: 'answer' }
  | { readonly type: 'delivery'; readonly when: 'before' | 'after' };

export interface Fleet {
  now(): number;
  /** One that is alive, by a number in [0, 1). */
  pick(random: number): Promise<Replica>;
  all(): readonly Replica[];
  /** Moves all clocks, and waits until every process has confirmed. */
  advance(ms: number): Promise<void>;
  /** The instant at which the first clock may have shown this time; null: none did. */
  firstAt(time: number): number | null;
  setTrap(random: number, trap: Trap): Promise<void>;
  answered(replica: Replica): void;
  delivers(index: number, when: 'before' | 'after'): Promise<boolean>;
  /** Kills each replica that has not reached its trap, and waits until all run again. */
  springTraps(): Promise<void>;
  /** Where replicas were killed. */
  readonly killed: readonly string[];
  /** The decisions that replicas said they had stored. */
  readonly announced: readonly Decision<unknown>[];
  /** Replicas that ended without being killed. */
  readonly ended: readonly string[];
  /** What replicas logged as a warning or an error, once each. */
  readonly logged: ReadonlySet<string>;
  close(): Promise<void>;
}

type Member = Replica & { readonly child: Child<Orders> };
interface FleetOptions {
  readonly program: string;
  readonly settings: Omit<Settings, 'now' | 'replica'>;
  readonly startAt: number;
  readonly instant: () => number;
}

/** How far the clock of each replica is ahead. */
const skewsMs = [0, 1_400, 2_900, 700];

export async function createFleet({ program, settings, startAt, instant }: FleetOptions): Promise<Fleet> {
  const places: (Member | null)[] = skewsMs.map(() => null);
  const traps = new Map<Replica, Trap>();
  const returning = new Set<Promise<void>>();
  const moves: { readonly at: number; readonly latest: number }[] = [];
  const killed: string[] = [];
  const announced: Decision<unknown>[] = [];
  const ended: string[] = [];
  const logged = new Set<string>();
  let now = startAt;

  const alive = () => places.filter((member) => member !== null);
  const timeOf = (index: number) => now + (skewsMs[index] ?? 0);
  const tellTime = async (member: Member) => {
    const time = timeOf(member.index);
    member.clock.told = time;
    // a process that is killed meanwhile does not answer
    await member.tell('set_clock', time).then(
      () => Object.assign(member.clock, { heard: time }),
      () => undefined,
    );
  };
  const kill = async (member: Member, where: string): Promise<void> => {
    if (places[member.index] !== member) return;
    places[member.index] = null;
    traps.delete(member);
    if (!member.child.isAlive) ended.push(`replica ${member.index} ended without being killed`);
    killed.push(where);
    const back = member.child.kill().then(() => start(member.index));
    returning.add(back);
    void back.then(() => returning.delete(back));
    await back;
  };
  const start = async (index: number): Promise<void> => {
    const time = timeOf(index);
    const child: Child<Orders> = await startChild<Orders, Report>(program, (report) => {
      if (report.type === 'logged') logged.add(report.parts[0] ?? '');
      if (report.type === 'decided' && report.decision !== null) announced.push(report.decision);
      const member = places[index];
      if (report.type === 'stopped' && member?.child === child) void kill(member, `${report.place} of its store`);
    });
    const { url } = await child.tell('begin', { ...settings, now: time, replica: index });
    const member: Member = { index, url, tell: child.tell, clock: { told: time, heard: time }, child };
    places[index] = member;
    await tellTime(member);
  };

  moves.push({ at: instant(), latest: now + Math.max(...skewsMs) });
  await Promise.all(skewsMs.map((_, index) => start(index)));
  const pick: Fleet['pick'] = async (random) => {
    while (alive().length === 0) await Promise.race(returning);
    const members = alive();
    const member = members[Math.floor(random * members.length)];
    return member ?? (await pick(random));
  };

  return {
    now: () => now,
    pick,
    all: alive,
    killed,
    announced,
    ended,
    logged,
    async advance(ms) {
      now += ms;
      moves.push({ at: instant(), latest: now + Math.max(...skewsMs) });
      await Promise.all(alive().map(tellTime));
    },
    firstAt: (time) => moves.find(({ latest }) => latest >= time)?.at ?? null,
    async setTrap(random, trap) {
      const free = alive().filter((member) => !traps.has(member));
      const member = free[Math.floor(random * free.length)];
      // one replica must stay alive
      if (member === undefined || free.length < 2) return;
      traps.set(member, trap);
      if (trap.type === 'store') await member.tell('stop_at', { place: 'any', nth: trap.nth }).catch(() => undefined);
    },
    answered(replica) {
      const member = places[replica.index];
      if (member === replica && traps.get(replica)?.type === 'answer') void kill(member, 'after an answer');
    },
    async delivers(index, when) {
      const member = places[index] ?? null;
      const trap = member === null ? undefined : traps.get(member);
      if (member === null || trap?.type !== 'delivery' || trap.when !== when) return false;
      await kill(member, `${when} its delivery was taken`);
      return true;
    },
    async springTraps() {
      await Promise.all(
        alive()
          .filter((member) => traps.has(member))
          .map((member) => kill(member, 'anywhere')),
      );
      await Promise.all(returning);
    },
    async close() {
      await Promise.all(returning);
      await Promise.all(alive().map(({ child }) => child.kill()));
    },
  };
}
