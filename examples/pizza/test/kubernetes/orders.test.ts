import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Decision } from '@k8s-pizza/slack-approval';
import { ApiException, CoreV1Api, CustomObjectsApi } from '@kubernetes/client-node';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RequestedVerb } from '../../demo/cluster/resource-path.js';
import { connectCluster } from '../../src/connections.js';
import { listen } from '../../src/http-server.js';
import { ordersIn } from '../../src/orders.js';
import { aCluster, anOrder } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const quiet = (): void => undefined;
const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };

test('an approved order becomes the resource that was approved, and says where it comes from', async () => {
  const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
  const { decision } = await anApprovedOrder();

  expect(await ordersIn(kubeConfig, 'default', quiet).createOrFind(decision, aPizzaOrder)).toBe('created');

  const name = `pizza-${decision.approvalId}`;
  const { customer, address, paymentSecret } = aPizzaOrder.order;
  const created = await kubeConfig.makeApiClient(CustomObjectsApi).getNamespacedCustomObject({ ...place, name });
  expect(created.spec).toEqual({
    ...{ placeOrder: true, customer, address, paymentSecret },
    pizzas: [{ size: 'large', toppings: ['cheese'] }],
  });
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
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default', quiet);
  const { decision } = await anApprovedOrder();

  const results = await Promise.all(Array.from({ length: 10 }, () => orders.createOrFind(decision, aPizzaOrder)));

  expect(results.filter((result) => result === 'created')).toHaveLength(1);
  expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('found');
  expect(await orders.list()).toHaveLength(1);
});

test('a different order of the same name is refused', async () => {
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default', quiet);
  const { decision } = await anApprovedOrder();
  await orders.createOrFind({ ...decision, digest: 'sha256:other' }, aPizzaOrder);

  await expect(orders.createOrFind(decision, aPizzaOrder)).rejects.toMatchObject({ code: 'delivery_rejected' });
});

/** A server that answers every call with this Status. */
async function aServerThatSays(status: { readonly code: number }): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status.code).end(JSON.stringify(status)));
  const { url, close } = await listen(server.listen(0, '127.0.0.1'));
  onTestFinished(close);
  return url;
}

describe('an order that does not fit the CRD', () => {
  const { order } = aPizzaOrder;
  test.each([
    ['spec.address.phone', { address: { ...order.address, phone: '1255550100' } }],
    ['spec.address.region', { address: { ...order.address, region: 'Washington' } }],
    ['spec.customer.email', { customer: { firstName: 'Ada', lastName: 'Lovelace' } }],
    ['spec.pizzas[0].toppings[0]', { toppings: [['secret topping']] }],
    ['spec.tip', { tip: 'secret tip' }],
  ])('is refused for good before anything is called: %s', async (field, wrong) => {
    const asked: RequestedVerb[] = [];
    const cluster = await aCluster({ allows: (one) => asked.push(one) > 0 });
    const orders = ordersIn(connectCluster({ apiUrl: cluster.url, token: null }), 'default', quiet);
    const { decision } = await anApprovedOrder();
    // what the types do not allow, older versions of this example may have asked
    const payload = { ...aPizzaOrder, order: { ...order, ...wrong } } as typeof aPizzaOrder;

    await expect(orders.createOrFind(decision, payload)).rejects.toMatchObject({
      code: 'delivery_rejected',
      message: `The order does not fit the CRD in these fields: ${field}.`,
    });
    expect(asked).toEqual([]);
  });
});

test('a refusal by the cluster is permanent, and its message does not quote the order', async () => {
  const causes = [{ reason: 'FieldValueInvalid', field: 'spec.address.phone', message: 'Invalid value: "4255550100"' }];
  const status = {
    kind: 'Status',
    code: 422,
    reason: 'Invalid',
    message: '4255550100 is invalid',
    details: { causes },
  };
  const apiUrl = await aServerThatSays(status);
  const { decision } = await anApprovedOrder();

  const refused = ordersIn(connectCluster({ apiUrl, token: null }), 'default', quiet).createOrFind(
    decision,
    aPizzaOrder,
  );

  await expect(refused).rejects.toMatchObject({
    code: 'delivery_rejected',
    message: 'The cluster answered 422 Invalid (spec.address.phone).',
  });
});

