import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { cardsIn, clickAndSubmit } from '../../demo/cards.js';
import { startCluster } from '../../demo/cluster/start-cluster.js';
import { capturedAlerts, sendAlert } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { connectCluster } from '../../src/connections.js';
import { ordersIn } from '../../src/orders.js';
import { aBundle } from '../world/a-bundle.js';
import { aFolder } from '../world/a-cluster.js';
import { aCollector } from '../world/a-collector.js';
import { customer } from '../world/an-environment.js';

let bundle = '';
beforeAll(async () => {
  const { folder, remove } = await aBundle('build-service');
  bundle = folder;
  return remove;
});

test('the bundle uses no deprecated module of Node', async () => {
  const text = await readFile(join(bundle, 'main.mjs'), 'utf8');

  expect(text).toMatch(/\("crypto"\)/);
  expect(text).not.toMatch(/\("punycode"\)/);
});

/** Runs the bundle as a process with only this environment. */
function startService(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(bundle, 'main.mjs')], {
    env: { PATH: process.env.PATH, ...environment },
    cwd: bundle,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const exited = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = () => said.split('\n').filter((line) => line.startsWith('{'));
  return {
    said: () => said,
    exited,
    url: () =>
      until('the address of the service', () => {
        const line = lines().find((one) => one.includes('"url"'));
        return line === undefined ? null : String(JSON.parse(line).url);
      }),
    signal: (name: NodeJS.Signals) => child.kill(name),
    async end() {
      child.kill('SIGTERM');
      return await exited;
    },
  };
}

async function aWorld() {
  const simulator = await createSlackSimulator();
  const cluster = await startCluster({
    stateFile: join(await aFolder(), 'cluster.json'),
    port: 0,
    paceMs: 100,
    log: () => undefined,
  });
  onTestFinished(async () => {
    await cluster.close();
    await simulator.close();
  });
  const collector = await aCollector();
  const environment = {
    SLACK_BOT_TOKEN: simulator.botToken,
    SLACK_SIGNING_SECRET: simulator.signingSecret,
    SLACK_API_URL: simulator.apiUrl,
    SLACK_CHANNEL: 'C0PIZZA',
    SLACK_APPROVERS: 'U0ALICE',
    DATABASE_URL: `file:${join(await aFolder(), 'approvals.db')}`,
    KUBERNETES_API_URL: cluster.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    PORT: '0',
    ...customer,
  };
  return { simulator, cluster, collector, environment };
}

describe('the service, bundled as it is deployed', () => {
  test('takes an alert through Slack to an order, with probes, metrics and one trace', async () => {
    const { simulator, cluster, collector, environment } = await aWorld();
    const service = startService(environment);
    const url = await service.url();
    simulator.requestUrl = `${url}/slack/actions`;

    const ready = await fetch(`${url}/readyz`);
    const { approvalId = '' } = await sendAlert(`${url}/alerts`, (await capturedAlerts()).firing);
    const card = await until('a card', () => cardsIn(simulator)[0] ?? null);
    const actionId = 'approval:default:approve:now';
    await clickAndSubmit(simulator, { userId: 'U0ALICE', channelId: 'C0PIZZA', ts: card.ts, actionId });
    await until('the pizza at the door', () =>
      cardsIn(simulator)[0]?.text.includes('delivered: done') === true ? true : null,
    );
    const orders = await ordersIn(
      connectCluster({ apiUrl: cluster.url, token: null }),
      'default',
      () => undefined,
    ).list();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const ended = await service.end();

    expect(ready.status).toBe(200);
    expect(orders).toHaveLength(1);
    expect(metrics).toContain('slack_approval_asked_total{kind="pizza-order"} 1');
    expect(metrics).toContain('slack_approval_decided_total{kind="pizza-order",outcome="approved"} 1');
    expect(metrics).toContain('slack_approval_deliveries_total{kind="pizza-order",state="delivered"} 1');
    expect(metrics).toContain('slack_approval_attention 0');
    expect(ended).toEqual([0, null]);
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(collector.spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'alert',
        'order',
        ...['approval', 'ask', 'deliver', 'step'].map((name) => `${name} pizza-order`),
      ]),
    );
    const root = collector.spans.find(({ name }) => name === 'approval pizza-order');
    expect(collector.spans.filter(({ parentSpanId }) => parentSpanId !== root?.spanId).map(({ name }) => name)).toEqual(
      ['approval pizza-order'],
    );
    expect([...collector.metrics]).toEqual(expect.arrayContaining(['approval.asked', 'approval.decision.duration']));
    expect(service.said()).toContain(approvalId);
    for (const secret of [simulator.botToken, simulator.signingSecret, 'Compiler Road', '2125550100'])
      expect(service.said()).not.toContain(secret);
  }, 60_000);

  test('is not ready while Slack refuses the token, and says so', async () => {
    const { simulator, environment } = await aWorld();
    simulator.fail({ method: 'auth.test', how: 'error', error: 'invalid_auth', times: 100 });
    const service = startService(environment);
    const url = await service.url();

    const [live, ready] = await Promise.all([fetch(`${url}/healthz`), fetch(`${url}/readyz`)]);

    expect([live.status, ready.status]).toEqual([200, 503]);
    expect(await ready.json()).toMatchObject({ problems: [expect.stringContaining('token')] });
  }, 60_000);

  test('says in one sentence why it cannot start, without the error’s other fields', async () => {
    const { environment } = await aWorld();
    const service = startService({ ...environment, DATABASE_URL: 'postgres://approvals:hush#hush@127.0.0.1:1/x' });

    expect(await service.exited).toEqual([1, null]);
    expect(JSON.parse(service.said())).toMatchObject({ msg: expect.stringMatching(/^The Slack app did not start\. /) });
    expect(service.said()).not.toContain('hush');
  }, 60_000);

  test('ends cleanly if it gets the signal twice', async () => {
    const { environment } = await aWorld();
    const service = startService(environment);
    const url = await service.url();
    // keeps it busy until the end of what it waits for
    const unfinished = request(`${url}/alerts`, { method: 'POST' }).on('error', () => undefined);
    unfinished.write('[');
    await fetch(`${url}/healthz`);

    service.signal('SIGTERM');
    await until('the end', () => (service.said().includes('SIGTERM: ending') ? true : null));
    service.signal('SIGINT');
    service.signal('SIGTERM');

    expect(await service.exited).toEqual([0, null]);
  }, 60_000);

  test('ends at once while it still waits for Slack', async () => {
    const { simulator, environment } = await aWorld();
    simulator.fail({ method: 'apps.connections.open', how: 'hang', times: 100 });
    const service = startService({ ...environment, SLACK_APP_TOKEN: simulator.appToken });
    await until('the question to Slack', () =>
      simulator.traffic.some(({ method }) => method === 'apps.connections.open') ? true : null,
    );

    expect(await service.end()).toEqual([0, null]);
  }, 60_000);

  test('does not start without its configuration, and lists all that is missing', async () => {
    const service = startService({ SLACK_CHANNEL: 'pizza', PORT: 'http' });

    expect(await service.exited).toEqual([1, null]);
    const named = [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_CHANNEL',
      'DATABASE_URL',
      'AZURE_FUNCTION_URL',
      'PORT',
    ];
    for (const name of named) expect(service.said()).toContain(`\n  ${name}: `);
  }, 60_000);
});
