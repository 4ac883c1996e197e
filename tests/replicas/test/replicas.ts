import { randomInt } from 'node:crypto';
import { bundleChild, type ChildBundle } from 'test-processes/child-bundle';
import type { StorePlaces } from 'test-processes/store-places';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  let bundle: ChildBundle;
  let store: StorePlaces;

  beforeAll(async () => {
    [bundle, store] = await Promise.all([bundleChild(new URL('child.ts', import.meta.url)), places()]);
  });

  afterAll(async () => {
    bundle.remove();
    await store.close();
  });

  const run = async (waves: number, forgetsVersions: boolean): Promise<Report> => {
    const place = await store.next();
    const report = await runReplicas({ program: bundle.path, place, seed, waveCount: waves, pollMs, forgetsVersions });
    await place.close();
    return report;
  };

  describe(`four processes on one ${name}, REPLICAS_SEED=${seed}, clicked at, killed and started again`, () => {
    const promise = 'one decision each, delivered or seen to be dead, and one order that explains all answers';
    test(promise, { timeout: timeoutMs }, async () => {
      const { faults, killed, outcomes, summary } = await run(waveCount, false);
      process.stdout.write(`\nREPLICAS_SEED=${seed} on ${name}: ${summary}\n`);

      expect(faults).toEqual([]);
      expect(killed.length).toBeGreaterThanOrEqual(waveCount);
      // no run in which all goes one way
      expect(Object.keys(outcomes).length).toBeGreaterThanOrEqual(2);
    });

    if (losesUpdates)
      test('where a put does not look at the version, that is found out', { timeout: timeoutMs }, async () => {
        const { faults } = await run(1, true);

        expect(faults).not.toEqual([]);
      });
  });
}
