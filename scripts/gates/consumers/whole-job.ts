// What `jest-cases.ts` lets Jest run, as CommonJS and as ES modules: everything that the packages do together, from their tarballs.
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { createApprovals, memoryStore, user, webhook } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { alertName, receiveAlerts } from '@k8s-pizza/slack-approval-alertmanager';
import { registerApprovals as onAzureFunctions } from '@k8s-pizza/slack-approval-azure-functions';
import { azureTablesStore } from '@k8s-pizza/slack-approval-azure-tables';
import { registerApprovals as onBolt } from '@k8s-pizza/slack-approval-bolt';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { receiveAsks } from '@k8s-pizza/slack-approval-http';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { fixedClock, signSlackRequest } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import express from 'express';
import { Pool } from 'pg';
import { z } from 'zod';

/** What Jest has in common with vitest, whose types are here. */
declare const { afterEach, describe, expect, test }: typeof import('vitest');

const order = z.object({ pizza: z.string() });
const closed = 'http://127.0.0.1:1';
const aFolder = (): string => mkdtempSync(join(process.cwd(), 'run-'));

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A Slack, and approvals of one kind whose decisions are kept. */
async function createWorld(store: ApprovalStore = memoryStore()) {
  const slack = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store });
  open.push(
    () => slack.close(),
    () => store.close(),
    () => approvals.stop(),
  );
  const delivered: unknown[] = [];
  const orders = approvals.define('pizza-order', {
    schema: order,
    channel: 'C0PIZZA',
    card: ({ pizza }) => ({ title: 'Order pizza?', fields: { Pizza: pizza } }),
    approvers: [user('U0ALICE')],
    reason: { reject: 'required' },
    onDecision: async ({ outcome, payload }) => void delivered.push([outcome, payload]),
  });
  const click = async (verb: string) => {
    const [{ ts = '' } = {}] = slack.messages('C0PIZZA');
    return await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` });
  };
  return { slack, approvals, orders, delivered, click };
}

type World = Awaited<ReturnType<typeof createWorld>>;

async function onExpress({ slack, approvals }: World): Promise<void> {
  const server = express().use(approvalsRouter(approvals)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close());
  // as: it listens on a port
  slack.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/actions`;
}

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite in memory', () => sqliteStore(':memory:')],
  ['a SQLite file', () => sqliteStore(join(aFolder(), 'approvals.db'))],
] as const)('with a store in %s, behind Express', (_name, createStore) => {
  test('a program asks, a person approves, and the decision is delivered', async () => {
    const world = await createWorld(createStore());
    await onExpress(world);
    const { slack, approvals, orders, delivered, click } = world;

    const { approval } = await orders.ask({ pizza: 'large' }, { requester: 'oven' });
    await approvals.flush();
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: expect.stringContaining('Order pizza?') }]);
    expect(await click('approve')).toMatchObject({ status: 200, failure: null });
    await approvals.flush();

    expect(delivered).toEqual([['approved', { pizza: 'large' }]]);
    expect(await orders.waitForDecision(approval.id, { timeout: '1s' })).toMatchObject({ outcome: 'approved' });
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: expect.stringContaining('Approved') }]);
  });

  test('a person rejects with a reason, in a form', async () => {
    const world = await createWorld(createStore());
    await onExpress(world);
    const { slack, approvals, orders, delivered, click } = world;

    await orders.ask({ pizza: 'large' }, { requester: 'oven' });
    await approvals.flush();
    await click('reject');
    await approvals.flush();
    const [{ id: viewId = '' } = {}] = slack.views('U0ALICE');
    expect(await slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'No oven' } })).toMatchObject({
      failure: null,
    });
    await approvals.flush();

    expect(delivered).toEqual([['rejected', { pizza: 'large' }]]);
  });
});

