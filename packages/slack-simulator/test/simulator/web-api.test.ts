import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { aClock } from '../a-clock.js';
import { card, clientOf, startSlack } from './simulator-fixture.js';

const now = Date.UTC(2026, 0, 1, 10);

const refused = (error: string) => ({ data: { ok: false, error } });

describe('posting', () => {
  test('stores the message, and answers with its channel and ts', async () => {
    const { slack, web } = await startSlack({ clock: () => Date.UTC(2026, 0, 1) });

    const posted = await web.chat.postMessage({
      channel: 'C0PIZZA',
      text: 'Order pizza?',
      blocks: card,
      thread_ts: '1.5',
    });

    expect(posted).toMatchObject({
      ok: true,
      channel: 'C0PIZZA',
      message: { text: 'Order pizza?', bot_id: slack.botId },
    });
    expect(slack.messages('C0PIZZA')).toEqual([
      {
        ...{ ts: posted.ts, text: 'Order pizza?', blocks: card, ephemeralFor: null, parse: null },
        ...{ threadTs: '1.5', isBroadcast: false, notified: [] },
      },
    ]);
  });

  test('never gives two messages one ts, though the clock stands still', async () => {
    const { slack, web } = await startSlack({ clock: aClock(Date.UTC(2026, 0, 1)) });

    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'one' });
    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'two' });

    expect(slack.messages('C0PIZZA').map(({ ts }) => ts)).toEqual(['1767225600.000000', '1767225600.000001']);
  });

  test('cuts a text of more than 40,000 characters', async () => {
    const { slack, web } = await startSlack();

    await web.chat.postMessage({ channel: 'C0PIZZA', text: 'x'.repeat(40_001) });

    expect(slack.messages('C0PIZZA')[0]?.text).toHaveLength(40_000);
  });

  test.each([
    ['an unknown channel', { channel: 'C0NOWHERE', text: 'hi' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0ARCHIVE', text: 'hi' }, 'is_archived'],
    ['a channel the app is not in', { channel: 'C0QUIET', text: 'hi' }, 'not_in_channel'],
    ['a deactivated person', { channel: 'U0GONE', text: 'hi' }, 'channel_not_found'],
    ['neither text nor blocks', { channel: 'C0PIZZA', text: '' }, 'no_text'],
    ['101 attachments', { channel: 'C0PIZZA', attachments: Array(101).fill({ text: 'x' }) }, 'too_many_attachments'],
  ])('to %s is refused', async (_what, message, error) => {
    const { slack, web } = await startSlack();

    await expect(web.apiCall('chat.postMessage', message)).rejects.toMatchObject(refused(error));
    expect(slack.messages(message.channel)).toEqual([]);
  });

  test('is possible without an invitation when the app may write in public, and not in a private channel', async () => {
    const { slack, web } = await startSlack({ scopes: ['chat:write', 'chat:write.public'] });

    await web.chat.postMessage({ channel: 'C0QUIET', text: 'hi' });

    slack.arrange({ channels: [{ id: 'C0QUIET', private: true }] });
    await expect(web.chat.postMessage({ channel: 'C0QUIET', text: 'hi' })).rejects.toMatchObject(
      refused('channel_not_found'),
    );
  });
});

