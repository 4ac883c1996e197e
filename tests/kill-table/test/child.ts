// The program that is started as a process, and killed. It does what it is told by messages.
import type { ApprovalEvents } from '@k8s-pizza/slack-approval';
import { type AppOrders, type AppReport, obeyAsApp } from 'test-processes/app-orders';
import { createHolds, type Hold } from 'test-processes/holds';
import { obeyOrders, report } from 'test-processes/obey-orders';
import type { StorePoint } from 'test-processes/store-with-stops';
import { createApp } from './app.js';
import type { KindName, Settings } from './settings.js';

/** Everything it can be told to do, and what it answers. */
export interface Orders extends AppOrders<Settings, KindName> {
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
export type Report = AppReport | { readonly type: 'event'; readonly name: string; readonly approvalId: string | null };

const holds = createHolds();
let hold: Hold | null = null;

const { begun, obeying } = obeyAsApp<Settings, KindName>(async (settings, clock, logger) => {
  const app = await createApp(settings, holds, clock, logger);
  for (const name of ['asked', 'approved', 'rejected', 'delivered', 'stuck'] satisfies (keyof ApprovalEvents)[])
    app.approvals.on(name, ({ approval }) => report<Report>({ type: 'event', name, approvalId: approval.id }));
  return app;
});

await obeyOrders<Orders>({
  ...obeying,
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
