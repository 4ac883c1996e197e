import { readFile, writeFile } from 'node:fs/promises';

/** The clock of all simulated parts. The simulator's page can put it forward. */
export interface DemoClock {
  readonly now: () => number;
  putForward(ms: number): Promise<void>;
}

/** Follows the machine's clock, ahead by the milliseconds in a file: a restart does not go back in time. */
export async function demoClock(file: string): Promise<DemoClock> {
  // without the file, the clock was never put forward
  let aheadMs = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (!Number.isSafeInteger(aheadMs))
    throw new Error(`${file} must hold a number of milliseconds. Delete it to use the real time.`);
  return {
    now: () => Date.now() + aheadMs,
    async putForward(ms) {
      aheadMs += ms;
      await writeFile(file, String(aheadMs));
    },
  };
}
