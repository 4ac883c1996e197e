import { describe, expect, test } from 'vitest';
import { answering } from './a-server.js';
import { aSlack, examine } from './examine.js';

const codes = (lines: readonly { readonly code: string }[]) => lines.map(({ code }) => code);

describe('the bot token', () => {
  test('works, and says whose it is', async () => {
    const { environment } = await aSlack();

    const lines = await examine('slack_token', environment);

    expect(lines).toMatchObject([{ status: 'ok', code: 'slack_token_ok' }]);
    expect(lines[0]?.message).toContain('app A0APPROVAL in workspace "pizza" T0PIZZA');
  });

  test.each([
    [undefined, 'slack_token_missing'],
    ['  ', 'slack_token_missing'],
    ['xapp-1', 'slack_token_malformed'],
    ['xoxp-1', 'slack_token_malformed'],
    ['xoxb-', 'slack_token_malformed'],
    ['xoxb-of-another-app', 'slack_token_invalid'],
  ])('%s is wrong: %s', async (token, code) => {
    const { environment } = await aSlack();

    const lines = await examine('slack_token', { ...environment, SLACK_BOT_TOKEN: token });

    expect(lines).toMatchObject([{ status: 'wrong', code, mend: expect.stringMatching(/\w/) }]);
  });

  test.each([
    ['account_inactive', 'slack_token_revoked'],
    ['token_revoked', 'slack_token_revoked'],
    ['token_expired', 'slack_token_revoked'],
    ['not_allowed_token_type', 'slack_token_invalid'],
    ['something_new', 'slack_token_refused'],
  ])('%s is wrong: %s', async (error, code) => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'auth.test', how: 'error', error });

    expect(codes(await examine('slack_token', environment))).toEqual([code]);
  });

  test('with a Slack that wants fewer calls is not checked', async () => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'auth.test', how: 'rate_limit' });

    expect(await examine('slack_token', environment)).toMatchObject([
      { status: 'not_checked', code: 'slack_rate_limited' },
    ]);
  });

  test.each([
    [503, ''],
    [200, '<!doctype html><p>Please log in'],
    [200, '{}'],
  ])('a proxy that answers %s %s is not taken for Slack', async (status, body) => {
    const url = answering(status, body, { 'content-type': 'text/html' });

    const lines = await examine('slack_token', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: `${url}/api/` });

    expect(codes(lines)).toEqual(['slack_unreachable']);
  });

  test('a Slack that does not answer in time is not reached', async () => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'auth.test', how: 'hang' });

    const lines = await examine('slack_token', environment, { timeoutMs: 100 });

    expect(lines).toMatchObject([{ code: 'slack_unreachable', message: expect.stringContaining('in time') }]);
  });

  test.each(['http://slack.example.com/api/', 'slack'])('is not sent to %s', async (url) => {
    const sent: unknown[] = [];
    const spy: typeof fetch = async (input) => {
      sent.push(input);
      return new Response();
    };

    const lines = await examine('slack_token', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: url }, { fetch: spy });

    expect(codes(lines)).toEqual(['slack_api_url_invalid']);
    expect(sent).toEqual([]);
  });
});

describe('scopes', () => {
  test.each([
    ['', ['chat:write', 'commands', 'users:read'], 'slack_scopes_ok'],
    ['U0ALICE', ['chat:write', 'commands'], 'slack_scopes_ok'],
    ['', ['chat:write', 'commands'], 'slack_scope_missing'],
    ['U0ALICE,S0ONCALL', ['chat:write', 'commands', 'users:read'], 'slack_scope_missing'],
    ['S0ONCALL', ['chat:write', 'commands', 'users:read', 'usergroups:read'], 'slack_scopes_ok'],
    ['U0ALICE', ['commands'], 'slack_scope_missing'],
    ['U0ALICE', ['chat:write'], 'slack_scope_missing'],
  ])('for the approvers "%s", %j: %s', async (approvers, scopes, code) => {
    const { environment } = await aSlack({ scopes });

    expect(codes(await examine('slack_scopes', { ...environment, SLACK_APPROVERS: approvers }))).toEqual([code]);
  });

  test('without a command, its scope is not needed', async () => {
    const { environment } = await aSlack({ scopes: ['chat:write'] });

    const lines = await examine('slack_scopes', { ...environment, SLACK_APPROVERS: 'U0ALICE' }, { command: false });

    expect(codes(lines)).toEqual(['slack_scopes_ok']);
  });

  test('what is missing and what is too much is named', async () => {
    const { environment } = await aSlack({ scopes: ['chat:write', 'commands', 'users:read', 'channels:history'] });

    const [fine] = await examine('slack_scopes', environment);
    const [lacking] = await examine('slack_scopes', { ...environment, SLACK_APPROVERS: 'S0ONCALL' });

    expect(fine?.hints.join()).toContain('channels:history');
    expect(lacking?.message).toContain('usergroups:read');
  });
});

