import { join } from 'node:path';
import { createApprovals } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { freePort } from 'test-engines/free-port';
import { type Child, startChild } from 'test-processes/child-process';
import { onTestFinished } from 'vitest';
import { cardsIn, clickAndSubmit } from '../../demo/cards.js';
import { until } from '../../demo/until.js';
import { connectCluster, openStore } from '../../src/connections.js';
import { ordersIn } from '../../src/orders.js';
import { aCluster, aFolder } from './a-cluster.js';
import { theFunction } from './a-pipeline.js';
import type { OpenSource } from './alert-source.js';
import { aPizzaOrder, usualOrder } from './an-approval.js';
import { aSecret, customer } from './an-environment.js';
import { functionAddress } from './function-address.js';
import type { SlackAppBook } from './slack-app-child.js';

const bearer = 'a-token-that-only-alertmanager-knows';
const channelId = 'C0PIZZA';
const idle = 3_600_000;

/** Every part as it is deployed, apart from the others: each can go away and come back. */
export async function thePipeline(program: string, openSource: OpenSource) {
  let aheadMs = 0;
  const simulator = await createSlackSimulator({ clock: () => Date.now() + aheadMs });
  onTestFinished(() => simulator.close());
  const address = await functionAddress();
  const alerts = await openSource({ url: `${address.url}/OrderPizza`, bearer });
  const cluster = await theCluster();
  const [port, reportSecret, decisionSecret] = [await freePort(), aSecret(), aSecret()];
  const file = join(await aFolder(), 'approvals.db');
  const { botToken: token, signingSecret, apiUrl } = simulator;

  const orderFunction = theOrderFunction(address, {
    ...customer,
    SLACK_APP_URL: `http://127.0.0.1:${port}`,
    REPORT_SECRET: reportSecret,
    DECISION_SECRET: decisionSecret,
    KUBERNETES_API_URL: cluster.url,
    ALERTS_TOKEN: bearer,
  });
  let child: Child<SlackAppBook> | null = null;
  const slackApp = {
    async starts() {
      const started = await startChild<SlackAppBook, never>(program, () => undefined);
      onTestFinished(() => started.kill());
      child = started;
      const { url } = await started.tell('begin', {
        slack: { token, signingSecret, apiUrl, appToken: null, channel: channelId, approvers: ['U0ALICE'] },
        order: usualOrder,
        maxPrice: aPizzaOrder.maxPrice,
        shiftStarts: aPizzaOrder.shiftStarts,
        alerts: { token: null, linkHosts: [], names: ['HighCPUUsage'] },
        port,
        file,
        orderFunction: { url: `${address.url}/HttpPizzaOrderConfirmationHandler`, secret: decisionSecret },
        reportSecret,
        aheadMs,
      });
      simulator.requestUrl = `${url}/slack/events`;
    },
    isKilled: async () => await child?.kill(),
  };
  await orderFunction.starts();
  await slackApp.starts();
  return {
    simulator,
    alerts,
    cluster,
    orderFunction,
    slackApp,
    ...whatPeopleSee(simulator),
    ...(await whatIsRecorded(file, { token, signingSecret, apiUrl })),
    async putForward(ms: number) {
      aheadMs += ms;
      await child?.tell('put_ahead', aheadMs);
    },
  };
}

/** A cluster that goes away and comes back at its address, with what it held. */
async function theCluster() {
  const first = await aCluster({ paceMs: idle });
  let { close } = first;
  const { url, stateFile } = first;
  const orders = ordersIn(connectCluster({ apiUrl: url, token: null }), 'default', () => undefined);
  return {
    url,
    orders: () => orders.list(),
    goesDown: () => close(),
    /** Its controller bakes at this pace from now on. */
    async comesBack(paceMs = idle) {
      ({ close } = await aCluster({ stateFile, port: Number(new URL(url).port), paceMs }));
    },
  };
}

/** A function app behind its address; each start is a new instance. */
function theOrderFunction(
  address: Awaited<ReturnType<typeof functionAddress>>,
  environment: Readonly<Record<string, string>>,
) {
  let running: Awaited<ReturnType<typeof theFunction>> | null = null;
  const lines: string[] = [];
  return {
    address,
    async starts() {
      running = await theFunction(environment);
      address.target = running.url;
    },
    async goesDown() {
      address.target = null;
      lines.push(...(running?.lines ?? []));
      await running?.close();
      running = null;
    },
    reportsProgress: async () => await running?.invokeTimer('ReportProgress'),
    /** What it has logged, whichever instance. */
    log: () => [...lines, ...(running?.lines ?? [])].join('\n'),
    /** The statuses that deliveries of this decision were answered with. */
    decisions: (id: string) =>
      address.passed
        .filter(({ path, body }) => path === '/HttpPizzaOrderConfirmationHandler' && body.includes(id))
        .map(({ status }) => status),
    /** What it answered to the `count`-th notification that it was sent. */
    answers: (count: number) =>
      until(`answer ${count} to a notification`, () => {
        const answer = address.passed.filter(({ path }) => path === '/OrderPizza')[count - 1];
        // the function's own answers have this form
        return answer === undefined ? null : (JSON.parse(answer.answer) as { action: string; approvalId: string });
      }),
  };
}

function whatPeopleSee(simulator: Awaited<ReturnType<typeof createSlackSimulator>>) {
  const shown = () =>
    cardsIn(simulator).map(({ ts, text, blocks }) => ({ ts, text: `${text}\n${JSON.stringify(blocks)}` }));
  return {
    cards: shown,
    /** That card, once it shows this. */
    card: (what: string, ts: string) =>
      until(`a card that shows "${what}"`, () => {
        const found = shown().find((card) => card.ts === ts);
        return found?.text.includes(what) === true ? found : null;
      }),
    approves: (userId: string, ts: string) =>
      clickAndSubmit(simulator, { userId, channelId, ts, actionId: 'approval:default:approve:now' }),
    /** What only this person reads in the channel. */
    toldTo: (userId: string) =>
      until(`a word to ${userId}`, () => {
        const seen = simulator.messages(channelId, { asUser: userId });
        return seen.filter(({ ephemeralFor }) => ephemeralFor === userId).at(-1)?.text ?? null;
      }),
  };
}

/** The record, read as another process of the same app would. */
async function whatIsRecorded(file: string, slack: { token: string; signingSecret: string; apiUrl: string }) {
  const store = await openStore({ type: 'sqlite', file }, () => undefined);
  const approvals = createApprovals({ store, slack });
  onTestFinished(async () => {
    await approvals.stop();
    await store.close();
  });
  return {
    async record(id: string) {
      const found = await approvals.get(id);
      if (found === null) throw new Error(`There is no approval ${id}.`);
      return found;
    },
    /** The timestamp of its card. */
    postedAs: (id: string) => until(`the card of ${id}`, async () => (await approvals.get(id))?.copies[0]?.ts ?? null),
    askedCount: async () => (await approvals.list()).approvals.length,
  };
}
