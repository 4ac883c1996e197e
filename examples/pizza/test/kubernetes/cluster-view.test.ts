import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectCluster } from '../../src/connections.js';
import { clusterView } from '../../src/orders.js';
import { aCluster } from '../world/a-cluster.js';

function viewOf(apiUrl: string, withinMs?: number) {
  return clusterView(connectCluster({ apiUrl, token: null }), 'default', withinMs);
}

test('shows the version and the orders of a cluster', async () => {
  const view = viewOf((await aCluster()).url);

  expect(await view.version()).toEqual({ value: 'v1.32.0-pizza' });
  expect(await view.orders()).toEqual({ value: [] });
});

test('describes an unreachable or refusing cluster in one short sentence', async () => {
  const cluster = await aCluster();
  const refusing = viewOf(`${cluster.url}/elsewhere`);
  const refused = { problem: 'The cluster answered 404 NotFound.' };
  expect([await refusing.version(), await refusing.orders()]).toEqual([refused, refused]);
  await cluster.close();

  const gone = viewOf(cluster.url);
  const notReached = { problem: expect.stringMatching(/^The cluster was not reached: (?!The cluster)/) };

  expect([await gone.version(), await gone.orders()]).toEqual([notReached, notReached]);
});

test('gives up on a silent cluster', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const view = viewOf(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, 100);

  const silent = { problem: expect.stringMatching(/^The cluster did not answer (within 0.1 s|in time)\.$/) };

  expect(await Promise.all([view.version(), view.orders()])).toEqual([silent, silent]);
});