describe('the app-level token', () => {
  test('opens a connection', async () => {
    const { slack, environment } = await aSlack();

    expect(codes(await examine('app_token', { ...environment, SLACK_APP_TOKEN: slack.appToken }))).toEqual([
      'app_token_ok',
    ]);
  });

  test.each([
    [undefined, 'app_token_unset'],
    ['xoxb-1', 'app_token_malformed'],
    ['xapp-', 'app_token_malformed'],
    ['xapp-other', 'app_token_invalid'],
  ])('%s: %s', async (token, code) => {
    const { environment } = await aSlack();

    expect(codes(await examine('app_token', { ...environment, SLACK_APP_TOKEN: token }))).toEqual([code]);
  });

  test.each([
    ['missing_scope', 'app_token_scope'],
    ['something_new', 'app_token_refused'],
  ])('refused by %s: %s', async (error, code) => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'apps.connections.open', how: 'error', error });

    expect(codes(await examine('app_token', { ...environment, SLACK_APP_TOKEN: slack.appToken }))).toEqual([code]);
  });
});

describe('the channel', () => {
  const scopes = ['chat:write', 'channels:read'];

  test.each([
    ['C0PIZZA', 'channel_ok'],
    ['C0PARTNER', 'channel_ok'],
    ['C0ARCHIVE', 'channel_archived'],
    ['C0QUIET', 'not_in_channel'],
    ['C0NOWHERE', 'channel_not_found'],
  ])('%s is looked at where the scope is there: %s', async (id, code) => {
    const { environment } = await aSlack({ scopes });

    expect(codes(await examine('channel', { ...environment, SLACK_CHANNEL: id }))).toEqual([code]);
  });

  test.each([
    [['groups:read'], 'C0BOARD', 'channel_ok'],
    [['channels:read'], 'C0BOARD', 'channel_unknown'],
    [['groups:read'], 'C0PIZZA', 'channel_unknown'],
    [['channels:read'], 'D0ALICE', 'channel_unknown'],
    [['channels:read', 'chat:write.public'], 'C0QUIET', 'channel_ok'],
  ])('with the scopes %j, %s: %s', async (more, id, code) => {
    const channels = [{ id: 'C0BOARD', name: 'board', private: true, members: ['U0ALICE'] }];
    const { environment } = await aSlack({ scopes: ['chat:write', ...more], channels });

    const [line] = await examine('channel', { ...environment, SLACK_CHANNEL: id });

    expect(line?.code).toBe(code);
    // a scope that the token has is not named as missing
    expect(more.filter((scope) => code === 'channel_unknown' && line?.message.includes(scope))).toEqual([]);
  });

  test('is not tested by a post that the scopes do not allow', async () => {
    const { environment } = await aSlack({ scopes: ['channels:read'] });

    const lines = await examine('channel', { ...environment, SLACK_CHANNEL: 'C0PIZZA' }, { post: true });

    expect(lines).toMatchObject([{ code: 'channel_unknown', message: expect.stringContaining('chat:write') }]);
  });

  test.each([
    ['C0PIZZA', 'channel_ok'],
    ['C0ARCHIVE', 'channel_archived'],
    ['C0QUIET', 'not_in_channel'],
    ['C0NOWHERE', 'channel_not_found'],
  ])('%s is posted to where that is wanted: %s', async (id, code) => {
    const { slack, environment } = await aSlack();

    const lines = await examine('channel', { ...environment, SLACK_CHANNEL: id }, { post: true });

    expect(codes(lines)).toEqual([code]);
    expect(slack.traffic.some(({ method }) => method === 'chat.postMessage')).toBe(true);
    expect(code === 'channel_not_found' ? [] : slack.messages(id)).toEqual([]);
  });

  test('is not checked, and nothing is posted, without scope or wish', async () => {
    const { slack, environment } = await aSlack();

    const lines = await examine('channel', { ...environment, SLACK_CHANNEL: 'C0PIZZA' });

    expect(lines).toMatchObject([{ status: 'not_checked', code: 'channel_unknown' }]);
    expect(lines[0]?.message).toMatch(/channels:read.*groups:read/);
    expect(lines[0]?.hints.join()).toMatch(/\/invite.*--post/);
    expect(slack.traffic.map(({ method }) => method)).toEqual(['auth.test']);
  });

  test('a message that stays is said', async () => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'chat.delete', how: 'error' });

    const lines = await examine('channel', { ...environment, SLACK_CHANNEL: 'C0PIZZA' }, { post: true });

    expect(lines[0]?.hints.join()).toContain('by hand');
  });

  test('a refusal of another kind is said', async () => {
    const { slack, environment } = await aSlack();
    slack.fail({ method: 'chat.postMessage', how: 'error', error: 'restricted_action' });

    expect(codes(await examine('channel', { ...environment, SLACK_CHANNEL: 'C0PIZZA' }, { post: true }))).toEqual([
      'channel_refused',
    ]);
  });

  test.each([
    ['#pizza', 'channel_malformed'],
    [undefined, 'channel_unset'],
  ])('%s: %s', async (id, code) => {
    const { environment } = await aSlack();

    expect(codes(await examine('channel', { ...environment, SLACK_CHANNEL: id }))).toEqual([code]);
  });
});

