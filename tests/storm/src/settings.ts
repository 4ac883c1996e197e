import type { StoreSettings } from 'test-processes/store/store-settings';

/** The Slack app of every process here. */
export const slackApp = {
  token: 'xoxb-storm',
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
  appId: 'A0STORM',
  teamId: 'T0STORM',
} as const;

/** A store that several processes share, or one that a process has for itself. */
export type StormStore = StoreSettings | { readonly type: 'memory' };

/** What a process needs to know to begin. */
export interface Settings {
  readonly store: StormStore;
  readonly apiUrl: string;
  /** Takes the decisions; null: a function of the process does. */
  readonly receiverUrl: string | null;
  /** The process's clock is this far ahead. */
  readonly clockOffsetMs: number;
}

/** A question as a click needs it. */
export interface Asked {
  readonly id: string;
  readonly digest: string;
}

/** How often each method of the store was called. */
export type StoreCalls = Readonly<Record<'get' | 'put' | 'claimDue' | 'list', number>>;

/** What one process saw since it was asked last. */
export interface Measured {
  /** The longest time that the event loop was held, in milliseconds. */
  readonly heldMs: number;
  /** From the instant at which a click was due to its answer, in milliseconds. */
  readonly clickMs: readonly number[];
  /** Clicks that were not answered with 200. */
  readonly refusedClickCount: number;
  /** Calls for the storm's own questions, the polls included. */
  readonly storeCalls: StoreCalls;
  /** The most calls of the store between two turns of the event loop. */
  readonly maxCallsInTurn: number;
  readonly peakHeapMb: number;
}

/** What a process can be told to do, and what it answers. */
export interface Orders {
  readonly begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  readonly ask: { readonly value: { readonly key: string; readonly channelId: string }; readonly answer: Asked };
  /** Asks so many questions, `atOnce` at the same time, and again where the store was busy. @returns their ids in order */
  readonly ask_many: {
    readonly value: {
      readonly count: number;
      readonly atOnce: number;
      readonly channelId: string;
      readonly prefix: string;
    };
    readonly answer: { readonly ids: readonly string[]; readonly failedCount: number; readonly tookMs: number };
  };
  /** From now on a person clicks at this interval, each time with a new vote on a question of another channel. */
  readonly click_every: { readonly value: { readonly ms: number; readonly prefix: string }; readonly answer: null };
  /** @returns whether it was withdrawn; false where it was decided before */
  readonly withdraw: { readonly value: string; readonly answer: boolean };
  readonly measured: { readonly value: null; readonly answer: Measured };
  /** @returns what is left on the heap after a full collection, in MB */
  readonly heap: { readonly value: null; readonly answer: number };
  readonly set_clock_offset: { readonly value: number; readonly answer: null };
  /** Ends polling, and what is under way, as before an upgrade. */
  readonly stop: { readonly value: null; readonly answer: null };
  readonly process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
}

/** What a process says unasked: it has stored a decision. */
export interface Decided {
  readonly approvalId: string;
  readonly outcome: string;
}
