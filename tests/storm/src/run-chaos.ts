// Run: npm run chaos [-- seconds [sqlite|postgres [seed]]]
import { bundleChild } from 'test-processes/child-bundle';
import { brokenPromises, figuresOf } from './broken-promises.js';
import { chaos } from './chaos.js';
import { isStoreName, openStores } from './stores.js';

const [seconds = '60', name = 'sqlite', seed = String(Date.now())] = process.argv.slice(2);
if (!isStoreName(name)) throw new Error(`The second argument names sqlite or postgres, got "${name}".`);
const [bundle, stores] = await Promise.all([bundleChild(new URL('app-child.ts', import.meta.url)), openStores(name)]);
try {
  const store = await stores.next();
  if (store.type === 'memory')
    throw new Error('A store in memory is not shared by processes: name sqlite or postgres.');
  const result = await chaos({ program: bundle.path, store, seconds: Number(seconds), seed });
  const broken = brokenPromises(result);
  for (const promise of broken) process.stderr.write(`${promise}\n`);
  process.stdout.write(`${figuresOf(result)}; seed ${seed}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} finally {
  await stores.close();
  bundle.remove();
}
