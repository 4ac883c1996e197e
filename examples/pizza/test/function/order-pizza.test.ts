import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { capturedAlerts } from '../../demo/send-alerts.js';
import { plainLogger, receiveOrderPizza } from '../../src/answer-alerts.js';
import { definePizzaOrder } from '../../src/pizza-kinds.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { traceAlerts } from '../../src/telemetry.js';
import { aPizzaOrder, usualOrder } from '../world/an-approval.js';

const { firing } = await capturedAlerts();
const confirmation = {
  confirmationSource: 'slack',
  orderConfirmed: true,
  createK8sResource: true,
  alertDetails: { alertname: 'HighCPUUsage', instance: 'node-1:9100', severity: 'warning' },
};

/** `OrderPizza`, asking a kind without a Slack. */
function anOrderPizza({ alertsToken = null }: { readonly alertsToken?: string | null } = {}) {
  const approvals = createApprovals({ store: memoryStore() });
  const asks = definePizzaOrder(approvals, {
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    sink: async () => undefined,
  });
  const receive = receiveOrderPizza({
    asks,
    alerts: { token: alertsToken, linkHosts: [], names: ['HighCPUUsage'] },
    order: usualOrder,
    maxPrice: aPizzaOrder.maxPrice,
    shiftStarts: aPizzaOrder.shiftStarts,
    namespace: 'k8s-pizza',
    logger: plainLogger(() => undefined),
    clock: () => Date.UTC(2026, 0, 1),
  });
  return {
    receive,
    async send(body: unknown, authorization?: string) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const headers: Readonly<Record<string, string | undefined>> = {
        'content-type': 'application/json',
        authorization,
      };
      const request = { method: 'POST', header: (name: string) => headers[name], body: Buffer.from(text) };
      const answer = await receive(request);
      return { status: answer.status, body: JSON.parse(answer.body) };
    },
    approvals: async () => (await approvals.list()).approvals,
  };
}

describe('a confirmation in the form of the first Slack app', () => {
  test('asks instead of ordering, and says so in its own form', async () => {
    const { send, approvals } = anOrderPizza();

    const first = await send(confirmation);
    const again = await send(confirmation);

    const [asked, ...others] = await approvals();
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ status: 'pending', payload: { alert: { name: 'HighCPUUsage' } } });
    expect(first).toEqual({
      status: 200,
      body: {
        message: expect.stringContaining('Nothing is ordered yet'),
        resourceName: resourceName(asked?.id ?? ''),
        namespace: 'k8s-pizza',
      },
    });
    expect(again).toEqual(first);
  });

  test('of a group that already asked finds that question', async () => {
    const { send, approvals } = anOrderPizza();
    await send(firing);

    await send({ ...confirmation, alertDetails: { ...confirmation.alertDetails, groupKey: firing.groupKey } });

    expect(await approvals()).toHaveLength(1);
  });

  test('with invalid details asks without them', async () => {
    const { send, approvals } = anOrderPizza();
    const { alertDetails } = confirmation;

    const answer = await send({
      ...confirmation,
      alertDetails: { ...alertDetails, groupKey: '', summary: 'half \ud83d' },
    });

    expect(answer).toMatchObject({ status: 200 });
    expect(await approvals()).toMatchObject([{ payload: { alert: { name: 'HighCPUUsage', links: {} } } }]);
    expect(JSON.stringify((await approvals())[0]?.payload)).not.toContain('half');
  });

  test.each([
    ['of an alert that orders nothing', { ...confirmation, alertDetails: { alertname: 'DiskFull' } }],
    ['of no alert', { ...confirmation, alertDetails: {} }],
    ['that confirms nothing', { ...confirmation, orderConfirmed: false }],
    ['that wants no resource', { ...confirmation, createK8sResource: false }],
  ])('%s asks nothing', async (_what, body) => {
    const { send, approvals } = anOrderPizza();

    expect(await send(body)).toMatchObject({ status: 200, body: { resourceName: null, namespace: 'k8s-pizza' } });
    expect(await approvals()).toEqual([]);
  });

  test('that is malformed is refused', async () => {
    const answer = await anOrderPizza().send({ confirmationSource: 'slack', orderConfirmed: 'yes' });

    expect(answer).toEqual({ status: 400, body: { error: 'malformed_confirmation' } });
  });
});

test('an alert that is not in ALERT_NAMES asks nothing', async () => {
  const { send, approvals } = anOrderPizza();
  const other = JSON.stringify(firing).replaceAll('HighCPUUsage', 'DiskFull');

  expect(await send(other)).toMatchObject({ status: 200, body: { action: 'none' } });
  expect(await approvals()).toEqual([]);
});

describe('with a token in addition to the key', () => {
  const alertsToken = 'a-token-of-alertmanager';

  test.each([firing, confirmation])('a request without the token is refused', async (body) => {
    const { send, approvals } = anOrderPizza({ alertsToken });

    const answers = [await send(body), await send(body, `Bearer ${alertsToken}x`), await send(body, alertsToken)];

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await approvals()).toEqual([]);
  });

  test('an alert with the token asks', async () => {
    const answer = await anOrderPizza({ alertsToken }).send(firing, `Bearer ${alertsToken}`);

    expect(answer).toMatchObject({ status: 200, body: { action: 'asked' } });
  });
});

test('the token is checked before the body is read, also with traces', () => {
  const { receive } = anOrderPizza({ alertsToken: 'a-token-of-alertmanager' });
  const traced = traceAlerts(receive, { span: () => undefined } as never);
  const head = (authorization: string | null) => ({ method: 'POST', header: () => authorization });

  expect(traced.refuseHead?.(head(null))).toMatchObject({ status: 401 });
  expect(traced.refuseHead?.(head('Bearer a-token-of-alertmanager'))).toBeNull();
});