describe('a status of another form', () => {
  /** A cluster where everything is there already, and two orders are: one as it should be, and one that a controller of another version wrote to. */
  async function aStrangeCluster(decision: Decision<unknown>) {
    const strange = {
      orderID: 7144,
      price: '9'.repeat(100_000),
      placed: 'yes',
      tracker: { prep: '2026-11-22T10:00:00Z', bake: '', qualityCheck: null, inTheLift: '2026-11-22T10:00:01Z' },
    };
    const annotations = {
      'pizza.bilalashraf.xyz/approval-id': decision.approvalId,
      'pizza.bilalashraf.xyz/approval-digest': decision.digest,
    };
    const named = (name: string, status: unknown) => ({
      ...anOrder(name),
      metadata: { name, uid: name, annotations },
      status,
    });
    const found = named(`pizza-${decision.approvalId}`, strange);
    const server = createServer(({ method, url = '' }, response) => {
      if (method === 'POST') return response.writeHead(409).end('{}');
      const body = url.includes('?')
        ? { items: [found, named('other', undefined), named('none', 'no object')] }
        : found;
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const { url, close } = await listen(server.listen(0, '127.0.0.1'));
    onTestFinished(close);
    return ordersIn(connectCluster({ apiUrl: url, token: null }), 'default', quiet);
  }

  test('does not make an existing order count as never carried out', async () => {
    const { decision } = await anApprovedOrder();
    const orders = await aStrangeCluster(decision);

    expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('found');
  });

  test('does not hide other orders, and its valid fields are read', async () => {
    const { decision } = await anApprovedOrder();
    const orders = await aStrangeCluster(decision);

    const [strange, other, none] = await orders.list();

    expect(strange?.status).toEqual({ price: '9'.repeat(200), tracker: { prep: '2026-11-22T10:00:00Z' } });
    expect([other, none].map((order) => order?.status)).toEqual([{ tracker: {} }, { tracker: {} }]);
  });
});

test('a response by something other than a cluster is not quoted', async () => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('Ada Lovelace, 12 Analytical Way'),
  );
  const { url, close } = await listen(server.listen(0, '127.0.0.1'));
  onTestFinished(close);

  const listing = ordersIn(connectCluster({ apiUrl: url, token: null }), 'default', quiet).list();

  await expect(listing).rejects.toThrow(/^The cluster answered with something other than what was asked for\.$/);
});

describe('labels', () => {
  test.each([
    ['HighCPUUsage', 'HighCPUUsage'],
    ['CPU > 80 % for 5 m', 'CPU---80---for-5-m'],
    ['/etc/alerts: “hot”!', 'etc-alerts---hot'],
    ['日本語', ''],
    ['_._', ''],
    ['x'.repeat(70), 'x'.repeat(63)],
    [`${'x'.repeat(62)}. and more`, 'x'.repeat(62)],
  ])('%s is taken as %s', async (name, label) => {
    const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
    const { decision } = await anApprovedOrder();
    const alert = { ...aPizzaOrder.alert, name, since: '2026-11-22T09:50:15.648794772+01:00' };

    await ordersIn(kubeConfig, 'default', quiet).createOrFind(decision, { ...aPizzaOrder, alert });

    const named = { ...place, name: `pizza-${decision.approvalId}` };
    const { metadata } = await kubeConfig.makeApiClient(CustomObjectsApi).getNamespacedCustomObject(named);
    expect(metadata.labels).toMatchObject({
      'alert-name': label,
      'alert-timestamp': '2026-11-22T09-50-15.648794772-01-00',
    });
  });
});

