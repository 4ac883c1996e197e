import { serve } from '@hono/node-server';
import { createApprovals, slackFromEnv, user } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { Hono } from 'hono';

interface Deploy {
  readonly service: string;
  readonly version: string;
}

const approvals = createApprovals({ slack: slackFromEnv(), store: sqliteStore('approvals.db') });
const deploys = approvals.define<Deploy>('deploy', {
  title: ({ service, version }) => `Deploy ${service} ${version}?`,
  channel: 'C0OPS',
  approvers: [user('U0ALICE')],
  // called again if it throws or the process dies: act once per deliveryId
  onDecision: ({ outcome, payload }, { deliveryId }) => {
    if (outcome === 'approved') console.log(`Deploying ${payload.service} ${payload.version} (${deliveryId})`);
  },
});

const app = new Hono();
app.post('/deploys', async ({ req, json }) => {
  const deploy = await req.json<Deploy>(); // let in only who may ask
  const asking = { key: `${deploy.service}-${deploy.version}`, requester: 'ci' };
  const { approval } = await deploys.ask(deploy, asking);
  return json({ id: approval.id }, 202);
});
app.get('/deploys/:id', async ({ req, json, notFound }) => {
  const approval = await approvals.get(req.param('id'));
  return approval === null ? notFound() : json({ status: approval.status, delivery: approval.delivery.state });
});
app.all('/slack/*', ({ req }) => approvals.handle(req.raw)); // Slack's requests, with the body still unread
app.onError((_error, { body }) => body(null, 500));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
approvals.start(); // posts cards, delivers decisions
