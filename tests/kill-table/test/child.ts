// The program that is started as a process, and killed. It does what it is told by messages.
import type { Approval, ApprovalEvents } from '@k8s-pizza/slack-approval';
import { createHolds, type Hold } from 'test-processes/holds';
import { obeyOrders, report } from 'test-processes/obey-orders';
import { serveApprovals } from 'test-processes/serve-approvals';
import type { StorePoint } from 'test-processes/store-with-stops';
import { type App, createApp } from './app.js';
import type { KindName, Settings } from './settings.js';

/** Everything it can be told to do, and what it answers. */
export interface Orders {
  readonly begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  readonly set_clock: { readonly value: number; readonly answer: null };
  readonly ask: {
    readonly value: { readonly kind: KindName; readonly key: string };
    readonly answer: { readonly approval: Approval<unknown>; readonly created: boolean };
  };
  readonly process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
  readonly settled: { readonly value: null; readonly answer: null };
  /** Stops at the `nth` place from now that is called this; `any` is every place. The report comes when it is reached. */
  readonly stop_at: {
    readonly value: { readonly place: StorePoint | 'any'; readonly nth: number };
    readonly answer: null;
  };
  readonly go_on: { readonly value: null; readonly answer: null };
  /** How many places around the store it has passed so far. */
  readonly count_places: { readonly value: null; readonly answer: number };
}

/** What it says unasked. */
export type Report =
  | { readonly type: 'stopped'; readonly place: string }
  | { readonly type: 'event'; readonly name: string; readonly approvalId: string | null }
  | { readonly type: 'logged'; readonly text: string };

const holds = createHolds();
let hold: Hold | null = null;
let now = 0;
let app: App | null = null;

async function begin(settings: Settings): Promise<Orders['begin']['answer']> {
  const silent = () => undefined;
  const log = (...parts: unknown[]) => report<Report>({ type: 'logged', text: JSON.stringify(parts) });
  now = settings.now;
  const begun = await createApp(settings, holds, () => now, { debug: silent, info: silent, warn: log, error: log });
  app = begun;
  for (const name of ['asked', 'approved', 'rejected', 'delivered', 'stuck'] satisfies (keyof ApprovalEvents)[])
    begun.approvals.on(name, ({ approval }) => report<Report>({ type: 'event', name, approvalId: approval.id }));
  return { url: await serveApprovals(begun.approvals) };
}

function begun(): App {
  if (app === null) throw new Error('this process was not told to begin');
  return app;
}

await obeyOrders<Orders>({
  begin,
  set_clock(value) {
    now = value;
    return null;
  },
  ask: ({ kind, key }) => begun().kinds[kind].ask({ order: key }, { key, requester: 'alertmanager' }),
  process_due: () => begun().approvals.processDue(),
  async settled() {
    await begun().approvals.settled();
    return null;
  },
  stop_at({ place, nth }) {
    hold = holds.hold((passed) => place === 'any' || passed === place, nth);
    void hold.reached.then((reached) => report<Report>({ type: 'stopped', place: reached }));
    return null;
  },
  go_on() {
    hold?.goOn();
    return null;
  },
  count_places: () => holds.passedCount(),
});
