import { inspect } from 'node:util';
import type { DecisionSink } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';

import { webhook } from '../../src/delivery/webhook.js';
import { deliverTo } from './a-delivery.js';
import { newSecret, oldSecret, publishedSecret as secret } from './secrets.js';

const url = 'https://receiver.example/decisions?code=function-key';

function codesOf(sink: DecisionSink): string[] {
  return (sink.problems?.() ?? []).map(({ code }) => code);
}

describe('an address', () => {
  test.each([
    ['https://receiver.example/decisions'],
    ['https://10.0.0.7:8443/decisions?code=key'],
    ['http://localhost:7071/api/decisions'],
    ['http://127.0.0.1:7071/'],
    ['http://127.8.9.10/'],
    ['http://[::1]:7071/'],
  ])('%s is accepted', (address) => {
    expect(codesOf(webhook(address, { secret }))).toEqual([]);
  });

  test('is no safer for the text "false"', () => {
    const insecure = 'false' as never;

    expect(codesOf(webhook('http://receiver.example/', { secret, insecure }))).toContain('invalid_webhook_url');
    expect(codesOf(webhook(url, { secret, insecure }))).toEqual(['invalid_options']);
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['relative', '/decisions'],
    ['no address', 'not an address'],
    ['of another protocol', 'ftp://receiver.example/'],
    ['a file', 'file:///etc/passwd'],
    ['with a user name', 'https://user@receiver.example/'],
    ['with a password', 'https://:pass@receiver.example/'],
    ['plain http to another machine', 'http://receiver.example/'],
    ['plain http to a name that only begins like loopback', 'http://127.0.0.1.receiver.example/'],
    ['plain http to another localhost', 'http://localhost.receiver.example/'],
    ['plain http to a private network', 'http://10.0.0.7/'],
  ])('%s is refused', (_name, address) => {
    expect(codesOf(webhook(address, { secret }))).toEqual(['invalid_webhook_url']);
  });

  test('of plain http on another machine is accepted where it is spelled out', () => {
    expect(codesOf(webhook('http://receiver.example/', { secret, insecure: true }))).toEqual([]);
  });

  test.each([['ftp://receiver.example/'], ['http://user:pass@receiver.example/']])(
    '%s is refused even so',
    (address) => {
      expect(codesOf(webhook(address, { secret, insecure: true }))).toEqual(['invalid_webhook_url']);
    },
  );
});

describe('a secret', () => {
  test.each([
    ['one', secret],
    ['two', [oldSecret, newSecret]],
  ])('of %s is accepted', (_name, given) => {
    expect(codesOf(webhook(url, { secret: given }))).toEqual([]);
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['an empty list', []],
    ['a list of nothing', ['']],
    ['a list of a blank', [' ']],
    ['plain text', 'open sesame'],
    ['one with a line end', `${secret}\n`],
    ['quoted', `"${secret}"`],
    ['malformed beside a sound one', [newSecret, 'open sesame']],
  ])('%s is refused', (_name, given) => {
    expect(codesOf(webhook(url, { secret: given }))).toEqual(['invalid_webhook_secret']);
  });
});

test.each([
  ['is missing', ['']],
  ['is malformed', 'open-sesame'],
  ['ends with a line break', `${secret}\n`],
  ['contains white space', 'open sesame'],
  ['contains a quotation mark', `'${secret}'`],
])('a secret that %s is reported as that', (what, given) => {
  expect((webhook(url, { secret: given }).problems?.() ?? []).map(({ message }) => message)).toEqual([
    expect.stringContaining(what),
  ]);
});

test.each([
  ['a name with a space', { 'x key': 'value' }],
  ['a value with a line end', { 'x-key': 'value\r\nx-other: value' }],
  ['a length', { 'Content-Length': '5' }],
  ['a way of transfer', { 'transfer-encoding': 'chunked' }],
])('headers with %s are refused', (_name, headers) => {
  expect(codesOf(webhook(url, { secret, headers }))).toEqual(['invalid_options']);
});

test('everything that is wrong is reported at once, and construction itself does not throw', () => {
  const sink = webhook(undefined, { secret: undefined, headers: { 'x key': 'value' } });

  expect(codesOf(sink)).toEqual(['invalid_webhook_url', 'invalid_webhook_secret', 'invalid_options']);
});

test('a sink with problems keeps what it is given for later', async () => {
  await expect(deliverTo(webhook(undefined, { secret }))).resolves.toMatchObject({ type: 'retry' });
});

describe('what is secret', () => {
  const canaries = [oldSecret, newSecret, 'function-key', 'open sesame', 'header-key', 'user:pass'];

  function shown(value: unknown): string {
    return inspect(value, { depth: null, showHidden: true, getters: true }) + JSON.stringify(value) + String(value);
  }

  test('does not show when a sink is printed or serialised', () => {
    const sink = webhook(url, { secret: [oldSecret, newSecret], headers: { authorization: 'header-key' } });

    for (const canary of canaries) expect(shown(sink)).not.toContain(canary);
  });

  test('is not repeated by what is reported about it', () => {
    const headers = { 'x key': 'header-key' };
    const problems =
      webhook('http://user:pass@receiver.example/', { secret: 'open sesame', headers }).problems?.() ?? [];

    expect(problems).toHaveLength(3);
    for (const canary of canaries) expect(shown(problems)).not.toContain(canary);
  });
});

test('a list of secrets made of environment variables may have gaps', () => {
  expect(codesOf(webhook(url, { secret: [undefined as never, secret] }))).toEqual([]);
  expect(codesOf(webhook(url, { secret: [undefined as never] }))).toEqual(['invalid_webhook_secret']);
});

test('a body that is no function is refused', () => {
  expect(codesOf(webhook(url, { secret, body: '{}' as never }))).toEqual(['invalid_options']);
});
