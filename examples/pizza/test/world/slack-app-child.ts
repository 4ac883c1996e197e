// The Slack app on Bolt as a separate process that a test can kill. The test sets its clock.
import { webhook } from '@k8s-pizza/slack-approval';
import { obeyOrders } from 'test-processes/obey-orders';
import { openStore } from '../../src/connections.js';
import { type SlackAppOptions, startSlackApp } from '../../src/slack-app.js';

/** What it is told at its start. */
export interface SlackAppSettings
  extends Pick<SlackAppOptions, 'slack' | 'order' | 'maxPrice' | 'shiftStarts' | 'alerts' | 'port'> {
  /** Of the SQLite database. */
  readonly file: string;
  readonly orderFunction: { readonly url: string; readonly secret: string };
  readonly reportSecret: string;
  /** How far its clock is ahead of the machine's. */
  readonly aheadMs: number;
}

export interface SlackAppBook {
  readonly begin: { readonly value: SlackAppSettings; readonly answer: { readonly url: string } };
  readonly put_ahead: { readonly value: number; readonly answer: null };
}

let aheadMs = 0;

await obeyOrders<SlackAppBook>({
  async begin({ file, orderFunction, aheadMs: alreadyAheadMs, ...settings }) {
    aheadMs = alreadyAheadMs;
    const { url } = await startSlackApp({
      ...settings,
      framework: 'bolt',
      sink: webhook(orderFunction.url, { secret: orderFunction.secret }),
      cluster: null,
      store: await openStore({ type: 'sqlite', file }, () => undefined),
      host: '127.0.0.1',
      log: () => undefined,
      clock: () => Date.now() + aheadMs,
    });
    return { url };
  },
  put_ahead(value) {
    aheadMs = value;
    return null;
  },
});