describe('blocks', () => {
  const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
  const button = (changes: object): KnownBlock => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, ...changes }],
  });
  const headerOf = (text: object) => ({ type: 'header', text });
  const plain = (text: string) => ({ type: 'plain_text', text });

  test.each<[string, unknown]>([
    ['50 blocks', Array(50).fill({ type: 'divider' })],
    ['a section of 3,000 characters', [section('x'.repeat(3000))]],
    ['a button text of 75 characters', [button({ text: plain('x'.repeat(75)) })]],
    ['a section without text and fields', [{ type: 'section' }]],
  ])('take %s', async (_what, blocks) => {
    const { web } = await startSlack();

    await expect(web.apiCall('chat.postMessage', { channel: 'C0PIZZA', text: 'x', blocks })).resolves.toMatchObject({
      ok: true,
    });
  });

  test.each<[string, unknown]>([
    ['51 blocks', Array(51).fill({ type: 'divider' })],
    ['a section of 3,001 characters', [section('x'.repeat(3001))]],
    ['an empty text', [section('')]],
    ['11 fields', [{ type: 'section', fields: Array(11).fill(plain('x')) }]],
    ['a field of 2,001 characters', [{ type: 'section', fields: [plain('x'.repeat(2001))] }]],
    ['a header of 151 characters', [headerOf(plain('x'.repeat(151)))]],
    ['a header in mrkdwn', [headerOf({ type: 'mrkdwn', text: 'x' })]],
    ['11 context elements', [{ type: 'context', elements: Array(11).fill(plain('x')) }]],
    ['26 buttons', [{ type: 'actions', elements: Array(26).fill({ type: 'button', text: plain('x') }) }]],
    ['a button text of 76 characters', [button({ text: plain('x'.repeat(76)) })]],
    ['a button value of 2,001 characters', [button({ value: 'x'.repeat(2001) })]],
    ['an action id of 256 characters', [button({ action_id: 'x'.repeat(256) })]],
    ['an accessibility label of 76 characters', [button({ accessibility_label: 'x'.repeat(76) })]],
    ['a confirm title of 101 characters', [button({ confirm: { title: plain('x'.repeat(101)) } })]],
    ['a block id of 256 characters', [{ type: 'divider', block_id: 'x'.repeat(256) }]],
    ['an overflow menu without options', [{ type: 'section', accessory: { type: 'overflow', options: [] } }]],
    [
      'two tables',
      [
        { type: 'table', rows: [] },
        { type: 'table', rows: [] },
      ],
    ],
    [
      '12,001 characters of markdown in two blocks',
      ['x'.repeat(12_000), 'y'].map((text) => ({ type: 'markdown', text })),
    ],
    ['20,001 characters in a data table', [{ type: 'data_table', rows: [[{ text: 'x'.repeat(20_001) }]] }]],
    ['an alert, which belongs in modals', [{ type: 'alert', text: plain('x') }]],
    ['a block of no known type', [{ type: 'poem' }]],
  ])('with %s are refused', async (_what, blocks) => {
    const { slack, web } = await startSlack();

    const posting = web.apiCall('chat.postMessage', { channel: 'C0PIZZA', text: 'x', blocks });

    await expect(posting).rejects.toMatchObject(refused('invalid_blocks'));
    expect(slack.traffic.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      detail: expect.stringMatching(/^invalid_blocks: \/blocks/),
    });
  });

  test('that are no list are refused', async () => {
    const { web } = await startSlack();

    const posting = web.apiCall('chat.postMessage', { channel: 'C0PIZZA', text: 'x', blocks: 'no' });

    await expect(posting).rejects.toMatchObject(refused('invalid_blocks_format'));
  });
});

describe('updating', () => {
  const posted = async () => {
    const started = await startSlack();
    const { ts = '' } = await started.web.chat.postMessage({
      channel: 'C0PIZZA',
      text: 'old',
      blocks: card,
      parse: 'none',
    });
    return { ...started, ts };
  };

  test('with text alone takes the blocks away, and parses as clients do', async () => {
    const { slack, web, ts } = await posted();

    await web.chat.update({ channel: 'C0PIZZA', ts, text: 'new' });

    expect(slack.messages('C0PIZZA')).toMatchObject([{ ts, text: 'new', blocks: [], parse: 'client' }]);
  });

  test('with blocks alone keeps the text', async () => {
    const { slack, web, ts } = await posted();

    await web.chat.update({ channel: 'C0PIZZA', ts, blocks: [{ type: 'divider' }], parse: 'none' });

    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'old', blocks: [{ type: 'divider' }], parse: 'none' }]);
  });

  test('takes 4,000 characters and refuses one more', async () => {
    const { web, ts } = await posted();

    await web.chat.update({ channel: 'C0PIZZA', ts, text: 'x'.repeat(4000) });

    const longer = web.chat.update({ channel: 'C0PIZZA', ts, text: 'x'.repeat(4001) });
    await expect(longer).rejects.toMatchObject(refused('msg_too_long'));
  });

  test('a message that is not there is refused', async () => {
    const { web } = await posted();

    const missing = web.chat.update({ channel: 'C0PIZZA', ts: '1.000001', text: 'x' });

    await expect(missing).rejects.toMatchObject(refused('message_not_found'));
  });

  test('in a channel archived since is refused', async () => {
    const { slack, web, ts } = await posted();
    slack.arrange({ channels: [{ id: 'C0PIZZA', archived: true }] });

    await expect(web.chat.update({ channel: 'C0PIZZA', ts, text: 'x' })).rejects.toMatchObject(refused('is_inactive'));
  });

  test('deleting takes it away once', async () => {
    const { slack, web, ts } = await posted();

    await web.chat.delete({ channel: 'C0PIZZA', ts });

    expect(slack.messages('C0PIZZA')).toEqual([]);
    await expect(web.chat.delete({ channel: 'C0PIZZA', ts })).rejects.toMatchObject(refused('message_not_found'));
  });
});