describe('approvers', () => {
  test.each([
    ['U0ALICE, S0ONCALL', ['approvers_ok']],
    ['U0GONE', ['approver_deactivated']],
    ['U0ROBOT', ['approver_bot']],
    ['U0GUEST', ['approver_guest']],
    ['U0NOBODY', ['approver_not_found']],
    ['S0EMPTY', ['approver_group_empty']],
    ['S0ONE', ['approver_group_of_one']],
    ['S0OLD', ['approver_group_disabled']],
    ['S0NONE', ['approver_not_found']],
    ['S0PLAN', ['approver_group_plan']],
    ['U0GONE,S0EMPTY,U0ALICE', ['approver_deactivated', 'approver_group_empty']],
    ['U0FAR', ['approver_stranger']],
    ['@alice,U0ALICE', ['approver_malformed']],
    ['', ['approvers_unset']],
  ])('%s: %j', async (text, expected) => {
    const { environment } = await aSlack({
      people: [{ id: 'U0FAR', teamId: 'T0FAR' }],
      usergroups: [
        { id: 'S0ONE', users: ['U0BOB'] },
        { id: 'S0OLD', users: ['U0BOB'], disabled: true },
      ],
    });

    expect(codes(await examine('approvers', { ...environment, SLACK_APPROVERS: text }))).toEqual(expected);
  });

  test('are not checked without the scope for it', async () => {
    const { environment } = await aSlack({ scopes: ['chat:write'] });

    const lines = await examine('approvers', { ...environment, SLACK_APPROVERS: 'U0ALICE,S0ONCALL' });

    expect(codes(lines)).toEqual(['approvers_unknown', 'approvers_unknown']);
  });

  test('of a long list, some are looked up, and the rest is said', async () => {
    const { slack, environment } = await aSlack();
    const text = Array.from({ length: 18 }, () => 'U0ALICE').join();

    const lines = await examine('approvers', { ...environment, SLACK_APPROVERS: text });

    expect(codes(lines)).toEqual(['approvers_ok', 'approvers_unknown']);
    expect(slack.traffic.filter(({ method }) => method === 'users.info')).toHaveLength(1);
  });
});
