import { readFile, writeFile } from 'node:fs/promises';

/** One clock for everything that is simulated, which the simulator's page can put forward. */
export interface DemoClock {
  readonly now: () => number;
  putForward(ms: number): Promise<void>;
}

/** Goes as the machine's clock does, ahead by what is in the file: a restart does not go back in time. */
export async function demoClock(file: string): Promise<DemoClock> {
  // no file: it was never put forward
  let aheadMs = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (!Number.isSafeInteger(aheadMs)) throw new Error(`${file} holds no number of milliseconds: delete it.`);
  return {
    now: () => Date.now() + aheadMs,
    async putForward(ms) {
      aheadMs += ms;
      await writeFile(file, String(aheadMs));
    },
  };
}