test('Bolt serves a click', async () => {
  const { slack, approvals, orders, delivered, click } = await createWorld();
  const { botToken: token, signingSecret, apiUrl: slackApiUrl, botId, botUserId } = slack;
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({ receiver, token, botId, botUserId, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
  onBolt(app, approvals);
  // as: it listens on a port
  const { port } = (await app.start(0)).address() as AddressInfo;
  open.push(() => app.stop());
  slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;

  await orders.ask({ pizza: 'large' }, { requester: 'oven' });
  await approvals.flush();
  expect(await click('approve')).toMatchObject({ status: 200, failure: null });
  await approvals.flush();

  expect(delivered).toEqual([['approved', { pizza: 'large' }]]);
});

test('Azure Functions serve a signed request', async () => {
  const { slack, approvals } = await createWorld(sqliteStore(':memory:'));
  const handlers: ((request: HttpRequest, context: InvocationContext) => unknown)[] = [];
  // its first response is followed by a look at what is due, for which `stop` waits: Jest must not be over by then
  onAzureFunctions({ http: (_name, { handler }) => void handlers.push(handler), timer: () => undefined }, approvals);
  const body = '{"type":"url_verification","challenge":"who is there"}';
  const { headers, url } = signSlackRequest({
    signingSecret: slack.signingSecret,
    body,
    contentType: 'application/json',
    timestampSeconds: Math.floor(Date.now() / 1000),
  });
  const request = new HttpRequest({
    method: 'POST',
    url,
    headers: Object.fromEntries(headers),
    body: { string: body },
  });

  expect(await handlers[0]?.(request, new InvocationContext({ logHandler: () => undefined }))).toMatchObject({
    status: 200,
  });
});

test('a group of alerts asks', async () => {
  const { approvals, orders } = await createWorld();
  const at = Date.UTC(2026, 10, 22, 10);
  const bearer = 'a-token-of-alertmanager';
  const receive = receiveAlerts({
    authentication: { bearer },
    asks: orders,
    alerts: [{ alertname: /High.*/ }],
    payload: (group) => ({ pizza: alertName(group) }),
    clock: fixedClock(at),
  });
  const labels = { alertname: 'HighCPUUsage', instance: 'node-1:9100' };
  const alert = {
    status: 'firing',
    labels,
    annotations: {},
    startsAt: new Date(at - 60_000).toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: '12370f6e27db075e',
  };
  const notification = {
    version: '4',
    groupKey: '{}:{alertname="HighCPUUsage"}',
    status: 'firing',
    receiver: 'approvals',
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: '',
    alerts: [alert],
    truncatedAlerts: 0,
  };
  const header = (name: string) => ({ authorization: `Bearer ${bearer}`, 'content-type': 'application/json' })[name];
  const post = async (body: Uint8Array) => (await receive({ method: 'POST', header, body })).status;

  expect(await post(Buffer.from(JSON.stringify(notification)))).toBe(200);
  expect(await approvals.list({ status: 'pending' })).toMatchObject({
    approvals: [{ payload: { pizza: 'HighCPUUsage' } }],
  });
  // no UTF-8
  expect(await post(Buffer.from([0xff]))).toBe(400);
});

test('another program asks over HTTP', async () => {
  const { approvals, orders } = await createWorld();
  const token = 'a-token-of-another-program-0123456789';
  const receive = receiveAsks(approvals, {
    kinds: { 'pizza-order': orders },
    tokens: [{ token, requester: 'ci', kinds: ['pizza-order'] }],
  });
  const header = (name: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })[name];
  const post = async (body: object) =>
    await receive({ method: 'POST', url: '/approvals', header, body: Buffer.from(JSON.stringify(body)) });

  expect(await post({ kind: 'pizza-order', key: 'k', payload: { pizza: 'large' } })).toMatchObject({ status: 201 });
  expect(await post({ kind: 'pizza-order', key: 'k', payload: { pizza: 7 } })).toMatchObject({ status: 422 });
  expect(await approvals.list({ status: 'pending' })).toMatchObject({ approvals: [{ requester: 'ci' }] });
});

test('a database that does not answer is a failed store', async () => {
  const pool = new Pool({ connectionString: 'postgres://127.0.0.1:1/none' });
  open.push(() => pool.end());
  const table = new TableClient(closed, 'none', { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } });

  await expect(postgresStore(pool).get('a')).rejects.toMatchObject({ code: 'store_failed' });
  await expect(azureTablesStore(table).get('a')).rejects.toMatchObject({ code: 'store_failed' });
});

describe("what Node's own parts throw and other realms make is understood", () => {
  test('the simulator serves its page', async () => {
    const { slack } = await createWorld();

    expect((await fetch(slack.pageUrl)).status).toBe(200);
  });

  test('the simulator keeps its messages in a new file', async () => {
    const slack = await createSlackSimulator({ stateFile: join(aFolder(), 'slack.json') });
    open.push(() => slack.close());

    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('an app that is not there is an answer of the simulator', async () => {
    const { slack, approvals, orders, click } = await createWorld();
    slack.requestUrl = closed;
    await orders.ask({ pizza: 'large' }, { requester: 'oven' });
    await approvals.flush();

    expect(await click('approve')).toMatchObject({ failure: 'connection_failed' });
  });

  test('a header that HTTP does not allow is an option that is refused', async () => {
    const headers = { 'no header': 'a' };
    const sink = webhook('https://example.com', { secret: `whsec_${Buffer.alloc(32).toString('base64')}`, headers });
    const { approvals } = await createWorld();
    const kind = {
      schema: order,
      channel: 'C0PIZZA',
      card: () => ({ title: 'A' }),
      approvers: [user('U0ALICE')],
      onDecision: sink,
    };

    expect(() => approvals.define('other', kind)).toThrow(expect.objectContaining({ code: 'invalid_options' }));
  });

  test('a payload of another realm is asked about', async () => {
    const { approvals } = await createWorld();
    const card = () => ({ title: 'A' });
    const sink = async () => undefined;
    const kind = { schema: z.any(), channel: 'C0PIZZA', card, approvers: [user('U0ALICE')], onDecision: sink };
    const foreign: unknown = structuredClone({ pizza: 'large' });

    expect(await approvals.define('other', kind).ask(foreign, { requester: 'oven' })).toMatchObject({
      approval: { payload: { pizza: 'large' } },
    });
  });
});
