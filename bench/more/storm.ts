/**
 * Thousands of questions in one channel: what asking them costs, what reaches the channel a second, and whether clicks are answered meanwhile.
 * Run: npm run bench -- storm
 * or: node --conditions=@k8s-pizza/source --import tsx bench/more/storm.ts [--stores memory,sqlite,postgres] [--counts 1000,10500,50000]
 *   [--replicas 1,3] [--seconds 20]
 */
import { parseArgs } from 'node:util';
import { bundleChild } from 'test-processes/child-bundle';
import { isStoreName, openStores } from '../../tests/storm/src/stores.js';
import { storm } from '../../tests/storm/src/storm.js';
import { printStorm } from './storm-figures.js';

const { values } = parseArgs({
  options: {
    stores: { type: 'string', default: 'memory,sqlite,postgres' },
    counts: { type: 'string', default: '1000,10500,50000' },
    replicas: { type: 'string', default: '1,3' },
    /** How long the channel is watched once all were asked. */
    seconds: { type: 'string', default: '20' },
  },
});
const numbers = (text: string) => text.split(',').map(Number);
const watchMs = Number(values.seconds) * 1_000;
/** Of all processes together. */
const clickEveryMs = 50;
/** As many requests as a busy server has. */
const atOnce = 8;

async function stormsOn(name: string, program: string): Promise<void> {
  if (!isStoreName(name)) throw new Error(`--stores names memory, sqlite or postgres, got "${name}".`);
  const stores = await openStores(name);
  try {
    for (const count of numbers(values.counts)) {
      for (const replicas of numbers(values.replicas)) {
        // a store in memory is its process's own
        if (name === 'memory' && replicas > 1) continue;
        const options = { program, store: await stores.next(), count, replicas, atOnce, watchMs, clickEveryMs };
        printStorm(name, options, await storm(options));
      }
    }
  } finally {
    await stores.close();
  }
}

const bundle = await bundleChild(new URL('../../tests/storm/src/app-child.ts', import.meta.url));
try {
  for (const name of values.stores.split(',')) await stormsOn(name, bundle.path);
} finally {
  bundle.remove();
}
