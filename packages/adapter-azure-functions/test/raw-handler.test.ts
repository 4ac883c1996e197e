import { app } from '@azure/functions';
import { maxRequestBytes, type RawRequest } from '@k8s-pizza/slack-approval/host';
import { rawHandler } from '@k8s-pizza/slack-approval-azure-functions';
import { expect, onTestFinished, test } from 'vitest';
import { startHost } from './functions-host.js';

/** A function that answers with what it was given, byte for byte. */
async function startEcho() {
  const given: RawRequest[] = [];
  const handler = rawHandler(async (request) => {
    given.push(request);
    return { status: 202, headers: { 'x-token': request.header('X-Token') ?? '' }, body: `${request.body.byteLength}` };
  });
  const host = await startHost(() => app.http('echo', { methods: ['POST'], route: 'slack', handler }));
  onTestFinished(host.close);
  return { url: host.url, given };
}

test('method, URL, headers and bytes arrive as they were sent, and the answer goes back as it is', async () => {
  const { url, given } = await startEcho();
  const body = new Uint8Array([0xff, 0x00, 0x7b]);

  const answer = await fetch(url, { method: 'POST', headers: { 'x-token': 'a token' }, body });

  expect([answer.status, answer.headers.get('x-token'), await answer.text()]).toEqual([202, 'a token', '3']);
  expect(given.map((one) => [one.method, one.url?.endsWith('/slack'), [...one.body]])).toEqual([
    ['POST', true, [0xff, 0x00, 0x7b]],
  ]);
});

test('a body of more than 1 MB is answered before anybody is given it', async () => {
  const { url, given } = await startEcho();

  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(maxRequestBytes + 1) });

  expect(answer.status).toBe(413);
  expect(given).toEqual([]);
});
