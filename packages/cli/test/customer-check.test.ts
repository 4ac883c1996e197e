import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examine } from './examine.js';

/** The names that the example requires, from its source: packages do not import examples. */
const source = readFileSync(new URL('../../../examples/pizza/src/variables.ts', import.meta.url), 'utf8');
const [, list = ''] = /export const orderNeeds = \[([^\]]+)\]/.exec(source) ?? [];
const needed = [...list.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name ?? '');
const empty = Object.fromEntries(needed.map((name) => [name, '']));
const customer = Object.fromEntries(needed.map((name) => [name, 'x']));
const handler = 'https://f.example.com/api/HttpPizzaOrderConfirmationHandler?code=key';
const url = { AZURE_FUNCTION_URL: 'https://f.example.com/api/decisions' };

const codesOf = async (environment: Readonly<Record<string, string>>) =>
  (await examine('customer', environment)).map(({ code }) => code);

describe('the environment of the pizza example', () => {
  test.each([
    [{ ...url, ...empty }, 'customer_missing'],
    [{ ...url, MAX_PRICE: '20.00' }, 'customer_missing'],
    [{ AZURE_FUNCTION_URL: handler }, 'customer_missing'],
    [{ ...empty, KUBERNETES_API_URL: 'https://k.example.com' }, 'customer_missing'],
    [{ ...empty, SLACK_CHANNEL: 'C0PIZZA', KUBECONFIG: '/config' }, 'customer_missing'],
    [{ ...empty, SLACK_CHANNEL: 'C0PIZZA', KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'customer_missing'],
    [{ ...url, ...customer }, 'customer_ok'],
    [{ ...url, ...customer, DELIVERY_ZIP: ' ' }, 'customer_missing'],
    [{ ...empty, KUBECONFIG: '/config' }, 'customer_unset'],
    [empty, 'customer_unset'],
  ])('%j: %s', async (environment, code) => {
    expect(await codesOf(environment)).toEqual([code]);
  });

  test('is told each name that the example requires, and why', async () => {
    expect(needed).toHaveLength(8);
    const [line] = await examine('customer', { ...url, ...empty, CUSTOMER_EMAIL: 'ada@example.com' });

    const named = needed.filter((name) => line?.message.includes(name));
    expect(named).toEqual(needed.filter((name) => name !== 'CUSTOMER_EMAIL'));
    expect(line?.message).toContain('AZURE_FUNCTION_URL orders real pizza');
    expect(JSON.stringify(line)).not.toContain('ada@');
  });
});

describe('another app', () => {
  test.each([
    [{}, []],
    [{ SLACK_CHANNEL: 'C0PIZZA', KUBERNETES_API_URL: 'https://k.example.com' }, []],
    [url, ['customer_unknown']],
  ])('%j: %j', async (environment, codes) => {
    expect(await codesOf(environment)).toEqual(codes);
  });
});
