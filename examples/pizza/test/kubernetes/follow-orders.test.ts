import type { Approvals } from '@k8s-pizza/slack-approval';
import { CustomObjectsApi, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ClusterOptions } from '../../demo/cluster/start-cluster.js';
import { until } from '../../demo/until.js';
import { connectCluster } from '../../src/connections.js';
import { followOrders } from '../../src/follow-orders.js';
import { ordersIn } from '../../src/orders.js';
import type { WatchPace } from '../../src/watch-orders.js';
import { aBrokenLine } from '../world/a-broken-line.js';
import { aCluster } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const place = { group: 'pizza.bilalashraf.xyz', version: 'v1', namespace: 'default', plural: 'pizzaorders' };
const merge = setHeaderOptions('Content-Type', 'application/merge-patch+json');

/** A watch that gives up and tries again faster than is sensible. */
const pace = {
  watchMs: 60_000,
  silenceMs: 60_000,
  relistMs: 600_000,
  steadyMs: 5_000,
  minPauseMs: 1,
  maxPauseMs: 20,
};

/** The part of the Slack app that watches the cluster. */
function follow(approvals: Approvals, url: string, patience: Partial<WatchPace> = {}, clock = Date.now) {
  const said: string[] = [];
  const stopProgress = followOrders({
    approvals,
    kubeConfig: connectCluster({ apiUrl: url, token: null }),
    namespace: 'default',
    log: (line) => said.push(line),
    clock,
    pace: { ...pace, ...patience },
    retryMs: 1,
  });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= stopProgress();
    return stopping;
  };
  onTestFinished(stop);
  return { stop, said };
}

