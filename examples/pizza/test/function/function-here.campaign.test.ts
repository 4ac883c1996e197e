import { createApprovals, user } from '@k8s-pizza/slack-approval';
import { onAzurite } from 'test-engines/on-azurite';
import { startAzurite } from 'test-engines/start-azurite';
import { expect, onTestFinished, test } from 'vitest';
import { capturedAlerts } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { openServerStore } from '../../src/connections.js';
import { definePizzaParty } from '../../src/pizza-kinds.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { theFunction, theOutside } from '../world/a-pipeline.js';
import { aPizzaOrder } from '../world/an-approval.js';
import { customer } from '../world/an-environment.js';

const { firing, resolved } = await capturedAlerts();

/** One function app that is everything, with its approvals in the storage account it has anyway. */
async function theOne() {
  const outside = await theOutside();
  const { simulator, cluster } = outside;
  const azurite = await startAzurite();
  onTestFinished(() => azurite.stop());
  const pizza = await theFunction({
    ...customer,
    SLACK_BOT_TOKEN: simulator.botToken,
    SLACK_SIGNING_SECRET: simulator.signingSecret,
    SLACK_API_URL: simulator.apiUrl,
    SLACK_CHANNEL: 'C0PIZZA',
    SLACK_APPROVERS: 'U0ALICE',
    AzureWebJobsStorage: azurite.connectionString(),
    KUBERNETES_API_URL: cluster.url,
  });
  simulator.requestUrl = `${pizza.url}/slack/actions`;
  return { ...outside, pizza, connectionString: azurite.connectionString() };
}

onAzurite('one function app with its approvals in its storage account', () => {
  test('one function app takes an alert to an order and shows it on the card', async () => {
    const { pizza, card, cards, click, order, orders, begin } = await theOne();

    const asked = await pizza.send(firing);
    const again = await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    const clicked = await click('U0ALICE', ts, 'approve:now');
    const { metadata } = await order();
    await begin(metadata.name, 'prep');
    await pizza.invokeTimer('ReportProgress');

    expect(asked).toMatchObject({ status: 200, body: { action: 'asked' } });
    expect(again.body.approvalId).toBe(asked.body.approvalId);
    expect(clicked.status).toBe(200);
    expect(metadata.name).toBe(resourceName(asked.body.approvalId));
    // what is due by then is done by the timer, as on Azure
    const shown = until('the step on the card', async () => {
      await pizza.invokeTimer('slackApprovalsDue');
      return cards().find(({ text }) => text.includes('prep: active')) ?? null;
    });
    await expect(shown).resolves.toMatchObject({ ts });
    expect(await orders.list()).toHaveLength(1);
  });

  test('a party that another process of the app asked for is decided and ordered there', async () => {
    const { simulator, connectionString, card, click, order } = await theOne();
    const { botToken: token, signingSecret, apiUrl } = simulator;
    const store = await openServerStore({ type: 'azure-tables', connectionString }, () => undefined);
    const bolt = createApprovals({ store, slack: { token, signingSecret, apiUrl } });
    onTestFinished(() => bolt.stop());
    const approvers = [user('U0ALICE')];
    const party = definePizzaParty(bolt, { channel: 'C0PIZZA', approvers, sink: async () => undefined });
    const { alert: _, ...ordered } = aPizzaOrder;

    const { approval } = await party.ask({ ...ordered, pizzas: 3 }, { requester: 'someone' });
    await bolt.flush();
    await bolt.stop();
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');

    expect((await order()).metadata.name).toBe(resourceName(approval.id));
  });

  test('an alert that resolves withdraws its question there as well', async () => {
    const { pizza, card } = await theOne();
    await pizza.send(firing);

    expect(await pizza.send(resolved)).toMatchObject({ status: 200, body: { action: 'withdrawn' } });
    await expect(card('Withdrawn by')).resolves.toBeDefined();
  });
});
