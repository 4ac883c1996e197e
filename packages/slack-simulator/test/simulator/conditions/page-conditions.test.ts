import { describe, expect, test } from 'vitest';
import { clientOf, startApp, startSlack } from '../simulator-fixture.js';

const refused = (error: string) => ({ data: { ok: false, error } });
const message = { channel: 'C0PIZZA', text: 'hi' };

/** What the page asks and sends, without a browser. */
async function withPage() {
  const app = await startApp();
  const scopes = ['chat:write', 'channels:read'];
  const { slack, web } = await startSlack({ requestUrl: app.url, scopes });
  const act = (action: object, as = 'U0ALICE') =>
    fetch(`${slack.url}/page/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, action }),
    });
  const conditions = async () => (await look()).conditions;
  const look = async () => (await fetch(`${slack.url}/page/state?as=U0ALICE&in=C0PIZZA`)).json();
  return { app, slack, web, act, look, conditions };
}

describe('the page', () => {
  test('shows every channel with what keeps the app from posting there', async () => {
    const { slack, conditions } = await withPage();
    slack.arrange({ channels: [{ id: 'C0VAULT', name: 'vault', private: true, appIsMember: false }] });

    expect((await conditions()).channels).toEqual([
      { id: 'C0PIZZA', name: 'pizza', private: false, archived: false, appIsMember: true },
      { id: 'C0OPS', name: 'ops', private: false, archived: false, appIsMember: true },
      { id: 'C0ARCHIVE', name: 'archive', private: false, archived: true, appIsMember: true },
      { id: 'C0QUIET', name: 'quiet', private: false, archived: false, appIsMember: false },
      { id: 'C0PARTNER', name: 'partner', private: false, archived: false, appIsMember: true },
      { id: 'C0VAULT', name: 'vault', private: true, archived: false, appIsMember: false },
    ]);
  });

  test('removes the app, and invites it in the name of the person who looks', async () => {
    const { act, web, app } = await withPage();

    await act({ type: 'remove_app', channelId: 'C0PIZZA' });
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('not_in_channel'));
    const invited = await act({ type: 'invite_app', channelId: 'C0PIZZA' }, 'U0BOB');

    expect(await invited.json()).toEqual({ failure: null });
    expect(JSON.parse(app.received[0]?.body ?? '').event).toMatchObject({
      type: 'member_joined_channel',
      channel: 'C0PIZZA',
      inviter: 'U0BOB',
    });
    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
  });

  test('invites the app for a person who is not in the channel', async () => {
    const { act, app } = await withPage();

    await act({ type: 'invite_app', channelId: 'C0QUIET' }, 'U0CAROL');

    expect(JSON.parse(app.received[0]?.body ?? '').event).toMatchObject({ channel: 'C0QUIET', inviter: 'U0ALICE' });
  });

  test('archives a channel and opens it again', async () => {
    const { act, web } = await withPage();

    await act({ type: 'archive', channelId: 'C0PIZZA' });
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('is_archived'));
    await act({ type: 'unarchive', channelId: 'C0PIZZA' });

    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
  });

  test('rotates, refuses and restores the token', async () => {
    const { act, slack, web, conditions } = await withPage();
    expect(await conditions()).toMatchObject({ token: slack.botToken, tokenRefusal: null, isInstalled: true });

    await act({ type: 'rotate_token' });
    await expect(web.auth.test()).rejects.toMatchObject(refused('token_expired'));
    expect(await clientOf(slack).auth.test()).toMatchObject({ ok: true });
    await act({ type: 'refuse_token', error: 'token_revoked' });
    expect(await conditions()).toMatchObject({ token: slack.botToken, tokenRefusal: 'token_revoked' });
    await act({ type: 'restore_tokens' });

    expect(await web.auth.test()).toMatchObject({ ok: true });
    expect(await conditions()).toMatchObject({ tokenRefusal: null });
  });

  test('uninstalls the app and installs it again', async () => {
    const { act, slack, web, conditions } = await withPage();

    await act({ type: 'uninstall_app' });
    expect(await conditions()).toMatchObject({ isInstalled: false, tokenRefusal: 'account_inactive' });
    await expect(web.auth.test()).rejects.toMatchObject(refused('account_inactive'));
    await act({ type: 'reinstall_app' });

    expect(await conditions()).toMatchObject({ isInstalled: true, tokenRefusal: null });
    expect(await clientOf(slack).auth.test()).toMatchObject({ ok: true });
  });

  test('takes a scope and grants it', async () => {
    const { act, web, conditions } = await withPage();

    await act({ type: 'take_scope', scope: 'chat:write' });
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('missing_scope'));
    expect((await conditions()).scopes).toContainEqual({ scope: 'chat:write', isGranted: false });
    await act({ type: 'grant_scope', scope: 'chat:write' });

    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
    expect((await conditions()).scopes).toContainEqual({ scope: 'chat:write', isGranted: true });
  });

  test('refuses calls until they are mended', async () => {
    const { act, web, conditions } = await withPage();

    await act({ type: 'refuse_calls', method: '*', error: 'ekm_access_denied' });
    await expect(web.auth.test()).rejects.toMatchObject(refused('ekm_access_denied'));
    expect((await conditions()).failing).toEqual([
      { method: '*', how: 'error', error: 'ekm_access_denied', times: 'until_mended' },
    ]);
    await act({ type: 'mend', method: '*' });

    expect(await web.auth.test()).toMatchObject({ ok: true });
    expect((await conditions()).failing).toEqual([]);
  });

  test('locks a message, unlocks it and deletes it', async () => {
    const { act, slack, web, look } = await withPage();
    const { ts = '' } = await web.chat.postMessage(message);
    const about = { channelId: 'C0PIZZA', ts };
    const update = { channel: 'C0PIZZA', ts, text: 'two' };

    await act({ type: 'lock_message', ...about, error: 'cant_update_message' });
    await expect(web.chat.update(update)).rejects.toMatchObject(refused('cant_update_message'));
    expect((await look()).messages).toMatchObject([{ ts, lockedBy: 'cant_update_message' }]);
    await act({ type: 'unlock_message', ...about });
    await web.chat.update(update);
    expect((await look()).messages).toMatchObject([{ ts, lockedBy: null }]);
    await act({ type: 'delete_message', ...about });

    expect(slack.messages('C0PIZZA')).toEqual([]);
  });

  test.each([
    [{ type: 'invite_app', channelId: 'C0ARCHIVE' }, 409],
    [{ type: 'archive', channelId: 'C0NOWHERE' }, 409],
    [{ type: 'delete_message', channelId: 'C0PIZZA', ts: '1.0' }, 409],
    [{ type: 'invite_app' }, 400],
    [{ type: 'refuse_token', error: 'bored' }, 400],
    [{ type: 'lock_message', channelId: 'C0PIZZA', ts: '1.0', error: 'bored' }, 400],
    [{ type: 'grant_scope', scope: 7 }, 400],
  ])('is refused what is not there or not understood: %j', async (action, status) => {
    const { act } = await withPage();

    expect((await act(action)).status).toBe(status);
  });
});

describe('the Home of an app', () => {
  test('that does not subscribe to its opening is opened without a word to the app', async () => {
    const app = await startApp();
    const { slack } = await startSlack({ requestUrl: app.url, events: ['member_joined_channel'] });

    const opened = await fetch(`${slack.url}/page/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'U0ALICE', action: { type: 'open_home' } }),
    });

    expect(await opened.json()).toEqual({ failure: null });
    expect(app.received).toEqual([]);
  });
});
