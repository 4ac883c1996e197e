import type { FromChild, OrderBook, ToChild } from './orders.js';

/** What a child does for each order. */
export type Obeying<Book extends OrderBook<Book>> = {
  readonly [Name in keyof Book]: (value: Book[Name]['value']) => Book[Name]['answer'] | Promise<Book[Name]['answer']>;
};

/** Sends a report to the parent process. */
export function report<Report>(what: Report): void {
  send({ type: 'report', report: what });
}

function send(message: FromChild<unknown>): void {
  process.send?.(message);
}

/** Carries out the orders of the parent process, until that ends. */
export async function obeyOrders<Book extends OrderBook<Book>>(obeying: Obeying<Book>): Promise<void> {
  process.on('message', ({ call, order, value }: ToChild<Book>) => {
    const obey = async () => await obeying[order](value);
    obey().then(
      (answer) => send({ type: 'answer', call, value: answer }),
      (error: unknown) => send({ type: 'failed', call, error: String(error instanceof Error ? error.stack : error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  // loads the client behind `fetch` now, as in a process that has been running for a while
  await fetch('data:,');
  send({ type: 'ready' });
}
