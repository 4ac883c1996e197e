import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { aSlack, asked, quietLogger } from './connect-to-slack.js';
import { deferred } from './deferred.js';
import { type BridgeOptions, startBridge } from './start-bridge.js';

const appToken = 'xapp-secret';
const handleVerified = async () => ({ status: 200, headers: {}, body: '' });

async function bridged(options?: BridgeOptions) {
  const bridge = await startBridge(options);
  onTestFinished(bridge.close);
  const error = vi.fn();
  const connect = (approvals: Parameters<typeof connectSocketMode>[0] = { handleVerified }) =>
    connectSocketMode(approvals, { appToken, apiUrl: bridge.apiUrl, logger: { ...quietLogger, error } });
  const connected = async (approvals?: Parameters<typeof connect>[0]) => {
    const connection = await connect(approvals);
    onTestFinished(() => connection.close());
    return connection;
  };
  const post = () => fetch(bridge.url, { method: 'POST', body: 'command=%2Fapprovals' });
  return { bridge, connect, connected, post, logged: error };
}

test('an envelope that is delivered twice counts one vote', async () => {
  const { bridge, connected } = await bridged({ copies: 2 });
  const { slack, approvals } = await aSlack();
  await connected(approvals);
  slack.requestUrl = bridge.url;
  const { id, click } = await asked(slack, approvals);

  expect(await click('approve')).toMatchObject({ status: 200, failure: null });
  await approvals.flush();

  expect(await approvals.get(id)).toMatchObject({ status: 'pending', votes: [{ by: { userId: 'U0ALICE' } }] });
});

test('a connection that drops is reopened at once', async () => {
  const { bridge, connected, post, logged } = await bridged();
  await connected();

  bridge.drop();
  await vi.waitFor(() => expect(bridge.openedCount()).toBe(2));

  await vi.waitFor(async () => expect((await post()).status).toBe(200));
  expect(logged).not.toHaveBeenCalled();
});

test('an answer that its connection did not live to see is logged, and the next one is sent', async () => {
  const { bridge, connected, post, logged } = await bridged();
  const answered = deferred();
  await connected({ handleVerified: () => answered.promise.then(handleVerified) });
  const posted = post();
  await vi.waitFor(() => expect(bridge.waitingCount()).toBe(1));

  bridge.drop();
  expect((await posted).status).toBe(500);
  await vi.waitFor(() => expect(bridge.openedCount()).toBe(2));
  answered.resolve();

  await vi.waitFor(() =>
    expect(logged.mock.calls).toEqual([[expect.any(String), expect.objectContaining({ code: 'envelope_failed' })]]),
  );
  expect((await post()).status).toBe(200);
});

test('a token that is revoked meanwhile does not end the process; the log says so, without the token', async () => {
  const { bridge, connected, logged } = await bridged();
  const connection = await connected();

  bridge.answerOpen('{"ok":false,"error":"token_revoked"}');
  bridge.drop();
  await vi.waitFor(() => expect(logged).toHaveBeenCalled());

  expect(logged.mock.calls[0]?.[1]).toMatchObject({
    code: 'socket_mode_disconnected',
    errorCode: 'socket_mode_refused',
    error: expect.stringContaining('token_revoked'),
  });
  expect(JSON.stringify(logged.mock.calls)).not.toContain(appToken);
  await connection.close();
});

test('`close` does not wait for a connection that cannot be made', async () => {
  const { bridge, connected, logged } = await bridged();
  const connection = await connected();
  bridge.answerOpen('not JSON');
  bridge.drop();
  await vi.waitFor(() => expect(logged).toHaveBeenCalled());

  await connection.close();

  bridge.answerOpen(null);
  expect(bridge.connectionCount()).toBe(0);
});

test.each(['open', 'hello'] as const)('`close` does not wait for a Slack that is silent at its %s', async (at) => {
  const { bridge, connected } = await bridged();
  const connection = await connected();
  bridge.fallSilent(at);
  bridge.drop();
  await vi.waitFor(() => expect(at === 'open' ? bridge.openingCount() : bridge.openedCount()).toBe(2));

  await connection.close();

  await vi.waitFor(() => expect(bridge.connectionCount()).toBe(0));
});

describe('the first connection', () => {
  test.each(['invalid_auth', 'token_revoked', 'missing_scope', 'not_allowed_token_type'])(
    'is refused by Slack: %s',
    async (error) => {
      const { bridge, connect } = await bridged();
      bridge.answerOpen(JSON.stringify({ ok: false, error }));

      const refused = await connect().catch((thrown: unknown) => thrown);

      expect(refused).toMatchObject({ code: 'socket_mode_refused', message: expect.stringContaining(error) });
      expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain(appToken);
    },
  );

  test('is refused by the simulator, as by Slack, if the token is not its own', async () => {
    const { slack, approvals } = await aSlack();

    const connecting = connectSocketMode(approvals, { appToken, apiUrl: slack.apiUrl, logger: quietLogger });

    await expect(connecting).rejects.toMatchObject({ code: 'socket_mode_refused' });
  });

  test.each([
    ['Slack is not there', 'http://127.0.0.1:1/api/'],
    ['the address is not a URL', 'slack'],
  ])('fails where %s', async (_, apiUrl) => {
    const connecting = connectSocketMode({ handleVerified }, { appToken, apiUrl, logger: quietLogger });

    await expect(connecting).rejects.toMatchObject({ code: 'socket_mode_unreachable', cause: expect.anything() });
  });

  test('fails where the socket ends before Slack greets', async () => {
    const { bridge, connect } = await bridged({ saysHello: false });

    const connecting = connect();
    await vi.waitFor(() => expect(bridge.connectionCount()).toBe(1));
    bridge.drop();

    await expect(connecting).rejects.toMatchObject({ code: 'socket_mode_unreachable' });
  });
});

describe('is refused before it connects:', () => {
  // as: the environment, or a caller without a compiler, does not always give what the types say
  test.each([
    ['no token', { handleVerified }, undefined, 'SLACK_APP_TOKEN'],
    ['an empty token', { handleVerified }, '', 'SLACK_APP_TOKEN'],
    ['a bot token', { handleVerified }, 'xoxb-1', 'xapp-'],
    ['a rotated user token', { handleVerified }, 'xoxe.xoxp-1', 'xapp-'],
    ['a token with its line break', { handleVerified }, 'xapp-1\n', 'line break'],
    ['a token in quotation marks', { handleVerified }, '"xapp-1"', 'quotation mark'],
    ['a token with a letter that no header takes', { handleVerified }, 'xapp-1–2', 'character'],
    ['no approvals', undefined, appToken, 'Approvals'],
  ])('%s', async (_, approvals, token, said) => {
    const connecting = connectSocketMode(approvals as { handleVerified: typeof handleVerified }, { appToken: token });

    await expect(connecting).rejects.toMatchObject({ code: 'invalid_options', message: expect.stringContaining(said) });
    await expect(connecting).rejects.not.toThrow(token || 'nothing to hide');
  });
});

test('a program that only asks learns that it cannot answer Slack', async () => {
  const { bridge, connected, post, logged } = await bridged();
  await connected(createApprovals({ store: memoryStore() }));

  const posted = post();
  await vi.waitFor(() => expect(logged).toHaveBeenCalled());
  bridge.giveUpIn(0);

  expect((await posted).status).toBe(500);
  expect(logged.mock.calls[0]?.[1]).toMatchObject({ code: 'envelope_failed', errorCode: 'slack_required' });
});
