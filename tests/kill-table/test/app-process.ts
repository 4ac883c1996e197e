import type { AppSettings } from 'test-processes/app/create-app';
import type { AppOrders } from 'test-processes/app/obey-as-app';
import { type Child, startChild } from 'test-processes/child-process';
import type { Hold } from 'test-processes/holds';
import type { StorePoint } from 'test-processes/store/store-with-stops';
import type { Report } from './child.js';
import type { KindName } from './kinds.js';

type Orders = AppOrders<AppSettings, KindName>;

/** An app that runs as a process. */
export interface AppProcess extends Child<Orders> {
  readonly events: readonly { readonly name: string; readonly approvalId: string }[];
  /** Its warnings and errors. */
  readonly logged: readonly string[];
  ask(kind: KindName, key: string): Promise<Orders['ask']['answer']>;
  processDue(): Promise<number>;
  settled(): Promise<void>;
  /** Stops it when it reaches this place for the `nth` time from now. */
  stopAt(place: StorePoint | 'any', nth?: number): Promise<Pick<Hold, 'reached'>>;
  /** Lets it go on where it was stopped last. */
  goOn(): Promise<void>;
}

/** Starts the program; it has loaded everything and waits to begin when this resolves. */
export async function startAppProcess(program: string): Promise<AppProcess> {
  const events: AppProcess['events'][number][] = [];
  const logged: string[] = [];
  const stops: ((place: string) => void)[] = [];
  const child = await startChild<Orders, Report>(program, (report) => {
    switch (report.type) {
      case 'stopped':
        return stops.shift()?.(report.place);
      case 'event':
        return events.push(report);
      case 'logged':
        return logged.push(report.parts.join(' '));
    }
  });
  const { tell, kill } = child;
  return {
    events,
    logged,
    tell,
    kill,
    ask: (kind, key) => tell('ask', { kind, key }),
    processDue: async () => (await tell('process_due', null)).claimedCount,
    settled: async () => void (await tell('settled', null)),
    async stopAt(place, nth = 1) {
      const reached = new Promise<string>((resolve) => stops.push(resolve));
      await tell('stop_at', { place, nth });
      return { reached };
    },
    goOn: async () => void (await tell('go_on', null)),
    get isAlive() {
      return child.isAlive;
    },
  };
}
