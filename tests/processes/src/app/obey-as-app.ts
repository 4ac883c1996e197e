import type { Approval, CommandResult, HistoryEntry } from '@k8s-pizza/slack-approval';
import { createHolds, type Hold } from '../holds.js';
import { obeyOrders, report } from '../obey-orders.js';
import type { StorePoint } from '../store/store-with-stops.js';
import type { App, AppSettings, AppSurroundings } from './create-app.js';
import { serveApprovals } from './serve-approvals.js';

/** Everything an app in a process of its own can be told to do, and what it answers. */
export interface AppOrders<Settings, KindName extends string> {
  readonly begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  readonly set_clock: { readonly value: number; readonly answer: null };
  readonly ask: {
    readonly value: { readonly kind: KindName; readonly key: string };
    readonly answer: { readonly approval: Approval<unknown>; readonly created: boolean };
  };
  /** Calls the guarded function, and waits for its result. */
  readonly carry_out: { readonly value: string; readonly answer: { readonly carriedOut: string } };
  /** Polls from now on, so rarely that no test sees a second pass. */
  readonly start: { readonly value: null; readonly answer: null };
  readonly report_progress: {
    readonly value: { readonly id: string; readonly step: string };
    readonly answer: CommandResult<unknown>;
  };
  readonly withdraw: { readonly value: string; readonly answer: CommandResult<unknown> };
  readonly get: { readonly value: string; readonly answer: Approval<unknown> | null };
  readonly history: { readonly value: string; readonly answer: readonly HistoryEntry[] };
  readonly process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
  readonly settled: { readonly value: null; readonly answer: null };
  /** Stops at the `nth` place around the store from now that is called this; `any` is every place. It reports `stopped` there. */
  readonly stop_at: {
    readonly value: { readonly place: StorePoint | 'any'; readonly nth: number };
    readonly answer: null;
  };
  /** Goes on from where it was stopped last. */
  readonly go_on: { readonly value: null; readonly answer: null };
  /** How many places around the store it has passed so far. */
  readonly count_places: { readonly value: null; readonly answer: number };
}

/** What every app reports without being asked. */
export type AppReport =
  | { readonly type: 'stopped'; readonly place: string }
  /** As a warning or an error. */
  | { readonly type: 'logged'; readonly parts: readonly string[] };

/** Starts the app when it is told to begin, and then does what it is told. */
export async function obeyAsApp<Settings extends AppSettings, KindName extends string>(
  start: (settings: Settings, surroundings: AppSurroundings) => Promise<App<KindName>>,
): Promise<void> {
  const holds = createHolds();
  let hold: Hold | null = null;
  let now = 0;
  let app: App<KindName> | null = null;
  const silent = () => undefined;
  const log = (...parts: unknown[]) => report<AppReport>({ type: 'logged', parts: parts.map(String) });
  const logger = { debug: silent, info: silent, warn: log, error: log };
  const begun = () => {
    if (app === null) throw new Error('Tell this process to begin first.');
    return app;
  };
  await obeyOrders<AppOrders<Settings, KindName>>({
    async begin(settings) {
      now = settings.now;
      app = await start(settings, { holds, clock: () => now, logger });
      return { url: await serveApprovals(app.approvals) };
    },
    set_clock(value) {
      now = value;
      return null;
    },
    ask: ({ kind, key }) => begun().kinds[kind].ask({ order: key }, { key, requester: 'alertmanager' }),
    carry_out: (key) => begun().carryOut({ order: key }, { key, requester: 'alertmanager' }),
    start() {
      begun().approvals.start({ pollEvery: '10s' });
      return null;
    },
    report_progress: ({ id, step }) => begun().approvals.reportProgress(id, { step, state: 'active' }),
    withdraw: (id) => begun().approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' }),
    get: (id) => begun().approvals.get(id),
    history: (id) => begun().approvals.history(id),
    process_due: () => begun().approvals.processDue(),
    async settled() {
      await begun().approvals.flush();
      return null;
    },
    stop_at({ place, nth }) {
      hold = holds.hold((passed) => place === 'any' || passed === place, nth);
      void hold.reached.then((reached) => report<AppReport>({ type: 'stopped', place: reached }));
      return null;
    },
    go_on() {
      hold?.goOn();
      return null;
    },
    count_places: () => holds.passedCount(),
  });
}
