import { describe, expect, test } from 'vitest';
import { card, payloadOf, startApp, startSlack } from '../simulator-fixture.js';

const refused = (error: string) => ({ data: { ok: false, error } });
const message = { channel: 'C0PIZZA', text: 'hi' };

describe('a failure until mended', () => {
  test('holds for every call of the method, and of no other, until it is mended', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'chat.postMessage', how: 'error', error: 'ekm_access_denied', times: 'until_mended' });

    for (let count = 0; count < 3; count += 1) {
      await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('ekm_access_denied'));
    }
    expect(await web.auth.test()).toMatchObject({ ok: true });

    slack.mend('chat.postMessage');

    expect(await web.chat.postMessage(message)).toMatchObject({ ok: true });
  });

  test('of every method spares response URLs alone', async () => {
    const app = await startApp();
    const { slack, web } = await startSlack({ requestUrl: app.url });
    const { ts = '' } = await web.chat.postMessage({ ...message, blocks: card });
    await slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approve' });
    slack.fail({ method: '*', how: 'error', error: 'team_access_not_granted', times: 'until_mended' });

    await expect(web.auth.test()).rejects.toMatchObject(refused('team_access_not_granted'));
    await expect(web.users.info({ user: 'U0ALICE' })).rejects.toMatchObject(refused('team_access_not_granted'));
    const answer = await fetch(payloadOf(app.received[0]).response_url, { method: 'POST', body: '{"text":"x"}' });
    expect(answer.status).toBe(200);
  });

  test('lets rules that are used up go first, and the method’s own rule before that of every method', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: '*', how: 'error', error: 'org_login_required', times: 'until_mended' });
    slack.fail({ method: 'auth.test', how: 'error', error: 'two_factor_setup_required', times: 'until_mended' });
    slack.fail({ method: 'auth.test', how: 'error', error: 'fatal_error' });

    await expect(web.auth.test()).rejects.toMatchObject(refused('fatal_error'));
    await expect(web.auth.test()).rejects.toMatchObject(refused('two_factor_setup_required'));
    await expect(web.chat.postMessage(message)).rejects.toMatchObject(refused('org_login_required'));
  });

  test('takes the place of the one there was for the method', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: 'auth.test', how: 'error', error: 'org_login_required', times: 'until_mended' });

    slack.fail({ method: 'auth.test', how: 'error', error: 'no_permission', times: 'until_mended' });

    await expect(web.auth.test()).rejects.toMatchObject(refused('no_permission'));
    expect(slack.failing).toHaveLength(1);
  });
});

describe('what is failing', () => {
  test('is listed with how often it has left', async () => {
    const { slack, web } = await startSlack();
    const standing = { method: '*', how: 'error', error: 'no_permission', times: 'until_mended' } as const;
    slack.fail(standing);
    slack.fail({ method: 'auth.test', how: 'status', times: 2 });
    await expect(web.auth.test()).rejects.toThrow();

    expect(slack.failing).toEqual([{ method: 'auth.test', how: 'status', times: 1 }, standing]);
  });

  test.each([
    ['one method', 'auth.test', ['chat.postMessage', '*']],
    ['the rule of every method', '*', ['auth.test', 'chat.postMessage']],
    ['all of it', undefined, []],
  ])('is mended by %s', async (_, method, left) => {
    const { slack } = await startSlack();
    slack.fail({ method: 'auth.test', how: 'status', times: 5 });
    slack.fail({ method: 'chat.postMessage', how: 'status', times: 'until_mended' });
    slack.fail({ method: '*', how: 'status', times: 'until_mended' });

    slack.mend(method);

    expect(slack.failing.map((rule) => rule.method)).toEqual(left);
  });

  test('is nothing after a reset', async () => {
    const { slack, web } = await startSlack();
    slack.fail({ method: '*', how: 'error', error: 'no_permission', times: 'until_mended' });

    slack.reset();

    expect(slack.failing).toEqual([]);
    expect(await web.auth.test()).toMatchObject({ ok: true });
  });
});
