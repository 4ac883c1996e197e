// The program that is started as one replica of several, and killed. It does what it is told by messages.
import type { Approval, Decision, HistoryEntry, Refusal } from '@k8s-pizza/slack-approval';
import { type AppOrders, type AppReport, obeyAsApp } from 'test-processes/app-orders';
import { createHolds } from 'test-processes/holds';
import { obeyOrders, report } from 'test-processes/obey-orders';
import { createApp } from './app.js';
import type { KindName, Settings } from './settings.js';

/** Everything it can be told to do, and what it answers. */
export interface Orders extends AppOrders<Settings, KindName> {
  readonly withdraw: { readonly value: string; readonly answer: Approval<unknown> | Refusal };
  readonly get: { readonly value: string; readonly answer: Approval<unknown> | null };
  readonly history: { readonly value: string; readonly answer: readonly HistoryEntry[] };
  /** Stops at the `nth` place around the store from now. The report comes when it is reached. */
  readonly stop_at: { readonly value: number; readonly answer: null };
}

/** What it says unasked. */
export type Report = AppReport | { readonly type: 'decided'; readonly decision: Decision<unknown> | null };

const holds = createHolds();

const { begun, obeying } = obeyAsApp<Settings, KindName>(async (settings, clock, logger) => {
  const app = await createApp(settings, holds, clock, logger);
  for (const name of ['approved', 'rejected', 'expired', 'withdrawn'] as const)
    app.approvals.on(name, ({ approval }) => report<Report>({ type: 'decided', decision: approval.decision }));
  app.approvals.start({ pollMs: settings.pollMs });
  return app;
});

await obeyOrders<Orders>({
  ...obeying,
  withdraw: (id) => begun().approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' }),
  get: (id) => begun().approvals.get(id),
  history: (id) => begun().approvals.history(id),
  stop_at(nth) {
    void holds.hold(() => true, nth).reached.then((place) => report<Report>({ type: 'stopped', place }));
    return null;
  },
});
