import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';

const current = new AsyncLocalStorage<InvocationContext>();

/** Writes a line to the log of the invocation it belongs to; outside of one, to the process's own. */
export function invocationLog(line: string): void {
  const context = current.getStore();
  if (context === undefined) console.log(line);
  else context.log(line);
}

/** A handler whose lines go to its invocation. */
export function logged<Given, Result>(
  handler: (given: Given, context: InvocationContext) => Result,
): (given: Given, context: InvocationContext) => Result {
  return (given, context) => current.run(context, () => handler(given, context));
}
