import type { TestContext } from 'vitest';
import type { AppProcess } from './app-process.js';
import { minute, type World } from './world.js';

export type Expect = TestContext['expect'];

/** Registers one line of the table. It gets a new world, in which real processes are killed. */
export type Line = (number: string, what: string, run: (world: World, expect: Expect) => Promise<void>) => void;

export const alice = 'U0ALICE';
export const bob = 'U0BOB';
export const carol = 'U0CAROL';

export const unleased = { leaseToken: null, leaseUntil: null, claimCount: 0 };
/** Slack accepts the answer, and shows the person no error. */
export const taken = { status: 200, body: '', failure: null };
/** The person sees Slack's own error. */
export const slackError = { status: 0, failure: 'connection_failed' };

/** No process claims the record before its minute is over; then this process claims it once. */
export async function expectClaimAfterMinute(world: World, app: AppProcess, expect: Expect): Promise<void> {
  expect(await app.processDue()).toBe(0);
  await world.advance(minute - 1);
  expect(await app.processDue()).toBe(0);
  await world.advance(1);
  expect(await app.processDue()).toBe(1);
}

/** After a decision a card is synced at most every 5 s: what the delivery changed is shown by then. */
export async function finishSyncs(world: World, app: AppProcess): Promise<void> {
  await world.advance(5_000);
  await app.processDue();
}

/** Starts a call that ends when its process is killed: its error is expected. */
export function begin(doing: Promise<unknown>): void {
  doing.catch(() => undefined);
}
