import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { createReceiver } from 'test-scenario/receiver';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isInstalled, type Runtime, runtimes } from '../src/runtimes.js';
import { startRuntime } from '../src/start-runtime.js';

const channels = Array.from({ length: 8 }, (_, index) => ({ id: `C0TEAM${index}`, members: ['U0ALICE', 'U0BOB'] }));

async function aWorldOn(runtime: Runtime) {
  const [slack, receiver] = await Promise.all([createSlackSimulator({ channels }), createReceiver()]);
  const program = await startRuntime(runtime, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    RECEIVER_URL: receiver.url,
    RECEIVER_SECRET: receiver.secret,
  });
  slack.requestUrl = `${program.url}/slack/actions`;
  onTestFinished(async () => {
    await program.close();
    await receiver.close();
    await slack.close();
  });

  const tell = async (order: string, value: object = {}) => {
    const response = await fetch(`${program.url}/program/${order}`, { method: 'POST', body: JSON.stringify(value) });
    return Object(await response.json());
  };
  const card = (channelId: string) => slack.messages(channelId, { asUser: 'U0ALICE' }).at(-1);
  const eventually = <Value>(read: () => Value) => vi.waitUntil(read, { timeout: 20_000, interval: 20 });
  const ask = async (service: string, channel = 'C0PIZZA') => {
    const approval = await tell('ask', { service, channel });
    await eventually(() => card(channel)?.text.includes(service));
    return { id: String(approval.id), channelId: channel };
  };
  const click = (userId: string, channelId: string, verb: string) =>
    slack.click({ userId, channelId, ts: card(channelId)?.ts ?? '', actionId: `approval:default:${verb}` });
  return { slack, receiver, program, tell, card, eventually, ask, click };
}

function tests(runtime: Runtime): void {
  test('a click is answered and counted, and the decision is delivered once', async () => {
    const { receiver, card, eventually, ask, click } = await aWorldOn(runtime);
    const { id, channelId } = await ask('api');

    expect(await click('U0ALICE', channelId, 'approve')).toMatchObject({ status: 200, failure: null });
    await eventually(() => receiver.applied(id).length > 0 && card(channelId)?.text.includes('Approved by'));

    expect(receiver.applied(id)).toMatchObject([{ outcome: 'approved', payload: { service: 'api' } }]);
    expect(receiver.attempts(id)).toHaveLength(1);
  });

  test('a person who may not decide is told so privately; a person who rejects is asked for the reason', async () => {
    const { slack, receiver, eventually, ask, click, tell } = await aWorldOn(runtime);
    const { id, channelId } = await ask('web');

    await click('U0CAROL', channelId, 'approve');
    await eventually(() => slack.messages(channelId, { asUser: 'U0CAROL' }).length > 1);
    expect(slack.messages(channelId, { asUser: 'U0ALICE' })).toHaveLength(1);
    expect(await tell('get', { id })).toMatchObject({ status: 'pending' });

    await click('U0BOB', channelId, 'reject');
    const view = await eventually(() => slack.views('U0BOB').at(-1));
    const values = { reason: 'not on a Friday' };
    expect(await slack.submit({ userId: 'U0BOB', viewId: view.id, values })).toMatchObject({ failure: null });
    await eventually(() => receiver.applied(id).length > 0);

    expect(receiver.applied(id)).toMatchObject([{ outcome: 'rejected', reason: 'not on a Friday' }]);
  });

  test('what is withdrawn says so on its card', async () => {
    const { card, eventually, ask, tell } = await aWorldOn(runtime);
    const { id, channelId } = await ask('db');

    await tell('withdraw', { id, reason: 'the release is off' });
    await eventually(() => card(channelId)?.text.includes('the release is off'));

    expect(await tell('get', { id })).toMatchObject({ status: 'withdrawn' });
  });

  test('a request that Slack did not sign is refused', async () => {
    const { program } = await aWorldOn(runtime);
    const headers = { 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)) };

    const response = await fetch(`${program.url}/slack/actions`, {
      method: 'POST',
      headers: { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` },
      body: 'payload=%7B%7D',
    });

    expect(response.status).toBe(401);
  });

  test('many at once, in requests that overlap, are all decided and delivered', async () => {
    const { receiver, eventually, ask, click } = await aWorldOn(runtime);

    const asked = await Promise.all(channels.map(({ id }) => ask(`service-${id}`, id)));
    const sent = await Promise.all(asked.map(({ channelId }) => click('U0ALICE', channelId, 'approve')));
    await eventually(() => asked.every(({ id }) => receiver.applied(id).length > 0));

    expect(sent.map(({ failure }) => failure)).toEqual(asked.map(() => null));
    expect(asked.map(({ id }) => receiver.applied(id).length)).toEqual(asked.map(() => 1));
  });

  if (!runtime.isDurable) return;

  test('what was asked and decided is still known after the process was killed', async () => {
    const { program, ask, click, tell } = await aWorldOn(runtime);
    const { id, channelId } = await ask('api');

    await program.restart();
    expect(await click('U0ALICE', channelId, 'approve')).toMatchObject({ failure: null });
    await program.restart();
    expect(await tell('get', { id })).toMatchObject({
      status: 'approved',
      decision: { decidedBy: [{ userId: 'U0ALICE' }] },
    });
  });
}

for (const runtime of runtimes) {
  if (isInstalled(runtime)) describe(`approvals on ${runtime.name}`, () => tests(runtime));
  else {
    test(`approvals on ${runtime.name}`, (context) => {
      const reason = 'it is not installed; scripts/test-on-runtimes.sh does that, and runs these tests';
      process.stdout.write(`skipped: approvals on ${runtime.name}: ${reason}\n`);
      context.skip(reason);
    });
  }
}
