// What every program here does: it asks once, serves Slack by its own host, says where, and ends once the decision has reached it.
// An error ends it with 1, as a rejection that nothing handles does.
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { z } from 'zod';

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/**
 * @param serve - starts a host for the approvals, and returns its address and how to close it
 * @param slack - more options of `createApprovals`' `slack`
 */
export async function askOnce(serve, { store = memoryStore(), slack = {} } = {}) {
  const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: apiUrl } = process.env;
  const approvals = createApprovals({ slack: { token, signingSecret, apiUrl, ...slack }, store });
  let deliver;
  const delivered = new Promise((resolve) => {
    deliver = resolve;
  });
  const orders = approvals.define('pizza-order', {
    schema: z.object({ size: z.string() }),
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    approvers: [user('U0ALICE')],
    onDecision: async ({ outcome, payload }) => deliver({ outcome, payload }),
  });
  const { url, close } = await serve(approvals);
  approvals.start();
  await orders.ask({ size: 'large' }, { requester: 'oven' });
  say({ url });
  say({ delivered: await delivered });
  await close();
  await approvals.stop();
  await store.close();
}
