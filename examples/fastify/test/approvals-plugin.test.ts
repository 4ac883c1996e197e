import { readFileSync } from 'node:fs';
import { adapterContract } from '@k8s-pizza/slack-approval-testing';
import { expect, test } from 'vitest';
import { startFastify } from './start-fastify.js';

adapterContract({ name: 'fastify', start: startFastify });

test('the guide shows the very code that is tested here', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

  expect(read('../../../docs/guides/custom-adapter.md')).toContain(read('../src/approvals-plugin.ts'));
});

test('the app’s own routes still get parsed bodies', async () => {
  const { url, close } = await startFastify({ handleRaw: async () => ({ status: 200, headers: {}, body: '' }) });

  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(new URL('/orders', url), { method: 'POST', headers, body: '{ "size": "large" }' });
  await close();

  expect(await answer.text()).toBe('{"size":"large"}');
});
