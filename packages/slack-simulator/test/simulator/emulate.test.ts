import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../start-server.js';
import { clientOf, startSlack } from './simulator-fixture.js';

// the people and channels emulate starts with
const channel = 'C000000001';
const user = 'U000000001';

async function freePort(): Promise<number> {
  const { port, close } = await startServer(() => undefined);
  await close();
  return port;
}

async function startEmulate() {
  const botToken = 'xoxb-emulate-bot-token';
  const seed = { slack: { tokens: [{ token: botToken, user_id: user }] } };
  const emulator = await createEmulator({ service: 'slack', port: await freePort(), seed });
  onTestFinished(() => emulator.close());
  return { apiUrl: `${emulator.url}/api/`, botToken };
}

/** What a caller can tell from an answer: the error, or the fields named. */
async function outcome(call: Promise<object>, names: readonly string[] = []): Promise<object> {
  return call.then(
    (answer) => ({ ok: true, ...Object.fromEntries(names.map((name) => [name, Reflect.get(answer, name)])) }),
    (error: unknown) => {
      if (error instanceof WebAPIPlatformError) return { ok: false, error: error.data.error };
      throw error;
    },
  );
}

/** The same calls to any Slack, and what came of each. */
async function scenario(slack: Parameters<typeof clientOf>[0]): Promise<Readonly<Record<string, object>>> {
  const web = clientOf(slack);
  const posted = await web.chat.postMessage({
    channel,
    text: 'Order pizza?',
    blocks: [{ type: 'divider', block_id: 'line' }],
  });
  const ts = posted.ts ?? '';
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Reject' }, blocks: [] };
  const { text, blocks } = posted.message ?? {};
  return {
    post: { channel: posted.channel, text, blocks, ts: /^\d{10}\.\d{6}$/.test(ts) },
    update: await outcome(web.chat.update({ channel, ts, text: 'Approved' }), ['channel', 'text']),
    ephemeral: await outcome(web.chat.postEphemeral({ channel, user, text: 'psst' })),
    'update ephemeral': await updateOfEphemeral(web),
    'unknown channel': await outcome(web.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' })),
    'ephemeral in an unknown channel': await outcome(web.chat.postEphemeral({ channel: 'C0NOWHERE', user, text: 'x' })),
    'no text': await outcome(web.chat.postMessage({ channel, text: '' })),
    'unknown message': await outcome(web.chat.update({ channel, ts: '1.000001', text: 'x' })),
    delete: await outcome(web.chat.delete({ channel, ts }), ['channel']),
    'delete again': await outcome(web.chat.delete({ channel, ts })),
    person: await personOf(web),
    nobody: await outcome(web.users.info({ user: 'U0NOBODY' })),
    'direct message to nobody': await outcome(web.conversations.open({ users: 'U0NOBODY' })),
    'bad trigger': await outcome(web.views.open({ trigger_id: '1.2.abc', view })),
    'unknown view': await outcome(web.views.update({ view_id: 'V0NONE', view })),
    'no token': await outcome(clientOf(slack, '').auth.test()),
  };
}

async function updateOfEphemeral(web: WebClient): Promise<object> {
  const { message_ts: ts = '' } = await web.chat.postEphemeral({ channel, user, text: 'psst' });
  return outcome(web.chat.update({ channel, ts, text: 'x' }));
}

async function personOf(web: WebClient): Promise<object> {
  const { id, name, is_bot, deleted } = (await web.users.info({ user })).user ?? {};
  return { id, name, is_bot, deleted };
}

test('one scenario has the same answers here and on emulate', async () => {
  const { slack } = await startSlack({
    people: [{ id: user, name: 'admin' }],
    channels: [{ id: channel, name: 'general', members: [user] }],
  });

  const here = await scenario(slack);

  expect(here).toMatchObject({
    update: { ok: true, channel, text: 'Approved' },
    ephemeral: { ok: true },
    'unknown channel': { error: 'channel_not_found' },
    'no text': { error: 'no_text' },
    'unknown message': { error: 'message_not_found' },
    nobody: { error: 'user_not_found' },
    'bad trigger': { error: 'invalid_trigger_id' },
  });
  expect(here).toEqual(await scenario(await startEmulate()));
});
