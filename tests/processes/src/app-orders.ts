import type { Approval, Logger } from '@k8s-pizza/slack-approval';
import { type Obeying, report } from './obey-orders.js';
import type { App } from './order-kind.js';
import { serveApprovals } from './serve-approvals.js';

/** What every app in a process of its own can be told to do, and what it answers. */
export interface AppOrders<Settings, KindName extends string> {
  readonly begin: { readonly value: Settings; readonly answer: { readonly url: string } };
  readonly set_clock: { readonly value: number; readonly answer: null };
  readonly ask: {
    readonly value: { readonly kind: KindName; readonly key: string };
    readonly answer: { readonly approval: Approval<unknown>; readonly created: boolean };
  };
  readonly process_due: { readonly value: null; readonly answer: { readonly claimedCount: number } };
}

/** What it says unasked, whichever it is. */
export type AppReport =
  | { readonly type: 'stopped'; readonly place: string }
  /** As a warning or an error. */
  | { readonly type: 'logged'; readonly parts: readonly string[] };

/** Does what every such app can be told to do; it is there once it was told to begin. */
export function obeyAsApp<Settings extends { readonly now: number }, KindName extends string>(
  start: (settings: Settings, clock: () => number, logger: Logger) => Promise<App<KindName>>,
): { readonly begun: () => App<KindName>; readonly obeying: Obeying<AppOrders<Settings, KindName>> } {
  let now = 0;
  let app: App<KindName> | null = null;
  const silent = () => undefined;
  const log = (...parts: unknown[]) => report<AppReport>({ type: 'logged', parts: parts.map(String) });
  const begun = () => {
    if (app === null) throw new Error('this process was not told to begin');
    return app;
  };
  return {
    begun,
    obeying: {
      async begin(settings) {
        now = settings.now;
        app = await start(settings, () => now, { debug: silent, info: silent, warn: log, error: log });
        return { url: await serveApprovals(app.approvals) };
      },
      set_clock(value) {
        now = value;
        return null;
      },
      ask: ({ kind, key }) => begun().kinds[kind].ask({ order: key }, { key, requester: 'alertmanager' }),
      process_due: () => begun().approvals.processDue(),
    },
  };
}
