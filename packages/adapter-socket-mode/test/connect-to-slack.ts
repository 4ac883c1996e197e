import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { onTestFinished, vi } from 'vitest';

const nothing = () => undefined;
export const quietLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A simulated Slack, and approvals that nothing has connected yet. */
export async function aSlack(store: ApprovalStore = memoryStore()) {
  const slack = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ store, slack: { token, signingSecret, apiUrl }, logger: quietLogger });
  onTestFinished(async () => {
    await approvals.stop();
    await slack.close();
  });
  return { slack, approvals };
}

/** A simulated Slack with the adapter connected to it, and the log's lines. */
export async function connected(store?: ApprovalStore) {
  const { slack, approvals } = await aSlack(store);
  const { appToken, apiUrl } = slack;
  const error = vi.fn();
  const connect = () => connectSocketMode(approvals, { appToken, apiUrl, logger: { ...quietLogger, error } });
  const connection = await connect();
  onTestFinished(() => connection.close());
  return { slack, approvals, connection, connect, logged: error };
}

/** Asks for a pizza, and waits until its card is there. */
export async function asked(slack: SlackSimulator, approvals: Approvals) {
  const kind = approvals.define('pizza-order', {
    title: 'Order pizza?',
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE'), user('U0BOB')],
    quorum: { approve: 2 },
    reason: { reject: 'required' },
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({ size: 'large' }, { requester: 'test' });
  await approvals.flush();
  const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
  const click = (verb: string, userId = 'U0ALICE') =>
    slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` });
  return { id: approval.id, click };
}
