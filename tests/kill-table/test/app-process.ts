import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { StorePoint } from './app.js';
import type { FromChild, Orders, ToChild } from './child.js';
import type { Hold } from './holds.js';
import type { KindName } from './settings.js';

/** An app in a process of its own. What it is told fails as soon as the process is gone. */
export interface AppProcess {
  readonly events: readonly { readonly name: string; readonly approvalId: string | null }[];
  /** What it logged as a warning or an error. */
  readonly logged: readonly string[];
  tell<Name extends keyof Orders>(order: Name, value: Orders[Name]['value']): Promise<Orders[Name]['answer']>;
  ask(kind: KindName, key: string): Promise<Orders['ask']['answer']>;
  processDue(): Promise<number>;
  settled(): Promise<void>;
  /** Stops it at the `nth` time from now that it comes to this place. */
  stopAt(place: StorePoint | 'any', nth?: number): Promise<Pick<Hold, 'reached'>>;
  /** Lets it go on where it was stopped last. */
  goOn(): Promise<void>;
  /** SIGKILL: nothing of it runs on. Resolves when the process is gone. */
  kill(): Promise<void>;
  readonly isAlive: boolean;
}

/** Starts the program; it has loaded everything and waits to begin when this resolves. */
export async function startAppProcess(program: string): Promise<AppProcess> {
  const child = fork(program, [], { execArgv: [] });
  const app = connect(child);
  await app.ready;
  return app;
}

type Answer = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

function connect(child: ChildProcess): AppProcess & { readonly ready: Promise<void> } {
  const events: AppProcess['events'][number][] = [];
  const logged: string[] = [];
  const calls = new Map<number, Answer>();
  const stops: ((place: string) => void)[] = [];
  let lastCall = 0;
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  child.on('message', (message: FromChild) => {
    switch (message.type) {
      case 'ready':
        return becomeReady();
      case 'answer':
        calls.get(message.call)?.resolve(message.value);
        return calls.delete(message.call);
      case 'failed':
        calls.get(message.call)?.reject(new Error(message.error));
        return calls.delete(message.call);
      case 'stopped':
        return stops.shift()?.(message.place);
      case 'event':
        return events.push(message);
      case 'logged':
        return logged.push(message.text);
    }
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of calls.values()) reject(new Error(`the process is gone: ${signal ?? code}`));
    calls.clear();
  });

  const tell: AppProcess['tell'] = (order, value) => {
    lastCall += 1;
    const call = lastCall;
    const answer = new Promise<unknown>((resolve, reject) => calls.set(call, { resolve, reject }));
    // whoever is killed leaves calls behind that nobody waits for
    answer.catch(() => undefined);
    // as: order and value belong together by the signature
    child.send({ call, order, value } as ToChild, (error) => error !== null && calls.get(call)?.reject(error));
    // as: the child answers each order as `Orders` says
    return answer as Promise<Orders[typeof order]['answer']>;
  };
  return {
    ready,
    events,
    logged,
    tell,
    ask: (kind, key) => tell('ask', { kind, key }),
    processDue: async () => (await tell('process_due', null)).claimedCount,
    settled: async () => void (await tell('settled', null)),
    async stopAt(place, nth = 1) {
      const reached = new Promise<string>((resolve) => stops.push(resolve));
      await tell('stop_at', { place, nth });
      return { reached };
    },
    goOn: async () => void (await tell('go_on', null)),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
  };
}
