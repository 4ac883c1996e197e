import { getRequestListener } from '@hono/node-server';
import { createTestApprovals, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defineReleases } from '../src/ask-and-exit.js';
import { createWorker } from '../src/programs/hono-on-workers.js';

test('a worker answers a click, leaves its work to waitUntil, and does what is due on schedule', async () => {
  const app = await createTestApprovals();
  const publish = vi.fn(async () => undefined);
  const releases = defineReleases(app.approvals, publish);
  const create = vi.fn((_env: { readonly TOKEN: string }) => app.approvals);
  const worker = createWorker(create);
  const env = { TOKEN: 'xoxb-test' };
  const left: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void left.push(work) };
  const full = { ...context, passThroughOnException: () => undefined, props: {} };
  const host = await listenOnLoopback(getRequestListener((request) => worker.fetch(request, env, full)));
  onTestFinished(async () => {
    await app.close();
    await host.close();
  });
  app.slack.requestUrl = `${host.url}/slack/actions`;
  const { approval } = await releases.ask({ version: '4.2' }, { requester: 'ci' });

  worker.scheduled({}, env, context);
  await Promise.all(left.splice(0));
  await app.approve(await app.expectCard(), { as: 'U0ALICE' });
  await Promise.all(left);

  expect(left).toHaveLength(1);
  expect(create.mock.calls).toEqual([[env]]);
  expect(publish.mock.calls).toEqual([['4.2', approval.id]]);
});
