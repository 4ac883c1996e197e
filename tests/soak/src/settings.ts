import type { Approval } from '@k8s-pizza/slack-approval';
import type { Fleet } from 'test-processes/fleet';

export const alice = 'U0ALICE';
export const bob = 'U0BOB';
/** The app posts one card a second to a channel: several channels take more. */
export const channelIds = Array.from({ length: 8 }, (_, index) => `C0SOAK${index}`);

/** What an app needs to know to begin. */
export interface Settings {
  readonly path: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly receiverUrl: string;
}

/** What an app can be told to do, and what it answers. */
export interface AppOrders {
  readonly begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  readonly ask: { readonly value: string; readonly answer: Approval<unknown> };
  readonly health: { readonly value: null; readonly answer: { readonly ok: boolean } };
  /** Puts a row that no other call touches. @returns `saved`, or the code of the error */
  readonly put: { readonly value: null; readonly answer: string };
  /** @returns the longest time, in milliseconds, that the event loop was held since it was asked last */
  readonly lag: { readonly value: null; readonly answer: number };
}

/** The processes that serve clicks on one file. */
export type AppFleet = Fleet<AppOrders>;

/** What the program that is in the way can be told to do; each answers when it is over. */
export interface LockerOrders {
  readonly fill: { readonly value: { readonly path: string; readonly megabytes: number }; readonly answer: null };
  readonly lock: { readonly value: number; readonly answer: null };
  readonly vacuum: { readonly value: null; readonly answer: null };
}

/** What the program that is in the way reports: it has the lock now, or no longer. */
export type LockReport = { readonly type: 'locked' | 'unlocked'; readonly at: number };
