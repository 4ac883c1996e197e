import { type Approvals, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { type FixedClock, fixedClock } from '@k8s-pizza/slack-approval-testing';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { type Log, recordingLogger } from '../world/log.js';
import { minute, type Order, orderOptions, present, start } from '../world/world.js';

const never = new Promise<never>(() => undefined);

/** A process that a test can kill: from then on nothing that it does reaches the store. */
interface MortalProcess {
  readonly approvals: Approvals;
  readonly died: Promise<void>;
  /** The sizes of the orders that a sink or Slack was called with, in order. */
  readonly worked: readonly string[];
  /** How often it has asked the store for what is due, and what was claimed. */
  readonly claims: readonly (readonly Row[])[];
  die(): void;
}

/** The sizes of the orders that kill the process that works on them, by where they do. */
export interface Killers {
  readonly inSink?: readonly string[];
  readonly inUpdate?: readonly string[];
}

export interface CrashWorld {
  readonly store: ApprovalStore;
  readonly clock: FixedClock;
  readonly log: Log;
  /** Asks without Slack, so that everything is left to others. Each order has a channel for itself. */
  ask(size: string, kind?: string): Promise<string>;
  /** Takes the question back, so that its decision is to be delivered. */
  withdraw(id: string): Promise<void>;
  /** Asks for something else, so that the card is to be updated. */
  amend(id: string, size: string): Promise<void>;
  boot(killers?: Killers, kinds?: readonly string[]): MortalProcess;
  row(id: string): Promise<Row>;
  change(id: string, fields: Partial<Row>): Promise<void>;
}

export function createCrashWorld(kind: Parameters<typeof orderOptions>[0] = {}): CrashWorld {
  const store = memoryStore();
  const clock = fixedClock(start);
  const log = recordingLogger();
  const sizeIn = ({ channelId }: { readonly channelId: string }) => channelId.slice(2).toLowerCase();
  const channel = ({ size }: Order) => `C0${size.toUpperCase()}`;
  const card = ({ size }: Order) => ({ title: size });
  const options = () => orderOptions({ channel, card, ...kind });
  const asking = createApprovals({ store, clock, logger: log });
  const kinds = new Map<string, ReturnType<typeof asking.define<Order, Order, string>>>();
  const kindOf = (name: string) => {
    const known = kinds.get(name) ?? asking.define(name, options());
    kinds.set(name, known);
    return known;
  };
  const row = async (id: string) => present(await store.get(id));

  const boot = (killers: Killers = {}, names: readonly string[] = ['order']): MortalProcess => {
    const worked: string[] = [];
    const claims: (readonly Row[])[] = [];
    const end = deferred();
    let isDead = false;
    const die = () => {
      isDead = true;
      end.resolve();
    };
    const alive = async <Value>(call: () => Promise<Value>) => (isDead ? await never : await call());
    const mortal: ApprovalStore = {
      get: (id) => alive(() => store.get(id)),
      put: (given, version) => alive(() => store.put(given, version)),
      list: (query) => alive(() => store.list(query)),
      claimDue: (claim) =>
        alive(async () => {
          const rows = await store.claimDue(claim);
          claims.push(rows);
          return rows;
        }),
      close: async () => undefined,
    };
    const work = async (size: string, deadly: readonly string[] = []) => {
      if (isDead) return await never;
      worked.push(size);
      if (!deadly.includes(size)) return undefined;
      die();
      return await never;
    };
    const agreeable = agreeableTransport();
    const transport = agreeableTransport({
      post: async (message) => {
        await work(sizeIn(message));
        return await agreeable.post(message);
      },
      update: async (message) => {
        await work(sizeIn(message), killers.inUpdate);
        return await agreeable.update(message);
      },
    });
    const slack = { token: 'xoxb-test', signingSecret: 'secret', transport, teamId: 'T0PIZZA', appId: 'A0APPROVAL' };
    const approvals = createApprovals({ store: mortal, clock, logger: log, slack });
    const sink = async ({ payload }: { readonly payload: Order }) => await work(payload.size, killers.inSink);
    for (const name of names) approvals.define(name, { ...options(), onDecision: sink });
    return { approvals, died: end.promise, worked, claims, die };
  };

  return {
    store,
    clock,
    log,
    ask: async (size, name = 'order') => (await kindOf(name).ask({ size }, { requester: 'alertmanager' })).approval.id,
    withdraw: async (id) => {
      await asking.withdraw(id, { by: 'alertmanager', reason: 'resolved' });
    },
    amend: async (id, size) => {
      await kindOf('order').replaceContext({ id }, [`${size} is still wanted`]);
    },
    boot,
    row,
    change: async (id, fields) => {
      const before = await row(id);
      await store.put({ ...before, ...fields }, before.version);
    },
  };
}

/** Lets one process after the other work until it ends or has nothing to do, a minute after the one before. @returns how many ended */
export async function bootUntilQuiet(world: CrashWorld, killers: Killers, kinds?: readonly string[]): Promise<number> {
  let deaths = 0;
  for (;;) {
    const one = world.boot(killers, kinds);
    const working = one.approvals.processDue().then(() => 'quiet' as const);
    if ((await Promise.race([working, one.died])) === 'quiet') return deaths;
    deaths += 1;
    if (deaths > 40) throw new Error('One process after the other ends: nothing is set aside.');
    world.clock.advance(minute);
  }
}
