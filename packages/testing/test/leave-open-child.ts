// Decides an approval over a server on loopback, and closes nothing.
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { serve, startPlainHost } from './contracts/plain-host.js';

/** Longer than the end of a process takes, and shorter than clients and servers keep an idle connection. */
const heldAfterMs = 3_000;

const slack = await createSlackSimulator();
const { botToken: token, signingSecret, apiUrl } = slack;
const approvals = createApprovals({ slack: { token, signingSecret, apiUrl }, store: memoryStore() });
const pizza = approvals.define('pizza', {
  schema: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
  channel: 'C0PIZZA',
  card: () => ({ title: 'Order pizza?' }),
  approvers: [user('U0ALICE')],
  onDecision: async () => undefined,
});
const { approval } = await pizza.ask({ size: 'large' }, { requester: 'test' });
await approvals.flush();
slack.requestUrl = (await startPlainHost(serve)(approvals)).url;
const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' });
process.stdout.write(String((await approvals.get(approval.id))?.status));

setTimeout(() => process.exit(3), heldAfterMs).unref();
