/** How long closing one thing may take. */
const closeWithinMs = 10_000;

type Close = () => Promise<unknown>;

/** Runs the body of a test, then closes what it opened, last opened first: also if the test failed or did not end in time. */
export async function runAndClose(
  body: (closeAfter: (close: Close) => void) => Promise<void>,
  withinMs: number,
): Promise<void> {
  const closes: Close[] = [];
  const failures: unknown[] = [];
  const run = (what: string, work: Close, ms: number) =>
    within(what, work, ms).catch((error: unknown) => failures.push(error));

  await run('The test', () => body((close) => closes.unshift(close)), withinMs);
  // a test that is still running may open more meanwhile
  for (let close = closes.shift(); close !== undefined; close = closes.shift())
    await run('Closing what the test opened', close, closeWithinMs);

  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('\n'));
  if (failures.length === 1) throw failures[0];
}

async function within(what: string, work: Close, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} has not ended after ${ms / 1000} s.`)), ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** When a runner should give up on a test that has not even closed what it opened. */
export function runnerTimeoutMs(withinMs: number): number {
  return withinMs + 3 * closeWithinMs;
}
