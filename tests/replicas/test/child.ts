// The program that is started as one replica of several, and killed. It does what it is told by messages.
import type { Approval, Decision, HistoryEntry, Refusal } from '@k8s-pizza/slack-approval';
import { createHolds } from 'test-processes/holds';
import { obeyOrders, report } from 'test-processes/obey-orders';
import { serveApprovals } from 'test-processes/serve-approvals';
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
  readonly withdraw: { readonly value: string; readonly answer: Approval<unknown> | Refusal };
  readonly get: { readonly value: string; readonly answer: Approval<unknown> | null };
  readonly history: { readonly value: string; readonly answer: readonly HistoryEntry[] };
  readonly process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
  /** Stops at the `nth` place around the store from now. The report comes when it is reached. */
  readonly stop_at: { readonly value: number; readonly answer: null };
}

/** What it says unasked. */
export type Report =
  | { readonly type: 'stopped'; readonly place: string }
  | { readonly type: 'decided'; readonly decision: Decision<unknown> | null }
  | { readonly type: 'logged'; readonly text: string };

const holds = createHolds();
let now = 0;
let app: App | null = null;

async function begin(settings: Settings): Promise<Orders['begin']['answer']> {
  const silent = () => undefined;
  const log = (...parts: unknown[]) => report<Report>({ type: 'logged', text: String(parts[0]) });
  now = settings.now;
  const begun = await createApp(settings, holds, () => now, { debug: silent, info: silent, warn: log, error: log });
  app = begun;
  for (const name of ['approved', 'rejected', 'expired', 'withdrawn'] as const)
    begun.approvals.on(name, ({ approval }) => report<Report>({ type: 'decided', decision: approval.decision }));
  begun.approvals.start({ pollMs: settings.pollMs });
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
  withdraw: (id) => begun().approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' }),
  get: (id) => begun().approvals.get(id),
  history: (id) => begun().approvals.history(id),
  process_due: () => begun().approvals.processDue(),
  stop_at(nth) {
    void holds.hold(() => true, nth).reached.then((place) => report<Report>({ type: 'stopped', place }));
    return null;
  },
});
