import { request } from 'node:http';
import { ApiException, CustomObjectsApi, setHeaderOptions, Watch } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { until } from '../../demo/until.js';
import { connectCluster } from '../../src/connections.js';
import { aCluster, anOrder } from '../world/a-cluster.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };
const merge = setHeaderOptions('Content-Type', 'application/merge-patch+json');

const apiOf = (url: string) => connectCluster({ apiUrl: url, token: null }).makeApiClient(CustomObjectsApi);

/** The `Status` that a call was refused with. */
async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ApiException ? JSON.parse(String(error.body)) : error;
}

test('an order gets an identity, the first stage at once, and is found and listed', async () => {
  const api = apiOf((await aCluster()).url);

  const created = await api.createNamespacedCustomObject({ ...place, body: anOrder('one') });

  expect(created.metadata).toMatchObject({ name: 'one', namespace: 'default', generation: 1 });
  expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect(created.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const placed = await until('the order to be placed', async () => {
    const { status, metadata } = await api.getNamespacedCustomObject({ ...place, name: 'one' });
    return status === undefined ? null : { status, metadata };
  });
  expect(placed.status).toMatchObject({ placed: true, price: '$19.49', tracker: { prep: expect.any(String) } });
  expect(placed.metadata).toMatchObject({ uid: created.metadata.uid, generation: 1 });
  const { items, metadata } = await api.listNamespacedCustomObject(place);
  expect(items).toHaveLength(1);
  expect(metadata.resourceVersion).toBe(placed.metadata.resourceVersion);
  const other = await api.listNamespacedCustomObject({ ...place, namespace: 'elsewhere' });
  expect(other.items).toEqual([]);
});

test('a name that is taken is refused, and the object stays as it was', async () => {
  const api = apiOf((await aCluster()).url);
  const first = await api.createNamespacedCustomObject({ ...place, body: anOrder('one') });

  const refused = await refusalOf(api.createNamespacedCustomObject({ ...place, body: anOrder('one') }));

  expect(refused).toMatchObject({ kind: 'Status', reason: 'AlreadyExists', code: 409, details: { name: 'one' } });
  const { metadata } = await api.getNamespacedCustomObject({ ...place, name: 'one' });
  expect(metadata.uid).toBe(first.metadata.uid);
});

test('what the CRD does not allow is refused with every cause', async () => {
  const api = apiOf((await aCluster()).url);
  const wrong = {
    customer: { firstName: 'Ada', lastName: 'Lovelace' },
    address: { street: '1', city: 'Seattle', region: 'WAS', postalCode: '98101', phone: '1255550100' },
    pizzas: [{ size: 'huge', toppings: 'cheese' }],
  };
  const body = { ...anOrder('Not_A_Name', wrong), metadata: { name: 'Not_A_Name', labels: { when: '10:00' } } };

  const refused = await refusalOf(api.createNamespacedCustomObject({ ...place, body }));

  expect(refused).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'Invalid', code: 422 });
  const causes = refused.details.causes.map((one: { field: string; reason: string }) => [one.field, one.reason]);
  expect(causes.sort()).toEqual([
    ['metadata.labels', 'FieldValueInvalid'],
    ['metadata.name', 'FieldValueInvalid'],
    ['spec.address.phone', 'FieldValueInvalid'],
    ['spec.address.region', 'FieldValueTooLong'],
    ['spec.customer.email', 'FieldValueRequired'],
    ['spec.pizzas[0].size', 'FieldValueNotSupported'],
    ['spec.pizzas[0].toppings', 'FieldValueTypeInvalid'],
  ]);
});

test('a field that the CRD does not know is dropped, or refused where that is asked for', async () => {
  const api = apiOf((await aCluster()).url);
  const body = anOrder('one', { tip: 3 });

  const refused = await refusalOf(api.createNamespacedCustomObject({ ...place, body, fieldValidation: 'Strict' }));
  const created = await api.createNamespacedCustomObject({ ...place, body });

  expect(refused).toMatchObject({ reason: 'BadRequest', code: 400 });
  expect(refused.message).toContain('unknown field "spec.tip"');
  expect(created.spec).toEqual(anOrder('one').spec);
});

test('a patch of the status changes nothing else, and a patch of the object leaves the status', async () => {
  const api = apiOf((await aCluster()).url);
  await api.createNamespacedCustomObject({ ...place, body: anOrder('one', { placeOrder: false }) });
  const named = { ...place, name: 'one' };
  const both = { spec: { placeOrder: true }, status: { price: '$1.00' } };

  const status = await api.patchNamespacedCustomObjectStatus({ ...named, body: both }, merge);
  const object = await api.patchNamespacedCustomObject(
    { ...named, body: { spec: { customer: { email: 'a@example.com' } }, status: null } },
    merge,
  );

  expect(status).toMatchObject({
    spec: { placeOrder: false },
    status: { price: '$1.00' },
    metadata: { generation: 1 },
  });
  expect(object).toMatchObject({
    spec: { customer: { firstName: 'Ada', email: 'a@example.com' } },
    status: { price: '$1.00' },
    metadata: { generation: 2 },
  });
});

