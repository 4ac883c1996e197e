import { randomInt } from 'node:crypto';
import { prepareProcesses } from 'test-processes/prepare-processes';
import type { StorePlaces } from 'test-processes/store/store-places';
import { describe, expect, test } from 'vitest';
import { type Report, runReplicas } from './run-replicas.js';

interface ReplicasOptions {
  readonly name: string;
  readonly places: () => Promise<StorePlaces>;
  readonly waveCount: number;
  /** How often each process looks for due work. */
  readonly pollMs: number;
  /** Whether the whole test is shown to fail as well, on a store that loses updates. */
  readonly losesUpdates?: boolean;
}

/** A run is another one each time; this repeats the choices of one that failed. */
const seed = Number(process.env['REPLICAS_SEED'] ?? randomInt(1_000_000));
// a busy machine takes long: only what hangs fails
const timeoutMs = 300_000;

/** Registers the test for one store. */
export function replicas({ name, places, waveCount, pollMs, losesUpdates = false }: ReplicasOptions): void {
  const prepared = prepareProcesses(new URL('child.ts', import.meta.url), places);
  const run = async (waves: number, forgetsVersions: boolean): Promise<Report> => {
    const { program, next } = prepared();
    const place = await next();
    const report = await runReplicas({ program, place, seed, waveCount: waves, pollMs, forgetsVersions });
    await place.close();
    return report;
  };

  describe(`four processes on one ${name}, REPLICAS_SEED=${seed}, clicked at, killed and started again`, () => {
    const promise = 'one decision each, delivered or seen to be dead, and one order that explains all answers';
    test(promise, { timeout: timeoutMs }, async () => {
      const { faults, killed, outcomes, changes, summary } = await run(waveCount, false);
      process.stdout.write(`\nREPLICAS_SEED=${seed} on ${name}: ${summary}\n`);

      expect(faults).toEqual([]);
      expect(killed.length).toBeGreaterThanOrEqual(waveCount);
      // no run in which all goes one way
      expect(Object.keys(outcomes).length).toBeGreaterThanOrEqual(2);
      // a run of one wave has few people: by some seeds none of them takes an answer back
      if (waveCount === 1) return;
      expect(changes.takenBack).toBeGreaterThan(0);
      expect(changes.tooMany).toBeGreaterThan(0);
    });

    if (losesUpdates)
      test('where a put does not look at the version, that is found out', { timeout: timeoutMs }, async () => {
        const { faults } = await run(1, true);

        expect(faults).not.toEqual([]);
      });
  });
}
