import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { capturedAlerts } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { aCollector } from '../world/a-collector.js';
import { theTwoApart } from '../world/a-pipeline.js';
import { aPizzaOrder } from '../world/an-approval.js';
import { aSecret } from '../world/an-environment.js';

const { firing, joined, resolved } = await capturedAlerts();

describe('a function app and a Slack app elsewhere', () => {
  test('take an alert to a question, its answer to an order, and the order to the card', async () => {
    const { pizza, startApp, card, cards, click, order, orders, begin, putForward } = await theTwoApart();
    await startApp();

    const asked = await pizza.send(firing);
    const again = await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');
    const { metadata } = await order();
    await begin(metadata.name, 'prep', 'bake');
    await pizza.invokeTimer('ReportProgress');
    putForward(10_000);

    expect(asked).toMatchObject({ status: 200, body: { action: 'asked' } });
    expect(again.body.approvalId).toBe(asked.body.approvalId);
    expect(metadata.name).toBe(resourceName(asked.body.approvalId));
    await expect(card('bake: active')).resolves.toMatchObject({ ts });
    expect(cards()).toHaveLength(1);
    expect(await orders.list()).toHaveLength(1);
  });

  test('show an order as deleted once two lists in a row lack it', async () => {
    const { pizza, startApp, card, cards, click, order, begin, remove, putForward } = await theTwoApart();
    await startApp();
    await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');
    const { metadata } = await order();
    await begin(metadata.name, 'prep');
    await pizza.invokeTimer('ReportProgress');
    await remove(metadata.name);

    await pizza.invokeTimer('ReportProgress');
    putForward(10_000);
    await card('prep: active');
    const once = cards().map(({ text }) => text.includes('failed'));
    await pizza.invokeTimer('ReportProgress');
    putForward(10_000);

    const failed = await card('prep: failed');
    expect(failed.ts).toBe(ts);
    expect(JSON.stringify(failed.blocks)).toContain('its PizzaOrder was deleted');
    expect(once).toEqual([false]);
  });

  test('withdraw the question when the alert resolves', async () => {
    const { pizza, startApp, card } = await theTwoApart();
    await startApp();
    const { body } = await pizza.send(firing);

    const withdrawn = await pizza.send(resolved);
    const late = await pizza.send(resolved);

    expect(withdrawn).toMatchObject({ status: 200, body: { action: 'withdrawn', approvalId: body.approvalId } });
    expect(late).toMatchObject({ status: 200, body: { action: 'none' } });
    expect((await card('Withdrawn by')).text).toContain('All 2 alerts have resolved.');
  });

  test('show on the card that a second machine runs hot', async () => {
    const { pizza, startApp, card, cards, putForward } = await theTwoApart();
    await startApp();
    const { body } = await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');

    const updated = await pizza.send(joined);
    putForward(10_000);
    const shown = await until('the new line', () => {
      const [only] = cards();
      return JSON.stringify(only?.blocks).includes('2 alerts firing on node-1:9100, node-2:9100') ? only : null;
    });

    expect(updated).toMatchObject({ status: 200, body: { action: 'updated', approvalId: body.approvalId } });
    expect(shown?.ts).toBe(ts);
    expect(JSON.stringify(shown?.blocks)).toContain('order function');
  });

  test('keep the first question of a group whose alerts have other labels now', async () => {
    const { pizza, startApp, card, cards } = await theTwoApart();
    await startApp();
    const { body } = await pizza.send(firing);
    await card('Waiting for an answer');
    const worse = JSON.parse(JSON.stringify(firing).replaceAll('"severity":"warning"', '"severity":"critical"'));

    const again = await pizza.send(worse);

    expect(JSON.stringify(worse)).not.toBe(JSON.stringify(firing));
    expect(again).toMatchObject({ status: 200, body: { action: 'updated', approvalId: body.approvalId } });
    expect(cards()).toHaveLength(1);
  });

  test('follow the order of a person who asked in the Slack app', async () => {
    const { simulator, pizza, startApp, card, click, order, begin, putForward } = await theTwoApart({}, 'bolt');
    await startApp();
    await simulator.command({ userId: 'U0BOB', channelId: 'C0PIZZA', command: '/pizza', text: 'order small' });
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');
    const { metadata } = await order();
    await begin(metadata.name, 'prep', 'bake');

    await pizza.invokeTimer('ReportProgress');
    putForward(10_000);

    await expect(card('bake: active')).resolves.toMatchObject({ ts });
  });

  test('put an alert and its order into one trace', async () => {
    const { url, spans } = await aCollector();
    // the exporter reads it from the process
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { pizza, startApp, card, click, order } = await theTwoApart({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    await startApp();

    await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');
    await order();
    await until('both spans', () => (spans.length >= 2 ? spans : null));

    expect(spans.map(({ name }) => name)).toEqual(['alert', 'order']);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  test('log a rejection with who and why', async () => {
    const { simulator, pizza, startApp, card, click, orders } = await theTwoApart();
    await startApp();
    const { body } = await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'reject:no');
    const form = await until('the form', () => simulator.views('U0ALICE').at(-1) ?? null);

    await simulator.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'No.\norder function: fine' } });

    const line = await until('a line about it', () => pizza.lines.find((one) => one.includes('rejected')) ?? null);
    expect(line).toBe(
      `order function: ${body.approvalId} is rejected by U0ALICE ("No.\\norder function: fine"), so nothing is ordered`,
    );
    expect(await orders.list()).toEqual([]);
  });
});

