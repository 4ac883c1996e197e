import { describe, expect, test } from 'vitest';
import { clientOf, startSlack } from '../simulator-fixture.js';

const refused = (error: string) => ({ data: { ok: false, error } });
const message = { channel: 'C0PIZZA', text: 'hi' };

describe('a token', () => {
  test('that was rotated has expired, and the new one works', async () => {
    const { slack, web } = await startSlack();

    const token = slack.rotateToken();

    expect(token).toBe(slack.botToken);
    await expect(web.auth.test()).rejects.toMatchObject(refused('token_expired'));
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('token_expired'));
    expect(await clientOf(slack).auth.test()).toMatchObject({
      ok: true,
      user_id: slack.botUserId,
      bot_id: slack.botId,
      team_id: slack.teamId,
    });
  });

  test('that was rotated can be revoked in place of expired, and each is new', async () => {
    const { slack, web } = await startSlack();

    const tokens = [slack.botToken, slack.rotateToken({ old: 'token_revoked' }), slack.rotateToken()];

    expect(new Set(tokens).size).toBe(3);
    await expect(web.auth.test()).rejects.toMatchObject(refused('token_revoked'));
    await expect(clientOf(slack, tokens[1]).auth.test()).rejects.toMatchObject(refused('token_expired'));
  });

  test.each(['token_revoked', 'token_expired', 'invalid_auth'] as const)('can be refused with %s', async (error) => {
    const { slack, web } = await startSlack();

    slack.refuseToken(error);

    await expect(web.auth.test()).rejects.toMatchObject(refused(error));
    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test('is revoked where nothing else is said, and works again once it is restored', async () => {
    const { slack, web } = await startSlack();
    slack.refuseToken();
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('token_revoked'));

    slack.restoreTokens();

    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
  });

  test('that was never issued is invalid, and none at all is not authed', async () => {
    const { slack } = await startSlack();
    slack.rotateToken();

    await expect(clientOf(slack, 'xoxb-other').auth.test()).rejects.toMatchObject(refused('invalid_auth'));
    expect(await (await fetch(`${slack.apiUrl}auth.test`)).json()).toEqual({ ok: false, error: 'not_authed' });
  });

  test('has no say over a response URL or an app-level token', async () => {
    const { slack } = await startSlack();
    slack.refuseToken();

    expect(await clientOf(slack, slack.appToken).apps.connections.open()).toMatchObject({ ok: true });
  });
});

describe('an app that was uninstalled', () => {
  test('is inactive with every token it had', async () => {
    const { slack, web } = await startSlack();
    slack.rotateToken();

    slack.uninstallApp();

    await expect(web.auth.test()).rejects.toMatchObject(refused('account_inactive'));
    await expect(clientOf(slack).auth.test()).rejects.toMatchObject(refused('account_inactive'));
  });

  test('gets a new token when it is installed again, and the old one stays inactive', async () => {
    const { slack, web } = await startSlack();
    slack.uninstallApp();

    const token = slack.reinstallApp();

    expect(await clientOf(slack, token).auth.test()).toMatchObject({ ok: true });
    await expect(web.auth.test()).rejects.toMatchObject(refused('account_inactive'));
  });
});

describe('a scope', () => {
  test('that was taken away is missing, and says what is needed and provided', async () => {
    const { slack, web } = await startSlack({ scopes: ['chat:write', 'users:read', 'usergroups:read'] });

    slack.takeScopes('chat:write', 'users:read');

    await expect(web.chat.postMessage(message)).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'usergroups:read' },
    });
    await expect(web.users.info({ user: 'U0ALICE' })).rejects.toMatchObject(refused('missing_scope'));
    expect(await web.auth.test()).toMatchObject({ ok: true });
  });

  test('that was granted works at once, and is there once', async () => {
    const { slack, web } = await startSlack({ scopes: ['users:read'] });

    slack.grantScopes('chat:write', 'users:read');

    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
    slack.takeScopes('users:read');
    await expect(web.users.info({ user: 'U0ALICE' })).rejects.toMatchObject(refused('missing_scope'));
  });
});

test('reset leaves the first token, and gives no token out twice', async () => {
  const { slack, web } = await startSlack();
  const first = slack.botToken;
  const rotated = slack.rotateToken();
  slack.takeScopes('chat:write');

  slack.reset();

  expect(slack.botToken).toBe(first);
  expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
  await expect(clientOf(slack, rotated).auth.test()).rejects.toMatchObject(refused('invalid_auth'));
  expect(slack.rotateToken()).not.toBe(rotated);
});
