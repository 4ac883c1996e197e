import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { app } from '@azure/functions';
import { createApprovals, memoryStore, user, webhook } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-azure-functions';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, onTestFinished, test } from 'vitest';
import { type Order, registerOrders } from './durable-orders.js';
import { invoke, loadApp, serveByMessage, startHost } from './functions-host.js';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const instanceId = '0123456789abcdef0123456789abcdef';
const order: Order = { size: 'large' };

/** The one call of the Durable extension that raises an event, as its client makes it. */
async function startExtension() {
  const raised: { readonly path: string; readonly data: string }[] = [];
  const { url, close } = await listenOnLoopback((request, response) => {
    text(request).then((data) => {
      raised.push({ path: request.url ?? '', data });
      response.writeHead(202).end();
    }, response.destroy);
  });
  onTestFinished(close);
  const binding = {
    taskHubName: 'Hub',
    creationUrls: {},
    managementUrls: {},
    rpcBaseUrl: `${url}/durabletask/`,
  };
  return { raised, binding: { json: JSON.stringify(binding) } };
}

/** Plays an orchestration as the extension does: from its start, over all that has happened. */
async function play(functions: ReturnType<typeof loadApp>['functions'], happened: readonly object[]) {
  const moment = { Timestamp: '2026-01-01T10:00:00.000Z', IsPlayed: false };
  const started = [
    { EventType: 12, EventId: -1, ...moment },
    { EventType: 0, EventId: -1, Name: 'orderPizza', ...moment },
  ];
  const history = [...started, ...happened.map((event) => ({ ...event, ...moment }))];
  const trigger = { history, instanceId, isReplaying: false, input: JSON.stringify(order), upperSchemaVersion: 3 };
  const returned = await invoke(functions.get('orderPizza'), { json: JSON.stringify(trigger) });
  return JSON.parse(returned?.json ?? returned?.string ?? '{}');
}

async function startSlackAndOrders(sinkUrl: () => string) {
  const slack = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl, teamId, appId } = slack;
  // here one process plays the function app and its database
  const { get, put, claimDue, list, close } = memoryStore();
  const approvals = createApprovals({
    store: { get, put, claimDue, list, close },
    slack: { token, signingSecret, apiUrl, teamId, appId },
  });
  onTestFinished(async () => {
    await approvals.stop();
    await slack.close();
  });
  const orders = approvals.define('pizza-order', {
    schema: {
      // as: what an activity hands over is JSON of our own
      '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Order }) },
    },
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    // the address is known when the host has started
    onDecision: { deliver: (delivery) => webhook(sinkUrl(), { secret }).deliver(delivery) },
  });
  return { slack, approvals, orders };
}

test('the guide shows the very code that is tested here', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

  expect(read('../../../docs/guides/durable-functions.md')).toContain(read('durable-orders.ts'));
});

test('an orchestration asks, waits for people, and goes on with their decision', async () => {
  const { raised, binding } = await startExtension();
  let url = '';
  const { slack, approvals, orders } = await startSlackAndOrders(() => url);
  const register = () => {
    registerApprovals(app, approvals);
    registerOrders(orders, secret);
  };
  const { functions } = loadApp(register);
  const host = await startHost(register, serveByMessage({ durableClient: binding }));
  onTestFinished(host.close);
  slack.requestUrl = host.url;
  url = new URL('/pizza-decisions', host.url).href;

  // it runs up to the activity
  const asking = await play(functions, []);
  const [{ functionName, input }] = asking.actions.flat();
  expect(functionName).toBe('askForPizza');
  const asked = () => invoke(functions.get('askForPizza'), { json: JSON.stringify(input) });
  const first = await asked();
  expect(await asked()).toEqual(first);
  await approvals.flush();
  const [card, ...more] = slack.messages('C0PIZZA');
  expect(more).toEqual([]);

  // then up to the event
  const activity = [
    { EventType: 4, EventId: 0, Name: 'askForPizza' },
    { EventType: 5, EventId: -1, TaskScheduledId: 0, Result: '"an id"' },
  ];
  expect(await play(functions, activity)).toMatchObject({ isDone: false });

  // people decide
  await slack.click({
    userId: 'U0ALICE',
    channelId: 'C0PIZZA',
    ts: card?.ts ?? '',
    actionId: 'approval:default:approve',
  });
  const raisedAt = () => raised.map(({ path }) => path);
  await expect.poll(raisedAt).toEqual([`/durabletask/instances/${instanceId}/raiseEvent/decision`]);

  // and it runs to its end
  const event = { EventType: 15, EventId: -1, Name: 'decision', Input: raised[0]?.data };
  expect(await play(functions, [...activity, event])).toMatchObject({
    isDone: true,
    output: 'ordered as U0ALICE agreed',
  });
});
