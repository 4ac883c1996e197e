import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { card, startApp, startSlack } from '../simulator-fixture.js';

const refused = (error: string) => ({ data: { ok: false, error } });
const allScopes = ['chat:write', 'channels:read', 'groups:read'];

/** An app that hears of every channel it joins; #vault is private. */
async function withApp(options: { readonly scopes?: readonly string[]; readonly events?: readonly string[] } = {}) {
  const app = await startApp();
  const started = await startSlack({
    requestUrl: app.url,
    scopes: allScopes,
    channels: [
      { id: 'C0VAULT', private: true, appIsMember: false, members: ['U0GONE', 'U0CAROL'] },
      { id: 'G0OLD', private: true, appIsMember: false, members: ['U0CAROL'] },
      { id: 'C0EMPTY', appIsMember: false },
    ],
    ...options,
  });
  return { ...started, heard: () => app.received.map(({ body }) => JSON.parse(body)), app };
}

describe('a channel without the app', () => {
  test('takes no post until the app is invited', async () => {
    const { slack, web } = await withApp();
    const message = { channel: 'C0QUIET', text: 'hi' };
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('not_in_channel'));

    await slack.inviteApp('C0QUIET');

    await web.chat.postMessage(message);
    expect((await web.conversations.info({ channel: 'C0QUIET' })).channel).toMatchObject({ is_member: true });
  });

  test('takes no post again when the app was removed, and keeps what was posted', async () => {
    const { slack, web } = await withApp();
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'before' });

    slack.removeApp('C0PIZZA');

    const posting = web.chat.postMessage({ channel: 'C0PIZZA', text: 'after' });
    await expect(posting).rejects.toMatchObject(refused('not_in_channel'));
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'before' }]);
    expect((await web.conversations.info({ channel: 'C0PIZZA' })).channel).toMatchObject({ is_member: false });
  });

  test('that is public still lets the app change and delete its own messages', async () => {
    const { slack, web } = await withApp();
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'one' });
    slack.removeApp('C0PIZZA');

    await web.chat.update({ channel: 'C0PIZZA', ts, text: 'two' });
    await web.chat.delete({ channel: 'C0PIZZA', ts });

    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test.each([
    ['chat.postMessage', { text: 'hi' }],
    ['chat.postEphemeral', { text: 'hi', user: 'U0CAROL' }],
    ['chat.update', { text: 'hi', ts: '1.0' }],
    ['chat.delete', { ts: '1.0' }],
    ['conversations.info', {}],
  ])('that is private is not even found by %s', async (method, more) => {
    const { web } = await withApp({ scopes: [...allScopes, 'chat:write.public'] });

    await expect(web.apiCall(method, { channel: 'C0VAULT', ...more })).rejects.toMatchObject(
      refused('channel_not_found'),
    );
  });

  test('that is private hides the messages the app has there, until the app is back', async () => {
    const { slack, web } = await withApp();
    await slack.inviteApp('C0VAULT');
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0VAULT', text: 'one' });
    slack.removeApp('C0VAULT');
    const update = { channel: 'C0VAULT', ts, text: 'two' };
    await expect(web.chat.update(update)).rejects.toMatchObject(refused('channel_not_found'));

    await slack.inviteApp('C0VAULT');

    await web.chat.update(update);
    expect(slack.messages('C0VAULT')).toMatchObject([{ text: 'two' }]);
  });
});

