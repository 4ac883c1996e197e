import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { RequestedVerb } from '../../demo/cluster/resource-path.js';
import { until } from '../../demo/until.js';
import { connectCluster } from '../../src/connections.js';
import { ordersIn } from '../../src/orders.js';
import { watchOrders, watchPace } from '../../src/watch-orders.js';
import { baseManifests } from '../deploy/manifest-files.js';
import { aCluster } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const role = z.object({
  rules: z.array(
    z.strictObject({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});

/** Every right that the role of the manifests gives, one a line. */
async function rights(): Promise<ReadonlySet<string>> {
  const { rules } = role.parse((await baseManifests()).find(({ kind }) => kind === 'Role'));
  return new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((apiGroup) =>
        resources.flatMap((resource) => verbs.map((verb) => nameOf({ verb, apiGroup, resource }))),
      ),
    ),
  );
}

const nameOf = ({ verb, apiGroup, resource }: { readonly [Key in keyof RequestedVerb]: string }): string =>
  `${verb} ${resource} of "${apiGroup}"`;

test('the role in the manifests allows exactly what the app does', async () => {
  const allowed = await rights();
  const asked = new Set<string>();
  const refused: string[] = [];
  const cluster = await aCluster({
    allows(one) {
      const name = nameOf(one);
      asked.add(name);
      if (!allowed.has(name)) refused.push(name);
      return allowed.has(name);
    },
  });
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  const { decision } = await anApprovedOrder(aPizzaOrder, 'next-shift');
  const orders = ordersIn(kubeConfig, 'default', () => undefined);

  await orders.createOrFind(decision, aPizzaOrder);
  await orders.createOrFind(decision, aPizzaOrder);
  await orders.placeDue(await orders.list(), Date.now() + 86_400_000);
  const missing: string[] = [];
  const stop = watchOrders({
    kubeConfig,
    namespace: 'default',
    onOrder: () => undefined,
    onDeleted: () => undefined,
    expected: async () => ['of-nothing'],
    onMissing: (id) => missing.push(id),
    log: () => undefined,
    pace: watchPace,
  });
  onTestFinished(stop);
  await until('a watch', () => ([...asked].some((name) => name.startsWith('watch')) ? true : null));

  expect(refused).toEqual([]);
  expect([...asked].sort()).toEqual([...allowed].sort());
  expect(missing).toEqual(['of-nothing']);
});
