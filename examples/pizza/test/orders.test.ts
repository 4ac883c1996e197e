import { ApiException, CustomObjectsApi } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { connectCluster } from '../src/kubernetes/connect-cluster.js';
import { ordersIn } from '../src/kubernetes/orders.js';
import { aCluster, anOrder } from './a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from './an-approval.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };

test('an approved order becomes the resource that was approved, and says where it comes from', async () => {
  const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
  const { decision } = await anApprovedOrder();

  expect(await ordersIn(kubeConfig, 'default').createOrFind(decision, aPizzaOrder)).toBe('created');

  const name = `pizza-${decision.approvalId}`;
  const created = await kubeConfig.makeApiClient(CustomObjectsApi).getNamespacedCustomObject({ ...place, name });
  expect(created.spec).toEqual({ placeOrder: true, ...aPizzaOrder.order });
  expect(created.metadata).toMatchObject({
    labels: {
      'app.kubernetes.io/created-by': 'k8s-pizza-observability',
      'alert-name': 'HighCPUUsage',
      'alert-timestamp': '2026-11-22T09-50-15Z',
    },
    annotations: {
      'pizza.bilalashraf.xyz/approval-id': decision.approvalId,
      'pizza.bilalashraf.xyz/approval-digest': decision.digest,
      'pizza.bilalashraf.xyz/approval-history-head': `${decision.historyHead.seq}:${decision.historyHead.hash}`,
      'pizza.bilalashraf.xyz/approved-by': 'U0ALICE',
      'pizza.bilalashraf.xyz/max-price': '30.00',
    },
  });
});

test('the same decision, delivered ten times at once and again later, orders once', async () => {
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default');
  const { decision } = await anApprovedOrder();

  const results = await Promise.all(Array.from({ length: 10 }, () => orders.createOrFind(decision, aPizzaOrder)));

  expect(results.filter((result) => result === 'created')).toHaveLength(1);
  expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('found');
  expect(await orders.list()).toHaveLength(1);
});

test('another order under the same name is not taken for this one', async () => {
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default');
  const { decision } = await anApprovedOrder();
  await orders.createOrFind({ ...decision, digest: 'sha256:other' }, aPizzaOrder);

  await expect(orders.createOrFind(decision, aPizzaOrder)).rejects.toMatchObject({ code: 'delivery_rejected' });
});

test('what the cluster will never accept is refused for good, and says nothing of what was ordered', async () => {
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default');
  const { decision } = await anApprovedOrder();
  const { order } = aPizzaOrder;
  const wrong = { ...aPizzaOrder, order: { ...order, address: { ...order.address, phone: '1255550100' } } };

  await expect(orders.createOrFind(decision, wrong)).rejects.toMatchObject({
    code: 'delivery_rejected',
    message: 'The cluster answered 422 Invalid (spec.address.phone).',
  });
});

test('a cluster that is not there, or does not let us in, is tried again', async () => {
  const cluster = await aCluster();
  const { decision } = await anApprovedOrder();
  const elsewhere = ordersIn(connectCluster({ apiUrl: `${cluster.url}/elsewhere`, token: null }), 'default');
  await expect(elsewhere.createOrFind(decision, aPizzaOrder)).rejects.toThrow('The cluster answered 404 NotFound.');
  await cluster.close();

  const gone = ordersIn(connectCluster({ apiUrl: cluster.url, token: null }), 'default');
  const error: unknown = await gone.createOrFind(decision, aPizzaOrder).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ message: expect.stringContaining('The cluster was not reached') });
  expect(error).not.toBeInstanceOf(ApiException);
  expect(error).not.toHaveProperty('code', 'delivery_rejected');
});

test('orders that somebody else created are not listed', async () => {
  const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
  const orders = ordersIn(kubeConfig, 'default');
  const { decision } = await anApprovedOrder();
  await orders.createOrFind(decision, aPizzaOrder);

  await kubeConfig.makeApiClient(CustomObjectsApi).createNamespacedCustomObject({ ...place, body: anOrder('by-hand') });

  expect((await orders.list()).map(({ metadata }) => metadata.name)).toEqual([`pizza-${decision.approvalId}`]);
});
