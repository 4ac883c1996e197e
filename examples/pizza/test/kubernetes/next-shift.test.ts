import { CustomObjectsApi, setHeaderOptions } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../demo/until.js';
import { connectCluster } from '../../src/connections.js';
import { followOrders } from '../../src/follow-orders.js';
import { ordersIn } from '../../src/orders.js';
import { approvalOf, nextShiftStart, placeAtOf } from '../../src/pizza-order-resource.js';
import { aCluster } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };
const merge = setHeaderOptions('Content-Type', 'application/merge-patch+json');
const at = (time: string): number => Date.parse(`2026-11-29T${time}Z`);

test.each([
  ['13:59:59', '2026-11-29T14:00:00.000Z'],
  // the shift that starts now is not the next one
  ['14:00:00', '2026-11-29T22:00:00.000Z'],
  ['22:30:00', '2026-11-30T06:00:00.000Z'],
])('after %s, the next shift starts at %s', (time, expected) => {
  expect(new Date(nextShiftStart(at(time), ['14:00', '22:00', '06:00'])).toISOString()).toBe(expected);
});

/** An order for the next shift of 14:00, decided at 12:00. */
async function aWaitingOrder() {
  const cluster = await aCluster();
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  const { approvals, decision: real } = await anApprovedOrder(aPizzaOrder, 'next-shift');
  const decision = { ...real, decidedAt: at('12:00:00') };
  const said: string[] = [];
  const orders = ordersIn(kubeConfig, 'default', (line) => said.push(line));
  await orders.createOrFind(decision, aPizzaOrder);
  const only = async () => {
    const [order] = await orders.list();
    if (order === undefined) throw new Error('There is no order.');
    return order;
  };
  const name = `pizza-${decision.approvalId}`;
  return {
    ...{ approvals, kubeConfig, orders, decision, said, only },
    change: (body: object) =>
      kubeConfig.makeApiClient(CustomObjectsApi).patchNamespacedCustomObject({ ...place, name, body }, merge),
  };
}

test('an order for the next shift is created without being placed, and says when it will be', async () => {
  const { orders, decision, only } = await aWaitingOrder();

  expect(await orders.createOrFind(decision, aPizzaOrder)).toBe('found');

  const order = await only();
  expect(order).toMatchObject({
    spec: { placeOrder: false },
    metadata: {
      annotations: {
        'pizza.bilalashraf.xyz/choice': 'next-shift',
        'pizza.bilalashraf.xyz/place-at': '2026-11-29T14:00:00.000Z',
      },
    },
  });
});

test('a test for the next shift is never placed', async () => {
  const kubeConfig = connectCluster({ apiUrl: (await aCluster()).url, token: null });
  const { decision } = await anApprovedOrder({ ...aPizzaOrder, test: true }, 'next-shift');
  const orders = ordersIn(kubeConfig, 'default', () => undefined);
  await orders.createOrFind(decision, { ...aPizzaOrder, test: true });

  expect((await orders.list()).map(placeAtOf)).toEqual([null]);
});

test('it is placed once its shift has started, not before, and not a second time', async () => {
  const { orders, only, change } = await aWaitingOrder();

  await orders.placeDue([await only()], at('13:59:59'));
  const early = (await only()).spec.placeOrder;
  await orders.placeDue([await only()], at('14:00:00'));
  const onTime = await only();
  // a person stops the order
  await change({ spec: { placeOrder: false } });
  await orders.placeDue([await only()], at('15:00:00'));

  expect(early).toBe(false);
  expect(onTime.spec.placeOrder).toBe(true);
  expect(approvalOf(onTime)).not.toBeNull();
  expect((await only()).spec.placeOrder).toBe(false);
});

test('an order that changed after it was read is not placed, and one that is gone stops no other', async () => {
  const { orders, only, change, said } = await aWaitingOrder();
  const read = await only();
  await change({ metadata: { annotations: { note: 'changed' } } });
  const gone = { ...read, metadata: { ...read.metadata, name: 'gone' } };

  await orders.placeDue([gone, read], at('14:00:00'));
  const unchanged = (await only()).spec.placeOrder;
  await orders.placeDue([gone, await only()], at('14:00:00'));

  expect(unchanged).toBe(false);
  expect((await only()).spec.placeOrder).toBe(true);
  expect(said).toEqual([
    'orders: gone was not placed. The cluster answered 404 NotFound.',
    expect.stringMatching(/^orders: pizza-\w+ was not placed\. The cluster answered 409 Conflict\.$/),
    'orders: gone was not placed. The cluster answered 404 NotFound.',
    expect.stringMatching(/^orders: pizza-\w+ is placed: its shift has started$/),
  ]);
});

test('the app that follows the cluster shows the time on the card, and places the order then', async () => {
  const { approvals, kubeConfig, decision, only } = await aWaitingOrder();
  let now = at('12:00:00');
  const stop = followOrders({
    ...{ approvals, kubeConfig, namespace: 'default', log: () => undefined, clock: () => now, placeEveryMs: 10 },
  });
  onTestFinished(stop);
  const detail = () =>
    until('progress', async () => (await approvals.get(decision.approvalId))?.progress[0]?.detail ?? null);
  const waiting = await detail();
  const before = (await only()).spec.placeOrder;
  now = at('14:00:00');
  await until('a placed order', async () => ((await only()).spec.placeOrder ? true : null));
  await until('its price on the card', async () => ((await detail()).startsWith('order ') ? true : null));

  expect(waiting).toBe('ordered for the next shift, at 2026-11-29 14:00 UTC');
  expect(before).toBe(false);
});
