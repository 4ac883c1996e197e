import { expect, test } from 'vitest';
import { connectCluster } from '../../src/connections.js';
import { carryOut, ordersIn } from '../../src/orders.js';
import { aCluster } from '../world/a-cluster.js';
import { anApprovedOrder } from '../world/an-approval.js';

test('a payload of another version is refused for good', async () => {
  const orders = ordersIn(connectCluster({ apiUrl: (await aCluster()).url, token: null }), 'default', () => undefined);
  const { decision } = await anApprovedOrder();

  const carrying = carryOut({ orders, log: () => undefined }, { ...decision, payload: { pizza: 'large' } });

  await expect(carrying).rejects.toMatchObject({ code: 'delivery_rejected' });
  expect(await orders.list()).toEqual([]);
});