describe('a permalink', () => {
  test('names the channel and the message', async () => {
    const { web } = await startSlack({ clock: () => now });
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0PIZZA', text: 'hi' });

    expect(await web.chat.getPermalink({ channel: 'C0PIZZA', message_ts: ts })).toMatchObject({
      channel: 'C0PIZZA',
      permalink: `https://pizza.slack.com/archives/C0PIZZA/p${ts.replace('.', '')}`,
    });
  });

  test.each([
    ['C0NOWHERE', 'channel_not_found'],
    ['C0PIZZA', 'message_not_found'],
  ])('of a message that is not there is refused: %s', async (channel, error) => {
    const { web } = await startSlack();

    await expect(web.chat.getPermalink({ channel, message_ts: '1.5' })).rejects.toMatchObject(refused(error));
  });

  test('of an ephemeral message does not exist', async () => {
    const { web } = await startSlack();
    const { message_ts: ts = '' } = await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0BOB', text: 'psst' });

    await expect(web.chat.getPermalink({ channel: 'C0PIZZA', message_ts: ts })).rejects.toMatchObject(
      refused('message_not_found'),
    );
  });
});

describe('an ephemeral message', () => {
  test('is shown to its person alone', async () => {
    const { slack, web } = await startSlack();

    const { message_ts: ts } = await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0BOB', text: 'psst' });

    expect(slack.messages('C0PIZZA', { asUser: 'U0BOB' })).toMatchObject([{ ts, ephemeralFor: 'U0BOB' }]);
    expect(slack.messages('C0PIZZA', { asUser: 'U0ALICE' })).toEqual([]);
  });

  test('can be neither updated nor deleted', async () => {
    const { web } = await startSlack();
    const { message_ts: ts = '' } = await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0BOB', text: 'psst' });

    await expect(web.chat.update({ channel: 'C0PIZZA', ts, text: 'x' })).rejects.toMatchObject(
      refused('message_not_found'),
    );
    await expect(web.chat.delete({ channel: 'C0PIZZA', ts })).rejects.toMatchObject(refused('message_not_found'));
  });

  test('for somebody who is not in the channel is refused', async () => {
    const { web } = await startSlack();

    const posting = web.chat.postEphemeral({ channel: 'C0OPS', user: 'U0GUEST', text: 'psst' });

    await expect(posting).rejects.toMatchObject(refused('user_not_in_channel'));
  });
});

describe('a direct message', () => {
  test('is opened by posting to a person, and is one channel however it is named', async () => {
    const { slack, web } = await startSlack();

    const { channel = '', ts = '' } = await web.chat.postMessage({ channel: 'U0ALICE', text: 'for you' });
    const opened = await web.conversations.open({ users: 'U0ALICE' });

    expect(channel).toMatch(/^D/);
    expect(opened.channel?.id).toBe(channel);
    expect(slack.messages('U0ALICE')).toEqual(slack.messages(channel));
    expect(slack.messages('U0ALICE')).toMatchObject([{ ts, text: 'for you' }]);
    expect(slack.messages(channel, { asUser: 'U0BOB' })).toEqual([]);
  });

  test('is updated by its own id, not by the person', async () => {
    const { web } = await startSlack();
    const { channel = '', ts = '' } = await web.chat.postMessage({ channel: 'U0ALICE', text: 'for you' });

    await expect(web.chat.update({ channel: 'U0ALICE', ts, text: 'x' })).rejects.toMatchObject(
      refused('channel_not_found'),
    );
    await expect(web.chat.update({ channel, ts, text: 'x' })).resolves.toMatchObject({ ok: true });
  });

  test.each([
    ['U0NOBODY', 'user_not_found'],
    ['U0GONE', 'user_disabled'],
  ])('with %s is refused', async (users, error) => {
    const { web } = await startSlack();

    await expect(web.conversations.open({ users })).rejects.toMatchObject(refused(error));
  });
});