describe('the app hears that it was invited', () => {
  test('in a signed event about its own bot', async () => {
    const { slack, app, heard } = await withApp();

    const sent = await slack.inviteApp('C0QUIET', { inviter: 'U0BOB' });

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(app.received[0]?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(heard()).toMatchObject([
      {
        type: 'event_callback',
        event: {
          type: 'member_joined_channel',
          user: slack.botUserId,
          channel: 'C0QUIET',
          channel_type: 'C',
          team: slack.teamId,
          inviter: 'U0BOB',
        },
        authorizations: [{ team_id: slack.teamId, enterprise_id: null, user_id: slack.botUserId, is_bot: true }],
      },
    ]);
  });

  test.each([
    ['C0VAULT', 'C'],
    ['G0OLD', 'G'],
  ])('in the private channel %s, whose id begins with %s', async (channelId, letter) => {
    const { slack, heard } = await withApp();

    await slack.inviteApp(channelId);

    expect(heard()).toMatchObject([{ event: { channel: channelId, channel_type: letter, inviter: 'U0CAROL' } }]);
  });

  test('in a channel that nobody is in, without an inviter', async () => {
    const { slack, heard } = await withApp();

    await slack.inviteApp('C0EMPTY');

    expect(heard()[0].event).not.toHaveProperty('inviter');
  });

  test.each<[string, string, object]>([
    ['without channels:read', 'C0QUIET', { scopes: ['chat:write', 'groups:read'] }],
    ['of a private channel without groups:read', 'C0VAULT', { scopes: ['chat:write', 'channels:read'] }],
    ['without a subscription', 'C0QUIET', { events: ['app_home_opened'] }],
    ['of a channel that it is in', 'C0PIZZA', {}],
  ])('but not %s', async (_, channelId, options) => {
    const { slack, web, heard } = await withApp(options);

    expect(await slack.inviteApp(channelId)).toBeNull();

    expect(heard()).toEqual([]);
    expect(await web.chat.postMessage({ channel: channelId, text: 'hi' })).toMatchObject({ ok: true });
  });

  test('but not while it is nowhere: it is in the channel all the same', async () => {
    const { slack, web } = await startSlack({ scopes: allScopes });

    expect(await slack.inviteApp('C0QUIET')).toBeNull();

    expect(await web.chat.postMessage({ channel: 'C0QUIET', text: 'hi' })).toMatchObject({ ok: true });
  });

  test('but not while it is uninstalled', async () => {
    const { slack, heard } = await withApp();
    slack.uninstallApp();

    expect(await slack.inviteApp('C0QUIET')).toBeNull();

    expect(heard()).toEqual([]);
  });

  test.each<[string, string, object | undefined, string]>([
    ['a channel that is not there', 'C0NOWHERE', undefined, 'unknown_channel'],
    ['an archived channel', 'C0ARCHIVE', undefined, 'channel_archived'],
    ['a channel by a person who is not in it', 'C0QUIET', { inviter: 'U0CAROL' }, 'cannot_see'],
    ['a channel by nobody', 'C0QUIET', { inviter: 'U0NOBODY' }, 'unknown_person'],
  ])('and cannot be invited into %s', async (_, channelId, options, code) => {
    const { slack, heard } = await withApp();

    await expect(slack.inviteApp(channelId, options)).rejects.toMatchObject({ code });

    expect(heard()).toEqual([]);
  });
});

describe('Bolt takes the event', () => {
  const quiet = { logLevel: LogLevel.ERROR };
  const botOf = ({ botToken: token, botId, botUserId }: { botToken: string; botId: string; botUserId: string }) => ({
    token,
    botId,
    botUserId,
    ...quiet,
  });

  test('over HTTP', async () => {
    const { slack } = await startSlack({ scopes: allScopes });
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, ...quiet });
    // Bolt drops what the bot itself does, except that it joins or leaves a channel
    const app = new App({ receiver, ...botOf(slack) });
    const joined: string[] = [];
    app.event('member_joined_channel', async ({ event }) => void joined.push(event.channel));
    const server = await receiver.start(0);
    onTestFinished(() => void receiver.stop());
    const address = server.address();
    slack.requestUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/slack/events`;

    expect(await slack.inviteApp('C0QUIET')).toMatchObject({ status: 200, failure: null });

    await vi.waitFor(() => expect(joined).toEqual(['C0QUIET']));
  });

  test('over Socket Mode', async () => {
    const { slack } = await startSlack({ scopes: allScopes });
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
    const receiver = new SocketModeReceiver({ appToken: slack.appToken, installerOptions, ...quiet });
    const app = new App({ receiver, clientOptions: { slackApiUrl: slack.apiUrl }, ...botOf(slack) });
    const joined: string[] = [];
    app.event('member_joined_channel', async ({ event }) => void joined.push(event.channel));
    await app.start();
    onTestFinished(async () => {
      const gone = new Promise((resolve) => receiver.client.once('disconnected', resolve));
      await app.stop();
      await gone;
    });

    expect(await slack.inviteApp('C0QUIET')).toMatchObject({ status: 200, failure: null });

    await vi.waitFor(() => expect(joined).toEqual(['C0QUIET']));
  });
});

describe('an archived channel', () => {
  test('takes no post and no change until it is unarchived', async () => {
    const { slack, web } = await withApp();
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x', blocks: card });

    slack.archive('C0PIZZA');

    const message = { channel: 'C0PIZZA', text: 'hi' };
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('is_archived'));
    await expect(web.chat.update({ ...message, ts })).rejects.toMatchObject(refused('is_inactive'));
    expect((await web.conversations.info({ channel: 'C0PIZZA' })).channel).toMatchObject({ is_archived: true });

    slack.unarchive('C0PIZZA');

    await web.chat.postMessage(message);
    await web.chat.update({ ...message, ts });
    expect((await web.conversations.info({ channel: 'C0PIZZA' })).channel).toMatchObject({ is_archived: false });
  });

  test('is a channel: nothing else can be archived, or lose the app', async () => {
    const { slack } = await withApp();
    const unknown = expect.objectContaining({ code: 'unknown_channel' });

    for (const change of [slack.archive, slack.unarchive, slack.removeApp]) {
      expect(() => change('C0NOWHERE')).toThrowError(unknown);
    }
  });
});

test('reset puts the app back where it was', async () => {
  const { slack, web } = await withApp();
  slack.removeApp('C0PIZZA');
  slack.archive('C0OPS');
  await slack.inviteApp('C0QUIET');

  slack.reset();

  await web.chat.postMessage({ channel: 'C0PIZZA', text: 'hi' });
  await web.chat.postMessage({ channel: 'C0OPS', text: 'hi' });
  await expect(web.chat.postMessage({ channel: 'C0QUIET', text: 'hi' })).rejects.toMatchObject(
    refused('not_in_channel'),
  );
});
