import { bundleInRun } from 'test-engines/in-this-run';
import { afterAll, beforeAll } from 'vitest';
import type { StorePlace, StorePlaces } from './store/store-places.js';

/** What each test starts its processes with. */
export interface Prepared {
  /** The path of the bundled program. */
  readonly program: string;
  /** An empty store. */
  next(): Promise<StorePlace>;
}

/** Bundles a child program and opens the places of stores before the tests of a file, and closes the places after them. */
export function prepareProcesses(child: URL, open: () => Promise<StorePlaces>): () => Prepared {
  let prepared: (Prepared & StorePlaces) | null = null;
  beforeAll(async () => {
    const [program, places] = await Promise.all([bundleInRun(child), open()]);
    prepared = { program, ...places };
  });
  afterAll(() => prepared?.close());
  return () => {
    if (prepared === null) throw new Error('Processes are prepared before the first test, not at registration.');
    return prepared;
  };
}
