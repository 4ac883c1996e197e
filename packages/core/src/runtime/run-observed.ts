import type { Instrument, Operation } from '../ports/instrument.js';
import type { Log } from '../ports/log.js';

/** An instrument of this process: an object, so that a function that is added twice is two. */
export interface Added {
  readonly instrument: Instrument;
}

/** Whose first error is logged. Later ones are not. */
const failed = new WeakSet<Added>();

/** Runs an operation within instruments, the first one outermost. It runs once and at once, whatever an instrument does. */
export function runObserved<Value>(
  instruments: Iterable<Added>,
  operation: Operation,
  run: () => Promise<Value>,
  log: Log,
): Promise<Value> {
  let result: Promise<Value> | null = null;
  const runOnce = (): Promise<Value> => {
    // async: a store of the app may throw where it should reject
    result ??= (async () => await run())();
    return result;
  };
  const innermost = (): Promise<string> =>
    runOnce()
      .then((value) => wordFor(operation, value))
      // the caller of `runObserved` gets the error
      .catch(() => 'failed');
  const runAll = [...instruments].reduceRight(
    (inner, added) => () => callAround(added, operation, inner, log),
    innermost,
  );
  void runAll();
  return runOnce();
}

function callAround(added: Added, operation: Operation, inner: () => Promise<string>, log: Log): Promise<string> {
  let running: Promise<string> | null = null;
  const run = (): Promise<string> => {
    running ??= inner();
    return running;
  };
  const logFailure = (error: unknown): void => {
    if (failed.has(added)) return;
    failed.add(added);
    log.error('instrument_failed', 'an instrument of this app failed; later errors of it are not logged', {
      operation: operation.type,
      error,
    });
  };
  try {
    Promise.resolve(added.instrument(operation, run)).catch(logFailure);
  } catch (error) {
    logFailure(error);
  }
  return run();
}

/** An instrument learns nothing but this word: rows, people and results stay here. */
function wordFor(operation: Operation, value: unknown): string {
  if (operation.type === 'store') return value === 'conflict' ? 'conflict' : 'ok';
  // as: calls to Slack and deliveries end in an outcome
  return String((value as { readonly type: string }).type);
}
