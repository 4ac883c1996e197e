import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClusterOptions, startCluster } from '../../demo/cluster/start-cluster.js';

/** A folder that is gone when the test is. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pizza-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A running cluster. Its controller does nothing unless the options set a pace. */
export async function aCluster(options: Partial<ClusterOptions> = {}) {
  const stateFile = options.stateFile ?? join(await aFolder(), 'cluster.json');
  const cluster = await startCluster({
    port: 0,
    paceMs: 3_600_000,
    log: (line) => process.stderr.write(`${line}\n`),
    ...options,
    stateFile,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await cluster.close();
    open = false;
  };
  onTestFinished(close);
  return { url: cluster.url, stateFile, close };
}

/** A PizzaOrder as a person would write it. */
export function anOrder(name: string, spec: object = {}) {
  return {
    apiVersion: 'pizza.bilalashraf.xyz/v1',
    kind: 'PizzaOrder',
    metadata: { name },
    spec: {
      placeOrder: true,
      customer: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
      address: { street: '12 Analytical Way', city: 'Seattle', region: 'WA', postalCode: '98101', phone: '4255550100' },
      pizzas: [{ size: 'large', toppings: ['cheese'] }],
      ...spec,
    },
  };
}
