import { type Approvals, createApprovals, type Kind, memoryStore } from '@k8s-pizza/slack-approval';
import type { SlackOutcome } from '@k8s-pizza/slack-approval/slack';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { onTestFinished, vi } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
// loaded before the test's time begins: a module takes real time to load
import '../../src/kinds/kind-methods.js';
import '../../src/work/drive-posts.js';
import '../../src/work/poll-loop.js';
import '../../src/work/process-due.js';
import '../../src/slack/client/slack-gate.js';
import '../../src/api/programs.js';
import '../../src/work/wake-cards.js';
import { recordingLogger } from '../world/log.js';
import { type Order, orderOptions, start } from '../world/world.js';
import { countingStore, type StoreCounts } from './counting-store.js';

export interface Post {
  readonly at: number;
  readonly channelId: string;
  readonly isReminder: boolean;
  readonly isSummary: boolean;
  /** The text that the message is shown as in a notification. */
  readonly text: string;
}

export interface PacedWorld {
  readonly posts: readonly Post[];
  readonly updates: readonly number[];
  readonly counts: StoreCounts;
  readonly store: ApprovalStore;
  /** The store does not take the next put, or the one after so many more. */
  failNextPut(after?: number): void;
  /** Another process on the same store and Slack. Its clock may be off. */
  process(options?: { readonly offBy?: () => number }): {
    readonly approvals: Approvals;
    readonly orders: Kind<Order, Order>;
    kill(): void;
  };
  /** Lets this much time pass, with every timer in it. */
  pass(ms: number): Promise<void>;
}

export interface PacedOptions {
  readonly kind?: Parameters<typeof orderOptions>[0];
  /** What Slack answers to the n-th post, counted from 1; undefined: it is taken. */
  readonly refuses?: (number: number) => SlackOutcome<never> | undefined;
  /** How long Slack takes for a post. */
  readonly postsTakeMs?: number;
}

/** Processes whose time is the test's: a minute of timers passes at once. */
export function pacedWorld({ kind = {}, refuses = () => undefined, postsTakeMs = 0 }: PacedOptions = {}): PacedWorld {
  vi.useFakeTimers({
    now: start,
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date', 'performance'],
  });
  onTestFinished(() => void vi.useRealTimers());
  const posts: Post[] = [];
  const updates: number[] = [];
  const inner = memoryStore();
  let putsUntilFull = Number.POSITIVE_INFINITY;
  const { store, counts } = countingStore({
    ...inner,
    async put(row, expectedVersion) {
      putsUntilFull -= 1;
      if (putsUntilFull !== -1) return await inner.put(row, expectedVersion);
      throw new Error('the disk is full');
    },
  });
  const agreeable = agreeableTransport();
  let number = 0;
  const transport = agreeableTransport({
    post: async (message) => {
      number += 1;
      if (postsTakeMs > 0) await new Promise((resolve) => setTimeout(resolve, postsTakeMs));
      const refused = refuses(number);
      if (refused !== undefined) return refused;
      const { channelId, text } = message;
      const isReminder = message.threadTs !== undefined;
      const isSummary = !isReminder && message.metadata === undefined;
      posts.push({ at: Date.now() - start, channelId, isReminder, isSummary, text });
      return await agreeable.post(message);
    },
    update: async () => {
      updates.push(Date.now() - start);
      return { type: 'ok', value: null };
    },
  });
  return {
    posts,
    updates,
    counts,
    store,
    failNextPut(after = 0) {
      putsUntilFull = after;
    },
    process({ offBy = () => 0 } = {}) {
      let isDead = false;
      // what a killed process has asked for is never answered
      const own = mortal(store, () => isDead);
      const slack = { token: 'xoxb-test', signingSecret: 'secret', transport: mortal(transport, () => isDead) };
      const clock = () => Date.now() + offBy();
      const approvals = createApprovals({ slack, store: own, clock, logger: recordingLogger() });
      onTestFinished(async () => {
        if (!isDead) await approvals.stop();
      });
      const orders = approvals.define('order', orderOptions(kind));
      const kill = () => {
        isDead = true;
      };
      return { approvals, orders, kill };
    },
    pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
  };
}

/** The same object, whose calls never end once its process is dead. */
function mortal<Port extends object>(port: Port, isDead: () => boolean): Port {
  return new Proxy(port, {
    get: (target, name) => (isDead() ? () => new Promise(() => undefined) : Reflect.get(target, name)),
  });
}

/** How many posts fell into each second. */
export function bySecond(posts: readonly Post[]): readonly number[] {
  const counts: number[] = [];
  for (const { at } of posts) {
    const index = Math.floor(at / 1_000);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count ?? 0);
}

export const requester = 'alertmanager';