/** An approved order in a cluster, and hands on its status. */
async function anOrderedPizza(options: Partial<ClusterOptions> = {}) {
  const cluster = await aCluster(options);
  const { approvals, decision } = await anApprovedOrder();
  const kubeConfig = connectCluster({ apiUrl: cluster.url, token: null });
  await ordersIn(kubeConfig, 'default', () => undefined).createOrFind(decision, aPizzaOrder);
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const named = { ...place, name: `pizza-${decision.approvalId}` };
  return {
    approvals,
    approvalId: decision.approvalId,
    cluster,
    begin: (...stages: readonly string[]) => {
      // the controller adds nothing for an hour
      const tracker = Object.fromEntries(stages.map((stage) => [stage, new Date().toISOString()]));
      return api.patchNamespacedCustomObjectStatus({ ...named, body: { status: { tracker } } }, merge);
    },
    annotate: (annotations: object) =>
      api.patchNamespacedCustomObject({ ...named, body: { metadata: { annotations } } }, merge),
    label: (labels: object) => api.patchNamespacedCustomObject({ ...named, body: { metadata: { labels } } }, merge),
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

test('a stage that begins makes the last one done', async () => {
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

test('a restart catches up on missed changes', async () => {
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

test('a cluster that was down is watched again', async () => {
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

test('a report that failed is retried', async () => {
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

test('a deleted order fails its current step', async () => {
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

test('an order with another digest changes nothing', async () => {
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

const began = async (pizza: Awaited<ReturnType<typeof anOrderedPizza>>, stage: number): Promise<void> => {
  await until(`stage ${stage}`, async () =>
    (await pizza.progress()).split(' | ')[stage]?.startsWith('active') ? true : null,
  );
};

const failed = async (pizza: Awaited<ReturnType<typeof anOrderedPizza>>): Promise<void> => {
  await until('the failure', async () => ((await pizza.progress()).includes('failed') ? true : null));
};

describe('a connection to the cluster that', () => {
  test('is reset resumes where it was', async () => {
    let watchCount = 0;
    const pizza = await anOrderedPizza({
      allows({ verb }) {
        if (verb === 'watch') watchCount += 1;
        return true;
      },
    });
    const line = await aBrokenLine(pizza.cluster.url);
    follow(pizza.approvals, line.url);
    await began(pizza, 0);

    for (const [index, stage] of ['bake', 'qualityCheck', 'outForDelivery'].entries()) {
      await until('a watch to break', () => (watchCount > index ? true : null));
      line.reset();
      await pizza.begin(stage);
      await began(pizza, index + 1);
    }

    await until('one more watch', () => (watchCount > 3 ? true : null));
    expect(placed(await pizza.progress())).toBe('done (order) | done | done | active | pending');
  });

  test('is ended by the server resumes', async () => {
    const pizza = await anOrderedPizza();
    const line = await aBrokenLine(pizza.cluster.url);
    follow(pizza.approvals, line.url);
    await began(pizza, 0);

    line.end();
    await pizza.begin('bake');
    await began(pizza, 1);

    expect(placed(await pizza.progress())).toBe('done (order) | active | pending | pending | pending');
  });

  test('falls silent times out, before and after the response', async () => {
    const pizza = await anOrderedPizza();
    const line = await aBrokenLine(pizza.cluster.url);
    const { said } = follow(pizza.approvals, line.url, { silenceMs: 300 });
    await began(pizza, 0);

    line.becomes('is silent');
    await pizza.begin('bake');
    const silences = (): number => said.filter((text) => text.includes('no data arrived for 0.3 s')).length;
    await until('a silence after an answer, and one before', () => (silences() >= 2 ? true : null));
    expect(await pizza.progress()).toMatch(/^active/);
    line.becomes('passes');
    await began(pizza, 1);

    expect(placed(await pizza.progress())).toBe('done (order) | active | pending | pending | pending');
  });

  test.each(['cuts lines', 'talks nonsense', 'refuses'] as const)('%s costs no change', async (mood) => {
    const pizza = await anOrderedPizza();
    const line = await aBrokenLine(pizza.cluster.url);
    const { said } = follow(pizza.approvals, line.url);
    await began(pizza, 0);

    line.becomes(mood);
    line.reset();
    await pizza.begin('bake');
    await pizza.begin('qualityCheck');
    await until('three failures', () => (said.length >= 3 ? true : null));
    line.becomes('passes');
    await began(pizza, 2);

    expect(placed(await pizza.progress())).toBe('done (order) | done | active | pending | pending');
    expect(said.join()).not.toContain('Ada');
  });
});

test('a watch that ends with a bookmark resumes there, without another list', async () => {
  const asked: string[] = [];
  const pizza = await anOrderedPizza({ allows: ({ verb }) => asked.push(verb) > 0 });
  follow(pizza.approvals, pizza.cluster.url, { watchMs: 1_000 });
  await began(pizza, 0);

  await until('a third watch', () => (asked.filter((verb) => verb === 'watch').length >= 3 ? true : null));
  await pizza.begin('bake');
  await began(pizza, 1);

  expect(asked.filter((verb) => verb === 'list')).toHaveLength(1);
});

test('a version that is too old leads to a new list', async () => {
  const asked: string[] = [];
  const pizza = await anOrderedPizza();
  const { said } = follow(pizza.approvals, pizza.cluster.url);
  await began(pizza, 0);
  await pizza.cluster.close();

  // a new server does not remember what happened before it started
  const port = Number(new URL(pizza.cluster.url).port);
  const { stateFile } = pizza.cluster;
  const away = await aCluster({ stateFile });
  const kubeConfig = connectCluster({ apiUrl: away.url, token: null });
  const body = { status: { tracker: { bake: new Date().toISOString() } } };
  const named = { ...place, name: `pizza-${pizza.approvalId}` };
  await kubeConfig.makeApiClient(CustomObjectsApi).patchNamespacedCustomObjectStatus({ ...named, body }, merge);
  await away.close();
  await aCluster({ stateFile, port, allows: ({ verb }) => asked.push(verb) > 0 });
  await began(pizza, 1);

  expect(asked.slice(0, 2)).toEqual(['watch', 'list']);
  expect(said.join()).toContain('The cluster answered 410 Expired.');
});

test('a refused watch is retried, and then the card is right', async () => {
  let isAllowed = false;
  const pizza = await anOrderedPizza({ allows: ({ verb }) => verb !== 'watch' || isAllowed });
  const { said } = follow(pizza.approvals, pizza.cluster.url);
  await until('three refusals', () => (said.length >= 3 ? true : null));

  isAllowed = true;
  await pizza.begin('bake');
  await began(pizza, 1);

  expect(said[0]).toBe(
    'progress: the watch of the cluster ended, and is tried again. The cluster answered 403 Forbidden.',
  );
});

describe('an order that is deleted while no watch is open', () => {
  test('is shown as failed at the next start', async () => {
    const pizza = await anOrderedPizza();
    await pizza.begin('bake');
    const watching = follow(pizza.approvals, pizza.cluster.url);
    await began(pizza, 1);
    await watching.stop();
    await pizza.remove();

    follow(pizza.approvals, pizza.cluster.url);
    await failed(pizza);

    expect(placed(await pizza.progress())).toBe(
      'done (order) | failed (its PizzaOrder was deleted) | pending | pending | pending',
    );
  });

  test('is shown as failed without a restart, when everything is listed again', async () => {
    const pizza = await anOrderedPizza();
    const line = await aBrokenLine(pizza.cluster.url);
    const { said } = follow(pizza.approvals, line.url, { relistMs: 0 });
    await began(pizza, 0);

    line.becomes('refuses');
    line.reset();
    await until('a failure', () => (said.length > 0 ? true : null));
    await pizza.remove();
    line.becomes('passes');
    await failed(pizza);

    expect(await pizza.progress()).toMatch(/^failed \(its PizzaOrder was deleted\)/);
  });

  test('before its first report is shown as failed, once it must have been created', async () => {
    const pizza = await anOrderedPizza();
    await pizza.remove();
    const asked: string[] = [];
    const soonAfter = follow(spiedOn(pizza.approvals, asked), pizza.cluster.url, { relistMs: 0, watchMs: 1_000 });
    await until('two lists', () => (asked.filter((name) => name === 'list').length >= 2 ? true : null));
    await soonAfter.stop();
    const atFirst = await pizza.progress();

    follow(pizza.approvals, pizza.cluster.url, {}, () => Date.now() + 180_000);
    await failed(pizza);

    expect(atFirst).toBe('pending | pending | pending | pending | pending');
    expect(await pizza.progress()).toMatch(/^failed \(its PizzaOrder was deleted\)/);
  });

  test('is told apart from one that lost its label', async () => {
    const pizza = await anOrderedPizza();
    const asked: string[] = [];
    const watching = follow(pizza.approvals, pizza.cluster.url);
    await began(pizza, 0);
    await watching.stop();
    await pizza.label({ 'app.kubernetes.io/created-by': null });

    const again = follow(spiedOn(pizza.approvals, asked), pizza.cluster.url, { relistMs: 0, watchMs: 1_000 });
    await until('two lists', () => (asked.filter((name) => name === 'list').length >= 2 ? true : null));
    await again.stop();

    expect(await pizza.progress()).toMatch(/^active/);
  });

  test('after it was delivered changes nothing', async () => {
    const pizza = await anOrderedPizza();
    await pizza.begin('bake', 'qualityCheck', 'outForDelivery', 'delivered');
    const watching = follow(pizza.approvals, pizza.cluster.url);
    await until('the end', async () => ((await pizza.progress()).endsWith('done') ? true : null));
    await pizza.remove();
    await watching.stop();
    const asked: string[] = [];

    const again = follow(spiedOn(pizza.approvals, asked), pizza.cluster.url, { relistMs: 0, watchMs: 1_000 });
    await until('two lists', () => (asked.filter((name) => name === 'list').length >= 2 ? true : null));
    await again.stop();

    expect(placed(await pizza.progress())).toBe('done (order) | done | done | done | done');
  });
});

test('orders are shown even if approvals cannot be listed', async () => {
  const pizza = await anOrderedPizza();
  const approvals = new Proxy(pizza.approvals, {
    get: (target, name, receiver) =>
      name === 'list'
        ? () => Promise.reject(new Error('the store does not answer'))
        : Reflect.get(target, name, receiver),
  });

  const { said } = follow(approvals, pizza.cluster.url);
  await began(pizza, 0);

  expect(said).toEqual(['progress: deleted orders are looked for later: the store does not answer']);
});

test('two watching processes report each state once, including the failure', async () => {
  const pizza = await anOrderedPizza();
  const one = follow(pizza.approvals, pizza.cluster.url);
  const two = follow(pizza.approvals, pizza.cluster.url);
  await began(pizza, 0);
  await pizza.begin('bake');
  await began(pizza, 1);
  await pizza.begin('qualityCheck', 'outForDelivery');
  await began(pizza, 3);
  await pizza.remove();
  await failed(pizza);
  await one.stop();
  await two.stop();

  const history = await pizza.approvals.history(pizza.approvalId);
  const told = history
    .filter(({ event }) => event.type === 'progressed')
    .map(({ event }) => `${event.step} ${event.state}`);
  expect(new Set(told).size).toBe(told.length);
  expect(told.at(-1)).toBe('out for delivery failed');
});

test('a late process does not take back a failure; a done step does', async () => {
  const pizza = await anOrderedPizza();
  const { approvals, approvalId: id } = pizza;
  await approvals.reportProgress(id, { step: 'prep', state: 'failed', detail: 'its PizzaOrder was deleted' });
  const asked: string[] = [];
  follow(spiedOn(approvals, asked), pizza.cluster.url);
  await until('a look at the order', () => (asked.includes('get') ? true : null));
  const behind = await pizza.progress();

  await pizza.begin('bake');
  await began(pizza, 1);

  expect(behind).toMatch(/^failed \(its PizzaOrder was deleted\)/);
  expect(placed(await pizza.progress())).toBe('done (order) | active | pending | pending | pending');
});

/** The same approvals; the names of the methods that are asked for go to `asked`. */
function spiedOn(approvals: Approvals, asked: string[]): Approvals {
  return new Proxy(approvals, {
    get(target, name, receiver) {
      asked.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
}