test('while the Slack app is down, an alert gets a retryable status, and asks later', async () => {
  const { pizza, startApp, card } = await theTwoApart();

  const down = await pizza.send(firing);
  await startApp();
  const up = await pizza.send(firing);

  expect(down).toEqual({ status: 503, body: { error: 'unavailable' } });
  expect(pizza.lines[0]).toMatch(/^slack-approval-alertmanager: .*: The Slack app was not reached: ECONNREFUSED\.$/);
  expect(up).toMatchObject({ status: 200, body: { action: 'asked' } });
  await expect(card('Waiting for an answer')).resolves.toBeDefined();
});

test('while the function is down, its decision waits, and is carried out once later', async () => {
  const { pizza, gate, startApp, card, click, order, orders, putForward } = await theTwoApart();
  await startApp();
  await pizza.send(firing);
  gate.isOpen = false;
  const { ts } = await card('Waiting for an answer');
  await click('U0ALICE', ts, 'approve:now');
  await until('a delivery that fails', () => (gate.refusedCount > 0 ? true : null));
  expect(await orders.list()).toEqual([]);

  gate.isOpen = true;
  putForward(10_000);
  await order();
  const [sent] = gate.seen;
  const repeat = await fetch(`${pizza.url}/HttpPizzaOrderConfirmationHandler`, { method: 'POST', ...sent });

  expect(repeat.status).toBe(200);
  expect(await orders.list()).toHaveLength(1);
});

describe('a message without a valid signature', () => {
  test('does not reach the function', async () => {
    const { pizza, gate, startApp, card, click, orders, order } = await theTwoApart();
    await startApp();
    await pizza.send(firing);
    const { ts } = await card('Waiting for an answer');
    await click('U0ALICE', ts, 'approve:now');
    await order();
    const [sent = { headers: {}, body: '' }] = gate.seen;
    const other = sent.body.replaceAll('HighCPUUsage', 'HighCPUUsagE');
    const url = `${pizza.url}/HttpPizzaOrderConfirmationHandler`;

    const altered = await fetch(url, { method: 'POST', headers: sent.headers, body: other });
    const unsigned = await fetch(url, { method: 'POST', body: sent.body });

    expect(other).not.toEqual(sent.body);
    expect([altered.status, unsigned.status]).toEqual([401, 401]);
    expect(await orders.list()).toHaveLength(1);
  });

  test('does not reach the Slack app', async () => {
    const { pizza, appUrl, startApp, cards } = await theTwoApart({ REPORT_SECRET: aSecret() });
    await startApp();

    const asked = await pizza.send(firing);
    const reported = pizza.invokeTimer('ReportProgress');
    await expect(reported).rejects.toThrow('The Slack app answered 401 unauthenticated.');
    const unsigned = await fetch(`${appUrl}/approvals`, json({}));

    expect(asked).toEqual({ status: 503, body: { error: 'unavailable' } });
    expect(pizza.lines[0]).toMatch(/: The Slack app answered 401 unauthenticated\.$/);
    expect([unsigned.status, await unsigned.json()]).toMatchObject([401, { code: 'unauthenticated' }]);
    expect(cards()).toEqual([]);
  });
});

test('a request that is replayed after its alert resolved gets the same response, and asks nothing', async () => {
  const { appUrl, reportSecret, startApp, cards, card } = await theTwoApart();
  await startApp();
  const send = signedBy(reportSecret, appUrl);
  const asked = { kind: 'pizza-order', key: 'a group', payload: aPizzaOrder };
  const first = await send('msg_1', '/approvals', asked);
  await send('msg_2', `/approvals/${first.body.id}/withdraw`, { reason: 'The alert has resolved.' });
  await card('Withdrawn by');

  const replayed = await send('msg_1', '/approvals', asked);
  const elsewhere = await send('msg_1', '/approvals', { ...asked, key: 'another group' });

  expect(first).toMatchObject({ status: 201, body: { status: 'pending' } });
  expect(replayed).toEqual(first);
  expect(elsewhere).toMatchObject({ status: 409, body: { code: 'webhook_id_reused' } });
  expect(cards()).toHaveLength(1);
});

function json(body: object, headers: Readonly<Record<string, string>> = {}) {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Sends messages as the order function does, all signed at one instant. */
function signedBy(secret: string, url: string) {
  const at = new Date();
  return async (id: string, path: string, message: object) => {
    const answer = await fetch(
      `${url}${path}`,
      json(message, {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, JSON.stringify(message)),
      }),
    );
    return { status: answer.status, body: await answer.json() };
  };
}