describe('the Event of an approval', () => {
  test('says once who approved, even if the decision is delivered again', async () => {
    const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
    const orders = ordersIn(kubeConfig, 'default', quiet);
    const { decision } = await anApprovedOrder();

    await Promise.all([1, 2, 3].map(() => orders.createOrFind(decision, aPizzaOrder)));
    await orders.createOrFind(decision, aPizzaOrder);

    const [order] = await orders.list();
    const fieldSelector = `involvedObject.kind=PizzaOrder,involvedObject.uid=${order?.metadata.uid}`;
    const api = kubeConfig.makeApiClient(CoreV1Api);
    const { items } = await api.listNamespacedEvent({ namespace: 'default', fieldSelector });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      reason: 'Approved',
      message: `Approved by U0ALICE, approval ${decision.approvalId}, digest ${decision.digest}`,
      firstTimestamp: new Date(decision.decidedAt),
    });
    const fieldSelectorOfOthers = 'involvedObject.kind=Pod';
    const others = await api.listNamespacedEvent({ namespace: 'default', fieldSelector: fieldSelectorOfOthers });
    expect(others.items).toEqual([]);
  });

  test('is written by a repeat if the first delivery failed before it', async () => {
    let isDown = true;
    const cluster = await aCluster({ allows: ({ resource }) => resource !== 'events' || !isDown });
    const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
    const orders = ordersIn(kubeConfig, 'default', quiet);
    const { decision } = await anApprovedOrder();
    await orders.createOrFind(decision, aPizzaOrder);
    isDown = false;

    expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('found');

    const { items } = await kubeConfig.makeApiClient(CoreV1Api).listNamespacedEvent({ namespace: 'default' });
    expect(items).toHaveLength(1);
  });

  test('that is forbidden is logged, and the order remains', async () => {
    const cluster = await aCluster({ allows: ({ resource }) => resource !== 'events' });
    const said: string[] = [];
    const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
    const orders = ordersIn(kubeConfig, 'default', (line) => said.push(line));
    const { decision } = await anApprovedOrder();

    expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('created');

    expect(await orders.list()).toHaveLength(1);
    expect(said).toEqual([
      `orders: pizza-${decision.approvalId} has no Event about its approval. The cluster answered 403 Forbidden.`,
    ]);
  });

  test('names ten people and counts the rest', async () => {
    const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
    const { decision } = await anApprovedOrder();
    const decidedBy = Array.from({ length: 100 }, (_, index) => ({
      userId: `U${'0'.repeat(9)}${index}`,
      teamId: null,
      enterpriseId: null,
    }));

    await ordersIn(kubeConfig, 'default', quiet).createOrFind({ ...decision, decidedBy }, aPizzaOrder);

    const { items } = await kubeConfig.makeApiClient(CoreV1Api).listNamespacedEvent({ namespace: 'default' });
    expect(items[0]?.message).toContain('U0000000009 and 90 more, approval');
    expect(items[0]?.message?.length).toBeLessThan(1_024);
  });
});

test('a call to a silent cluster times out, and the delivery is retried', async () => {
  const server = createServer();
  const { url, close } = await listen(server.listen(0, '127.0.0.1'));
  onTestFinished(close);
  const { decision } = await anApprovedOrder();
  const orders = ordersIn(connectCluster({ apiUrl: url, token: null }), 'default', quiet);
  const called = once(server, 'request');

  const given = orders.createOrFind(decision, aPizzaOrder);

  await called;
  await expect(given).rejects.toThrow('The cluster did not answer in time.');
});

test('an unreachable or forbidden cluster is retried', async () => {
  const cluster = await aCluster();
  const { decision } = await anApprovedOrder();
  const elsewhere = ordersIn(connectCluster({ apiUrl: `${cluster.url}/elsewhere`, token: null }), 'default', quiet);
  await expect(elsewhere.createOrFind(decision, aPizzaOrder)).rejects.toThrow('The cluster answered 404 NotFound.');
  await cluster.close();

  const gone = ordersIn(connectCluster({ apiUrl: cluster.url, token: null }), 'default', quiet);
  const error: unknown = await gone.createOrFind(decision, aPizzaOrder).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ message: expect.stringContaining('The cluster was not reached') });
  expect(error).not.toBeInstanceOf(ApiException);
  expect(error).not.toHaveProperty('code', 'delivery_rejected');
});

test('orders of other creators are not listed', async () => {
  const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
  const orders = ordersIn(kubeConfig, 'default', quiet);
  const { decision } = await anApprovedOrder();
  await orders.createOrFind(decision, aPizzaOrder);

  await kubeConfig.makeApiClient(CustomObjectsApi).createNamespacedCustomObject({ ...place, body: anOrder('by-hand') });

  expect((await orders.list()).map(({ metadata }) => metadata.name)).toEqual([`pizza-${decision.approvalId}`]);
});
