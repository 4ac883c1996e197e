import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { capturedAlerts } from '../../demo/send-alerts.js';
import { until } from '../../demo/until.js';
import { resourceName } from '../../src/pizza-order-resource.js';
import { aCollector } from '../world/a-collector.js';
import { theTwoApart } from '../world/a-pipeline.js';

const { firing, resolved } = await capturedAlerts();

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
    const { appUrl, startApp, cards } = await theTwoApart();
    await startApp();

    for (const path of ['/asks', '/progress']) {
      const answer = await fetch(`${appUrl}${path}`, { method: 'POST', body: '{}' });
      expect([path, answer.status, await answer.json()]).toEqual([path, 401, { error: 'unauthenticated' }]);
    }
    expect(cards()).toEqual([]);
  });
});