describe('people', () => {
  test.each([
    ['U0ALICE', { team_id: 'T0PIZZA', is_bot: false, is_restricted: false, deleted: false, is_stranger: false }],
    ['U0GUEST', { is_restricted: true, is_ultra_restricted: false }],
    ['U0ROBOT', { is_bot: true }],
    ['U0GONE', { deleted: true }],
    ['U0OUTSIDER', { team_id: 'T0PARTNER', is_stranger: false }],
  ])('%s is known for what they are', async (user, expected) => {
    const { web } = await startSlack();

    const info = await web.users.info({ user });

    expect(info.user).toMatchObject(expected);
  });

  test('an outsider with no channel in common is a stranger', async () => {
    const { web } = await startSlack({ people: [{ id: 'U0STRANGER', teamId: 'T0OTHER', enterpriseId: 'E0OTHER' }] });

    const info = await web.users.info({ user: 'U0STRANGER' });

    expect(info.user).toMatchObject({
      is_stranger: true,
      enterprise_user: { enterprise_id: 'E0OTHER', teams: ['T0OTHER'] },
    });
  });

  test('nobody is refused', async () => {
    const { web } = await startSlack();

    await expect(web.users.info({ user: 'U0NOBODY' })).rejects.toMatchObject(refused('user_not_found'));
  });

  test('user groups list their members, also after a change', async () => {
    const { slack, web } = await startSlack();

    expect(await web.usergroups.users.list({ usergroup: 'S0ONCALL' })).toMatchObject({ users: ['U0ALICE', 'U0BOB'] });
    slack.arrange({ usergroups: [{ id: 'S0ONCALL', users: ['U0CAROL'] }] });
    expect(await web.usergroups.users.list({ usergroup: 'S0ONCALL' })).toMatchObject({ users: ['U0CAROL'] });
  });

  test.each([
    ['S0NONE', 'no_such_subteam'],
    ['S0PLAN', 'plan_upgrade_required'],
  ])('user group %s is refused', async (usergroup, error) => {
    const { web } = await startSlack();

    await expect(web.usergroups.users.list({ usergroup })).rejects.toMatchObject(refused(error));
  });
});

describe('a disabled user group', () => {
  const usergroups = [{ id: 'S0OLD', users: ['U0BOB'], disabled: true }];

  test('has no members unless it is asked for', async () => {
    const { web } = await startSlack({ usergroups });

    await expect(web.usergroups.users.list({ usergroup: 'S0OLD' })).rejects.toMatchObject(refused('no_such_subteam'));
    const answer = await web.usergroups.users.list({ usergroup: 'S0OLD', include_disabled: true });
    expect(answer).toMatchObject({ users: ['U0BOB'] });
  });

  test('is listed on demand, with the date it was disabled', async () => {
    const { web } = await startSlack({ usergroups });

    const enabled = await web.usergroups.list();
    const all = await web.usergroups.list({ include_disabled: true, include_users: true });

    expect(enabled.usergroups?.map(({ id, handle, date_delete }) => [id, handle, date_delete])).toEqual([
      ['S0ONCALL', 'oncall', 0],
      ['S0EMPTY', 'empty', 0],
    ]);
    expect(all.usergroups).toContainEqual(expect.objectContaining({ id: 'S0OLD', date_delete: 1, users: ['U0BOB'] }));
  });
});

describe('looking at a channel', () => {
  const scopes = ['channels:read'];

  test.each([
    ['C0PIZZA', { is_member: true, is_archived: false, is_ext_shared: false }],
    ['C0QUIET', { is_member: false }],
    ['C0ARCHIVE', { is_archived: true }],
    ['C0PARTNER', { is_ext_shared: true }],
  ])('%s says what it is', async (channel, expected) => {
    const { web } = await startSlack({ scopes });

    expect(await web.conversations.info({ channel })).toMatchObject({ channel: { id: channel, ...expected } });
  });

  test.each([
    ['C0PIZZA', 'channels:read', 'missing_scope'],
    ['C0VAULT', 'groups:read', 'missing_scope'],
    ['C0ALIEN', 'none', 'channel_not_found'],
    ['C0NOWHERE', 'none', 'channel_not_found'],
  ])('%s without %s is refused', async (channel, _, error) => {
    const { web } = await startSlack({
      scopes: ['chat:write'],
      channels: [
        { id: 'C0VAULT', private: true },
        { id: 'C0ALIEN', private: true, appIsMember: false },
      ],
    });

    await expect(web.conversations.info({ channel })).rejects.toMatchObject(refused(error));
  });
});

