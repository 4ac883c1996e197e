import { getRequestListener } from '@hono/node-server';
import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { adapterContract, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';

/** A web-standard host, with the execution context of a worker: `works` is what it was asked to stay alive for. */
function startHono(works: Promise<unknown>[] = []) {
  return async (approvals: Approvals) => {
    const app = new Hono();
    app.onError((_error, context) => context.body(null, 500));
    app.all('/slack/*', ({ req, executionCtx }) =>
      approvals.handle(req.raw, { waitUntil: (work) => executionCtx.waitUntil(work) }),
    );
    const worker = {
      waitUntil: (work: Promise<unknown>) => void works.push(work),
      passThroughOnException: () => undefined,
      props: {},
    };
    const { url, close } = await listenOnLoopback(getRequestListener((request) => app.fetch(request, {}, worker)));
    return { url: `${url}/slack`, close };
  };
}

adapterContract({ name: 'handle, behind hono on node', start: startHono() });

test('what a click leaves to do is handed to `waitUntil`, and done when that has ended', async () => {
  const slack = await createSlackSimulator();
  onTestFinished(() => slack.close());
  const { botToken: token, signingSecret, apiUrl, teamId, appId } = slack;
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token, signingSecret, apiUrl, teamId, appId },
  });
  const delivered: string[] = [];
  const kind = approvals.define('pizza-order', {
    schema: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
    card: () => ({ title: 'Order pizza?' }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: async ({ outcome }) => void delivered.push(outcome),
  });
  await kind.ask({ size: 'large' }, { requester: 'test' });
  await approvals.flush();
  const works: Promise<unknown>[] = [];
  const host = await startHono(works)(approvals);
  onTestFinished(host.close);
  slack.requestUrl = host.url;

  const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
  const click = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' };
  expect(await slack.click(click)).toMatchObject({ status: 200 });
  expect(works).toHaveLength(1);
  await Promise.all(works);

  expect(delivered).toEqual(['approved']);
  expect(slack.messages('C0PIZZA')[0]?.text).toContain('Approved');
});
