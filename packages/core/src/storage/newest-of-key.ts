import { keyedId } from '../record/ids.js';
import type { Loaded, LoadResult } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { load } from './load.js';

/** The newest approval of a key. */
export interface Newest {
  /** Counts the approvals of the key without gaps; 0: there is no approval yet. */
  readonly number: number;
  readonly found: LoadResult;
}

/** Finds the newest approval of a key by binary search over its numbers: about 2 log2(n) reads. */
export async function newestOfKey(app: Runtime, kind: string, key: string): Promise<Newest> {
  const at = (number: number): Promise<LoadResult> => load(app.store, keyedId(app.namespace, kind, key, number));
  let low: Newest = { number: 0, found: { type: 'missing' } };
  let high = 1;
  for (;;) {
    const found = await at(high);
    if (found.type === 'missing') break;
    low = { number: high, found };
    high *= 2;
  }
  while (high - low.number > 1) {
    const middle = Math.floor((low.number + high) / 2);
    const found = await at(middle);
    if (found.type === 'missing') high = middle;
    else low = { number: middle, found };
  }
  return low;
}

/** Loads the newest approval of a key; null: there is no approval, or it cannot be read. */
export async function loadNewest(app: Runtime, kind: string, key: string): Promise<Loaded | null> {
  const { found } = await newestOfKey(app, kind, key);
  return found.type === 'loaded' ? found : null;
}