describe('who asks', () => {
  test('every answer to a token names its scopes, and those the method takes', async () => {
    const { web } = await startSlack({ scopes: ['chat:write', 'commands'] });

    const { response_metadata: metadata } = await web.auth.test();

    expect(metadata?.scopes).toEqual(['chat:write', 'commands']);
    await expect(web.users.info({ user: 'U0ALICE' })).rejects.toMatchObject({
      data: { response_metadata: { scopes: ['chat:write', 'commands'], acceptedScopes: ['users:read'] } },
    });
  });

  test('auth.test names the installation', async () => {
    const { slack, web } = await startSlack();

    const { url, team_id, app_id, bot_id, user_id, is_enterprise_install } = await web.auth.test();

    expect({ url, team_id, app_id, bot_id, user_id, is_enterprise_install }).toEqual({
      url: 'https://pizza.slack.com/',
      team_id: slack.teamId,
      app_id: slack.appId,
      bot_id: slack.botId,
      user_id: slack.botUserId,
      is_enterprise_install: false,
    });
  });

  test('a wrong token is refused', async () => {
    const { slack } = await startSlack();

    const call = clientOf(slack, 'xoxb-somebody-else').chat.postMessage({ channel: 'C0PIZZA', text: 'hi' });

    await expect(call).rejects.toMatchObject(refused('invalid_auth'));
  });

  test('no token is refused', async () => {
    const { slack } = await startSlack();

    const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });

    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  test('a missing scope is refused, and named', async () => {
    const { web } = await startSlack({ scopes: ['chat:write', 'im:write'] });

    const missing = { error: 'missing_scope', needed: 'users:read', provided: 'chat:write,im:write' };
    await expect(web.users.info({ user: 'U0ALICE' })).rejects.toMatchObject({ data: missing });
  });

  test('may as well speak JSON', async () => {
    const { slack } = await startSlack();
    const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({ channel: 'C0PIZZA', text: 'hi', blocks: card });

    const response = await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', headers, body });

    expect(await response.json()).toMatchObject({ ok: true, channel: 'C0PIZZA' });
    expect(slack.messages('C0PIZZA')).toMatchObject([{ text: 'hi', blocks: card }]);
  });

  test('a method it does not speak is no success', async () => {
    const { web } = await startSlack();

    await expect(web.pins.list({ channel: 'C0PIZZA' })).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('rates', () => {
  const post = (channel: string) => ({ channel, text: 'hi' });

  test('a channel takes a burst, then one post a second, and the other channels go on', async () => {
    const clock = aClock(now);
    const { web } = await startSlack({ clock });
    for (let count = 0; count < 10; count += 1) await web.chat.postMessage(post('C0PIZZA'));

    clock.advance(2_500);
    const limited = web.chat.postMessage(post('C0PIZZA'));

    await expect(limited).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 8 });
    await expect(web.chat.postMessage(post('C0OPS'))).resolves.toMatchObject({ ok: true });
    clock.advance(7_500);
    await expect(web.chat.postMessage(post('C0PIZZA'))).resolves.toMatchObject({ ok: true });
  });

  test('a burst of one is one post a second, by whichever name a direct message goes', async () => {
    const clock = aClock(now);
    const { web } = await startSlack({ clock, rateLimits: { postBurst: 1 } });
    const posted = await web.chat.postMessage(post('U0ALICE'));
    const channel = posted.channel ?? '';

    await expect(web.chat.postMessage(post(channel))).rejects.toMatchObject({ retryAfter: 1 });
    clock.advance(1_000);
    await expect(web.chat.postMessage(post(channel))).resolves.toMatchObject({ ok: true });
  });

  test.each([
    ['usergroups.users.list', { usergroup: 'S0ONCALL' }, 20],
    ['conversations.open', { users: 'U0ALICE' }, 50],
    ['users.info', { user: 'U0ALICE' }, 100],
  ])('%s is called %j at most %i times a minute', async (method, call, times) => {
    const { web } = await startSlack({ clock: aClock(now) });
    for (let count = 0; count < times; count += 1) await web.apiCall(method, call);

    await expect(web.apiCall(method, call)).rejects.toMatchObject({ retryAfter: 60 });
    await expect(web.auth.test()).resolves.toMatchObject({ ok: true });
  });

  test('can be switched off', async () => {
    const { slack, web } = await startSlack({ clock: aClock(now), rateLimits: false });

    for (let count = 0; count < 30; count += 1) await web.chat.postMessage(post('C0PIZZA'));

    expect(slack.messages('C0PIZZA')).toHaveLength(30);
  });
});
