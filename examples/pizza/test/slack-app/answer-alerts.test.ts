import { readFile } from 'node:fs/promises';
import { type Approval, createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { alertsRoute, plainLogger } from '../../src/answer-alerts.js';
import { definePizzaOrder } from '../../src/pizza-kinds.js';
import type { PizzaOrder } from '../../src/pizza-order.js';
import { aPizzaOrder, usualOrder } from '../world/an-approval.js';

const token = 'a-token-of-alertmanager';
const logger = plainLogger(() => undefined);

/** The route with new approvals and without a Slack: nothing is posted. */
function aRoute(linkHosts: readonly string[] = []) {
  const approvals = createApprovals({ store: memoryStore() });
  const kind = definePizzaOrder(approvals, {
    channel: 'C0PIZZA',
    approvers: [{ type: 'anyone' }],
    sink: async () => undefined,
  });
  const { maxPrice, shiftStarts } = aPizzaOrder;
  const alerts = { token, linkHosts, names: ['HighCPUUsage'] as const };
  const { answer } = alertsRoute({
    asks: kind,
    alerts,
    order: usualOrder,
    maxPrice,
    shiftStarts,
    logger,
    clock: Date.now,
  });
  return {
    kind,
    async send(body: unknown, presented = token) {
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        authorization: `Bearer ${presented}`,
      };
      const request = {
        method: 'POST',
        header: (name: string) => headers[name],
        body: Buffer.from(JSON.stringify(body)),
      };
      const { status, body: said } = await answer(request);
      return { status, ...JSON.parse(said) };
    },
    async asked() {
      const { approvals: found } = await approvals.list();
      // the only kind there is
      return found as readonly Approval<PizzaOrder>[];
    },
  };
}

async function captured() {
  const text = await readFile(new URL('../../data/alertmanager-webhooks.json', import.meta.url), 'utf8');
  const [firing, firingTwo, resolved] = JSON.parse(text).map(({ body }: { body: unknown }) => body);
  return { firing, firingTwo, resolved };
}

test('an alert asks for an order with its price, and a joining instance does not change that', async () => {
  const { send, asked, kind } = aRoute();
  const { firing, firingTwo, resolved } = await captured();

  await send(firing);
  const [before] = await asked();
  const joined = await send(firingTwo);
  const [after] = await asked();
  const { blocks } = await kind.preview(aPizzaOrder);
  const over = await send(resolved);

  expect(before?.payload).toEqual({
    ...aPizzaOrder,
    // the graph is not https, and no host is named
    alert: { ...aPizzaOrder.alert, links: {} },
  });
  expect(joined).toMatchObject({ action: 'updated', approvalId: before?.id });
  expect(after).toMatchObject({ digest: before?.digest, revision: 1 });
  expect(JSON.stringify(blocks)).toMatch(/"At most".{0,120}"\$30\.00/);
  expect(over).toMatchObject({ action: 'withdrawn', approvalId: before?.id });
});

test.each(['y', '漢', '🍕', '\u0001'])(
  'an alert with texts as long as they like, of %j, asks all the same',
  async (letter) => {
    const { send, asked } = aRoute(['prometheus.example.com']);
    const { firing } = await captured();
    const [alert] = firing.alerts;
    const long = letter.repeat(30_000);
    const url = `https://prometheus.example.com/${'g'.repeat(1_960)}`;

    const answer = await send({
      ...firing,
      alerts: [
        {
          ...alert,
          generatorURL: url,
          labels: { ...alert.labels, severity: long },
          annotations: { summary: long, runbook_url: url },
        },
      ],
    });

    expect(answer).toMatchObject({ status: 200, action: 'asked' });
    const { summary = '' } = (await asked())[0]?.payload?.alert ?? {};
    expect([[...summary].length, summary.endsWith(`${letter}…`)]).toEqual([400, true]);
  },
);

test('an alert without a severity and a summary asks, and says nothing in their place', async () => {
  const { send, asked } = aRoute();
  const { firing } = await captured();
  const [alert] = firing.alerts;

  await send({ ...firing, alerts: [{ ...alert, labels: { alertname: 'HighCPUUsage' }, annotations: {} }] });

  expect((await asked())[0]?.payload?.alert).toEqual({ name: 'HighCPUUsage', since: expect.any(String), links: {} });
});

test('links only lead to the configured hosts', async () => {
  const { send, asked } = aRoute(['prometheus.example.com']);
  const { firing } = await captured();
  const generatorURL = 'https://prometheus.example.com/graph?g0.expr=cpu';
  const [alert] = firing.alerts;

  await send({
    ...firing,
    alerts: [{ ...alert, generatorURL, annotations: { runbook_url: 'https://evil.example/' } }],
  });

  expect((await asked())[0]?.payload?.alert?.links).toEqual({ Graph: generatorURL });
});

test('an alert without the token is refused', async () => {
  const { send, asked } = aRoute();

  expect(await send((await captured()).firing, 'another-token-altogether')).toMatchObject({ status: 401 });
  expect(await asked()).toEqual([]);
});
