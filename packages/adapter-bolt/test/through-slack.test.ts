import { type Approvals, createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { createSlackSimulator, type SlackSimulator } from '@k8s-pizza/slack-simulator';
import { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp, quietLogger } from './start-bolt.js';

const approvalsFor = (slack: SlackSimulator) => {
  const { botToken: token, signingSecret, apiUrl, teamId, appId } = slack;
  const access = { token, signingSecret, apiUrl, teamId, appId };
  return createApprovals({ store: memoryStore(), slack: access, logger: quietLogger });
};

async function started() {
  const slack = await createSlackSimulator();
  const approvals = approvalsFor(slack);
  const { signingSecret } = slack;
  const app = createApp(new HTTPReceiver({ signingSecret, logger: quietLogger }));
  registerApprovals(app, approvals);
  const server = await app.start(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  onTestFinished(async () => {
    await approvals.stop();
    await app.stop();
    await slack.close();
  });
  return { slack, approvals };
}

async function connected() {
  const slack = await createSlackSimulator();
  const approvals = approvalsFor(slack);
  const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
  const receiver = new SocketModeReceiver({ appToken: slack.appToken, logger: quietLogger, installerOptions });
  const app = createApp(receiver);
  registerApprovals(app, approvals);
  await app.start();
  onTestFinished(async () => {
    await approvals.stop();
    const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
    await app.stop();
    await gone;
    await slack.close();
  });
  return { slack, approvals };
}

const anything = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;

async function asked(slack: SlackSimulator, approvals: Approvals, reject: 'none' | 'required' = 'none') {
  const kind = approvals.define('pizza-order', {
    schema: anything,
    card: () => ({ title: 'Order pizza?' }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    reason: { reject },
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({ size: 'large' }, { requester: 'test' });
  await approvals.flush();
  const ts = slack.messages('C0PIZZA')[0]?.ts ?? '';
  const click = (verb: string) =>
    slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: `approval:default:${verb}` });
  return { id: approval.id, click };
}

describe.each([
  ['HTTPReceiver', () => started()],
  ['SocketModeReceiver', connected],
])('behind its %s', (_name, start) => {
  test('a click decides, and the card says so', async () => {
    const { slack, approvals } = await start();
    const { id, click } = await asked(slack, approvals);

    expect(await click('approve')).toMatchObject({ status: 200, body: '', failure: null });
    await approvals.flush();

    expect(await approvals.get(id)).toMatchObject({ status: 'approved', votes: [{ by: { userId: 'U0ALICE' } }] });
    expect(slack.messages('C0PIZZA')[0]?.text).toContain('Approved');
  });

  test('a form is opened, and its submission closes it', async () => {
    const { slack, approvals } = await start();
    const { id, click } = await asked(slack, approvals, 'required');
    await click('reject');
    const [form] = slack.views('U0ALICE');
    const block = form?.blocks.find(({ type }) => type === 'input');
    const values = { [block?.block_id ?? '']: 'too late for pizza' };

    const sent = await slack.submit({ userId: 'U0ALICE', viewId: form?.id ?? '', values });

    expect(sent).toMatchObject({ status: 200, body: '', failure: null });
    expect(slack.views('U0ALICE')).toEqual([]);
    expect(await approvals.get(id)).toMatchObject({ status: 'rejected', votes: [{ reason: 'too late for pizza' }] });
  });

  test('a command is answered where it was typed', async () => {
    const { slack } = await start();

    const command = { userId: 'U0BOB', channelId: 'C0PIZZA', command: '/approvals', text: 'help' };
    const sent = await slack.command(command);

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(JSON.parse(sent.body)).toMatchObject({ response_type: 'ephemeral' });
  });
});
