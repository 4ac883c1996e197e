import { describe, expect, test } from 'vitest';
import { explainGroup, summaryOf } from '../src/index.js';
import { firing, withAlerts } from './captured.js';
import { createWorld } from './world.js';

const [alert] = firing.alerts;
const long = (text: string) => ({ annotations: { summary: text.repeat(20_000) }, labels: alert?.labels ?? {} });

describe('an alert that is too long for a card asks with what fits', () => {
  test.each(['x', 'ä', '€', '🍕'])('and the card shows that "%s…" was cut', async (letter) => {
    const world = await createWorld({
      options: { payload: (group) => ({ pizza: 'large', alert: summaryOf(group) ?? '' }) },
    });

    const answer = await world.send(withAlerts(firing, () => long(letter)));
    const [approval] = await world.pending();

    expect(answer).toMatchObject({ status: 200, action: 'asked' });
    expect(Object(approval?.payload).alert).toMatch(new RegExp(`^(?:${letter}){200,}…$`, 'u'));
  });

  test('and finds the same question when it is sent again', async () => {
    const world = await createWorld({
      options: { payload: (group) => ({ pizza: 'large', alert: summaryOf(group) ?? '' }) },
    });
    const body = withAlerts(firing, () => long('x'));

    const [first, second] = [await world.send(body), await world.send(body)];

    expect(second).toMatchObject({ status: 200, approvalId: first.approvalId });
  });

  test('a text that fits is not cut', async () => {
    const world = await createWorld({
      options: { payload: (group) => ({ pizza: 'large', alert: summaryOf(group) ?? '' }) },
    });

    await world.send(withAlerts(firing, () => ({ annotations: { summary: 'x'.repeat(2_000) } })));

    expect(await world.pending()).toMatchObject([{ payload: { alert: 'x'.repeat(2_000) } }]);
  });
});

test('of too many alerts for a card, the oldest are shown, and the card says how many were left out', async () => {
  const many = {
    ...firing,
    alerts: Array.from({ length: 2_000 }, (_, index) => ({
      ...firing.alerts[0],
      labels: { alertname: 'HighCPUUsage', instance: `node-${index}` },
      fingerprint: String(index),
    })),
  };
  const lines: (readonly string[])[] = [];
  const world = await createWorld({
    options: {
      payload: ({ alerts }) => ({ pizza: 'large', alert: alerts.map(({ labels }) => labels['instance']).join(' ') }),
      context(group) {
        lines.push(explainGroup(group));
        return explainGroup(group);
      },
    },
  });

  expect(await world.send(many)).toMatchObject({ status: 200, action: 'asked' });
  expect(lines.at(-1)).toContainEqual(expect.stringContaining('left out 1950 more alerts'));
});

test('a payload that no shortening makes fit is answered with its code', async () => {
  const world = await createWorld({ options: { payload: () => ({ pizza: 'large', alert: 'x'.repeat(40_000) }) } });

  expect(await world.send(firing)).toEqual({ status: 500, error: 'payload_too_large' });
});
