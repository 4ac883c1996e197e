import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { FromChild, OrderBook, ToChild } from './orders.js';

/** A program that runs as a process. Every order to it rejects once the process has ended. */
export interface Child<Book extends OrderBook<Book>> {
  tell<Name extends keyof Book>(order: Name, value: Book[Name]['value']): Promise<Book[Name]['answer']>;
  /** Sends SIGKILL. Resolves once the process has ended. */
  kill(): Promise<void>;
  readonly isAlive: boolean;
}

/** Starts the program. Resolves once it has loaded everything and waits for orders. */
export async function startChild<Book extends OrderBook<Book>, Report>(
  program: string,
  onReport: (report: Report) => void,
): Promise<Child<Book>> {
  const child = fork(program, [], { execArgv: [] });
  const { ready, ...connected } = connect<Book, Report>(child, onReport);
  await ready;
  return {
    ...connected,
    async kill() {
      if (!isAlive(child)) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    get isAlive() {
      return isAlive(child);
    },
  };
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

type Answer = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

function connect<Book extends OrderBook<Book>, Report>(
  child: ChildProcess,
  onReport: (report: Report) => void,
): Pick<Child<Book>, 'tell'> & { readonly ready: Promise<void> } {
  const calls = new Map<number, Answer>();
  let lastCall = 0;
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  child.on('message', (message: FromChild<Report>) => {
    if (message.type === 'ready') return becomeReady();
    if (message.type === 'report') return onReport(message.report);
    const call = calls.get(message.call);
    calls.delete(message.call);
    return message.type === 'answer' ? call?.resolve(message.value) : call?.reject(new Error(message.error));
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of calls.values()) reject(new Error(`The process has ended: ${signal ?? code}.`));
    calls.clear();
  });
  return {
    ready,
    tell(order, value) {
      lastCall += 1;
      const call = lastCall;
      const answer = new Promise<unknown>((resolve, reject) => calls.set(call, { resolve, reject }));
      // a killed process leaves orders whose rejection may be expected
      answer.catch(() => undefined);
      // as: order and value belong together by the signature
      const message = { call, order, value } as ToChild<Book>;
      child.send(message, (error) => error !== null && calls.get(call)?.reject(error));
      // as: the child answers each order by its type in the book
      return answer as Promise<Book[typeof order]['answer']>;
    },
  };
}
