import type { Approvals } from '@k8s-pizza/slack-approval';
import { CustomObjectsApi, setHeaderOptions } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { connectCluster } from '../src/kubernetes/connect-cluster.js';
import { followOrders } from '../src/kubernetes/follow-orders.js';
import { ordersIn } from '../src/kubernetes/orders.js';
import { createProgress } from '../src/progress.js';
import { until } from '../src/until.js';
import { aCluster } from './a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from './an-approval.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };
const merge = setHeaderOptions('Content-Type', 'application/merge-patch+json');

/** The part of the Slack app that watches the cluster. */
function follow(approvals: Approvals, url: string) {
  const progress = createProgress(approvals, () => undefined, 1);
  const stopFollowing = followOrders({
    kubeConfig: connectCluster({ apiUrl: url, token: null }),
    namespace: 'default',
    onOrder: (order) => progress.note(order),
    onGone: (order) => progress.note(order, 'gone'),
    log: () => undefined,
  });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= stopFollowing().then(() => progress.stop());
    return stopping;
  };
  onTestFinished(stop);
  return { stop };
}

/** An approved order in a cluster, and hands on its status. */
async function anOrderedPizza() {
  const cluster = await aCluster();
  const { approvals, decision } = await anApprovedOrder();
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  await ordersIn(kubeConfig, 'default', () => undefined).createOrFind(decision, aPizzaOrder);
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const named = { ...place, name: `pizza-${decision.approvalId}` };
  return {
    approvals,
    cluster,
    begin: (...stages: readonly string[]) => {
      // just now: the controller adds nothing of its own for an hour
      const tracker = Object.fromEntries(stages.map((stage) => [stage, new Date().toISOString()]));
      return api.patchNamespacedCustomObjectStatus({ ...named, body: { status: { tracker } } }, merge);
    },
    annotate: (annotations: object) =>
      api.patchNamespacedCustomObject({ ...named, body: { metadata: { annotations } } }, merge),
    remove: () => api.deleteNamespacedCustomObject(named),
    shows: (expected: string) =>
      until(expected, async () => ((await progressOf(approvals, decision.approvalId)) === expected ? true : null)),
    progress: () => progressOf(approvals, decision.approvalId),
  };
}

async function progressOf(approvals: Approvals, id: string): Promise<string> {
  const progress = (await approvals.get(id))?.progress ?? [];
  return progress.map(({ state, detail }) => (detail === null ? state : `${state} (${detail})`)).join(' | ');
}

/** `prep`, with the order's number and price taken out. */
const placed = (text: string): string => text.replace(/\(order \w+, \$[\d.]+\)/, '(order)');

test('each stage that begins shows the one before it as done', async () => {
  const pizza = await anOrderedPizza();
  follow(pizza.approvals, pizza.cluster.url);
  const first = await until('prep', async () => {
    const text = await pizza.progress();
    return text.startsWith('active') ? text : null;
  });
  const detail = first.match(/\(.*?\)/)?.[0];

  await pizza.begin('bake');
  await pizza.shows(`done ${detail} | active | pending | pending | pending`);
  await pizza.begin('qualityCheck', 'outForDelivery');
  await pizza.shows(`done ${detail} | done | done | active | pending`);
  await pizza.begin('delivered');
  await pizza.shows(`done ${detail} | done | done | done | done`);

  expect(placed(first)).toBe('active (order) | pending | pending | pending | pending');
});

test('what happened while nobody watched is made up for at the next start', async () => {
  const pizza = await anOrderedPizza();
  const watching = follow(pizza.approvals, pizza.cluster.url);
  await until('prep', async () => ((await pizza.progress()).startsWith('active') ? true : null));
  await watching.stop();
  await pizza.begin('bake', 'qualityCheck');
  const meanwhile = await pizza.progress();

  follow(pizza.approvals, pizza.cluster.url);
  await until('quality check', async () =>
    (await pizza.progress()).endsWith('done | active | pending | pending') ? true : null,
  );

  expect(placed(meanwhile)).toBe('active (order) | pending | pending | pending | pending');
});

test('a cluster that goes away is watched again when it is back', async () => {
  const pizza = await anOrderedPizza();
  follow(pizza.approvals, pizza.cluster.url);
  await until('prep', async () => ((await pizza.progress()).startsWith('active') ? true : null));
  await pizza.cluster.close();

  await aCluster({ stateFile: pizza.cluster.stateFile, port: Number(new URL(pizza.cluster.url).port) });
  await pizza.begin('bake');

  await until('bake', async () =>
    (await pizza.progress()).includes('active | pending | pending | pending') ? true : null,
  );
  expect(placed(await pizza.progress())).toBe('done (order) | active | pending | pending | pending');
});

test('what could not be told is told later', async () => {
  const pizza = await anOrderedPizza();
  let failures = 0;
  const approvals = new Proxy(pizza.approvals, {
    get(target, name, receiver) {
      if (name !== 'get' || failures === 3) return Reflect.get(target, name, receiver);
      failures += 1;
      return () => Promise.reject(new Error('the store does not answer'));
    },
  });

  follow(approvals, pizza.cluster.url);
  await until('prep', async () => ((await pizza.progress()).startsWith('active') ? true : null));

  expect(failures).toBe(3);
});

test('an order that somebody deletes is shown as failed where it stood', async () => {
  const pizza = await anOrderedPizza();
  await pizza.begin('bake');
  follow(pizza.approvals, pizza.cluster.url);
  await until('bake', async () => ((await pizza.progress()).includes('active | pending') ? true : null));

  await pizza.remove();
  await until('the failure', async () => ((await pizza.progress()).includes('failed') ? true : null));

  expect(placed(await pizza.progress())).toBe(
    'done (order) | failed (its PizzaOrder was deleted) | pending | pending | pending',
  );
});

test('an order that names this approval but not what was approved moves nothing', async () => {
  const pizza = await anOrderedPizza();
  await pizza.annotate({ 'pizza.bilalashraf.xyz/approval-digest': 'sha256:other' });
  await pizza.begin('bake', 'qualityCheck', 'outForDelivery', 'delivered');
  const told: string[] = [];
  const approvals = new Proxy(pizza.approvals, {
    get(target, name, receiver) {
      if (name === 'get') told.push('looked at');
      return Reflect.get(target, name, receiver);
    },
  });

  const watching = follow(approvals, pizza.cluster.url);
  await until('a look at the order', () => (told.length > 0 ? true : null));
  await watching.stop();

  expect(await pizza.progress()).toBe('pending | pending | pending | pending | pending');
});
