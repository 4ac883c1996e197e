import type { Decision } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { connectCluster } from '../../src/connections.js';
import { carryOut, ordersIn } from '../../src/orders.js';
import { aCluster } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const { alert: _, ...ordered } = aPizzaOrder;

/** Carries out an approved decision with these parts changed. Resolves to the pizzas of each order in the cluster. */
async function ordersAfter(change: Partial<Decision<unknown>>) {
  const { url } = await aCluster();
  const orders = ordersIn(connectCluster({ apiUrl: url, token: null }), 'default', () => undefined);
  const { decision } = await anApprovedOrder();
  const refused = await carryOut({ orders, log: () => undefined }, { ...decision, ...change }).then(
    () => null,
    (error: unknown) => error,
  );
  const path = 'apis/pizza.bilalashraf.xyz/v1/namespaces/default/pizzaorders';
  const { items } = await (await fetch(`${url}/${path}`)).json();
  return { refused, pizzas: items.map((order: { spec: { pizzas: readonly object[] } }) => order.spec.pizzas.length) };
}

describe('the order function', () => {
  test('orders as many pizzas as the decision about a party holds', async () => {
    const { pizzas } = await ordersAfter({ kind: 'pizza-party', payload: { ...ordered, pizzas: 50 } });

    expect(pizzas).toEqual([50]);
  });

  test('orders one pizza for a decision of the other kind, whatever else its payload holds', async () => {
    const { pizzas } = await ordersAfter({ payload: { ...ordered, pizzas: 12 } });

    expect(pizzas).toEqual([1]);
  });

  test.each([
    ['more pizzas than a party has', { payload: { ...ordered, pizzas: 51 } }],
    ['no pizzas', { payload: { ...ordered, pizzas: 0 } }],
    ['half a pizza', { payload: { ...ordered, pizzas: 1.5 } }],
    ['no number', { payload: ordered }],
    ['a number as text', { payload: { ...ordered, pizzas: '12' } }],
    ['another kind', { kind: 'pizza-truck', payload: { ...ordered, pizzas: 12 } }],
  ])('refuses %s for good', async (_name, change) => {
    const { refused, pizzas } = await ordersAfter({ kind: 'pizza-party', ...change });

    expect(refused).toMatchObject({ code: 'delivery_rejected' });
    expect(pizzas).toEqual([]);
  });
});