test('a patch of a version that is no longer the newest is refused, and so is a kind of patch nobody implemented', async () => {
  const api = apiOf((await aCluster()).url);
  await api.createNamespacedCustomObject({ ...place, body: anOrder('one', { placeOrder: false }) });
  const named = { ...place, name: 'one' };

  const stale = { metadata: { resourceVersion: '1' }, status: { price: '$1.00' } };
  const refused = await refusalOf(api.patchNamespacedCustomObjectStatus({ ...named, body: stale }, merge));
  const jsonPatch = await refusalOf(api.patchNamespacedCustomObjectStatus({ ...named, body: [] }));

  expect(refused).toMatchObject({ reason: 'Conflict', code: 409 });
  expect(jsonPatch).toMatchObject({ reason: 'UnsupportedMediaType', code: 415 });
});

test('a deleted object is gone, and a missing one is not found', async () => {
  const api = apiOf((await aCluster()).url);
  await api.createNamespacedCustomObject({ ...place, body: anOrder('one') });
  const named = { ...place, name: 'one' };

  expect(await api.deleteNamespacedCustomObject(named)).toMatchObject({ status: 'Success' });

  const missing = { kind: 'Status', reason: 'NotFound', code: 404, details: { name: 'one', kind: 'pizzaorders' } };
  expect(await refusalOf(api.getNamespacedCustomObject(named))).toMatchObject(missing);
  expect(await refusalOf(api.deleteNamespacedCustomObject(named))).toMatchObject(missing);
});

test('a watch sends the changes after a version, and an error if the version is too old', async () => {
  const cluster = await aCluster();
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const { metadata } = await api.listNamespacedCustomObject(place);
  await api.createNamespacedCustomObject({ ...place, body: anOrder('one', { placeOrder: false }) });
  const watchAfter = async (resourceVersion: string) => {
    const told: string[] = [];
    const path = `/apis/${place.group}/${place.version}/namespaces/default/pizzaorders`;
    const tell = (type: string, object: { metadata: { name?: string }; reason?: string }): void => {
      told.push(`${type} ${object.metadata.name ?? object.reason}`);
    };
    const watching = await new Watch(kubeConfig).watch(path, { resourceVersion }, tell, () => told.push('end'));
    return { told, stop: () => watching.abort() };
  };

  const recent = await watchAfter(metadata.resourceVersion);
  await until('the past', () => (recent.told.length === 1 ? true : null));
  await api.patchNamespacedCustomObjectStatus({ ...place, name: 'one', body: { status: { placed: true } } }, merge);
  await api.deleteNamespacedCustomObject({ ...place, name: 'one' });
  await until('the present', () => (recent.told.length === 3 ? true : null));
  expect(recent.told).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
  recent.stop();

  await cluster.close();
  const again = await aCluster({ stateFile: cluster.stateFile });
  kubeConfig.loadFromClusterAndUser({ name: 'c', server: again.url, skipTLSVerify: true }, { name: 'nobody' });
  const forgotten = await watchAfter(metadata.resourceVersion);
  await until('the end', () => (forgotten.told.includes('end') ? true : null));
  expect(forgotten.told).toEqual(['ERROR Expired', 'end']);
});

test('a restart keeps every object, and continues to bake', async () => {
  let now = Date.UTC(2026, 0, 1, 10);
  const clock = (): number => now;
  const first = await aCluster({ clock, paceMs: 60_000 });
  await apiOf(first.url).createNamespacedCustomObject({ ...place, body: anOrder('one') });
  const tracker = (url: string, stage: string) =>
    until(stage, async () => {
      const { metadata, status } = await apiOf(url).getNamespacedCustomObject({ ...place, name: 'one' });
      return status?.tracker[stage] === undefined ? null : { uid: metadata.uid, tracker: status.tracker };
    });
  const before = await tracker(first.url, 'prep');
  await first.close();

  now += 60_000;
  const second = await aCluster({ clock, paceMs: 60_000, stateFile: first.stateFile });
  const after = await tracker(second.url, 'bake');

  expect(after.uid).toBe(before.uid);
  expect(after.tracker).toEqual({ ...before.tracker, bake: '2026-01-01T10:01:00.000Z' });
});

test('a request for a foreign host name is refused', async () => {
  const { url } = await aCluster();

  const status = await new Promise((resolve, reject) => {
    request(`${url}/version`, { headers: { host: 'attacker.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

  expect(status).toBe(403);
});
