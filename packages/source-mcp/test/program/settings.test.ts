import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/program/settings.js';
import { aSlack, runHere, token } from './running.js';

const environment = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_CHANNEL: 'C0DEPLOYS',
  SLACK_APPROVER: 'U0ALICE, S0ONCALL',
  HOME: '/alice',
};
const read = (...words: readonly string[]) => readSettings(words, environment);

describe('what it is told', () => {
  test('comes from the environment', () => {
    expect(readSettings([], { ...environment, SLACK_ON_BEHALF_OF: 'U0BOB' })).toEqual({
      channels: ['C0DEPLOYS'],
      approvers: ['U0ALICE', 'S0ONCALL'],
      requester: expect.stringMatching(/^agent of ./),
      onBehalfOf: 'U0BOB',
      expires: '24h',
      store: '/alice/.local/state/slack-approval/questions.db',
      http: null,
    });
  });

  test('and from the command line, which wins', () => {
    const words = ['--channel', 'C0A', '--channel', 'C0B', '--approver', 'channel-members', '--requester', 'codex'];
    const others = ['--on-behalf-of', 'U0CAROL', '--expires', 'never', '--store', 'a.db', '--http', '80'];
    const all = readSettings([...words, ...others], { ...environment, SLACK_APPROVAL_MCP_TOKEN: token });

    expect(all).toEqual({
      channels: ['C0A', 'C0B'],
      approvers: ['channel-members'],
      requester: 'codex',
      onBehalfOf: 'U0CAROL',
      expires: 'never',
      store: 'a.db',
      http: { port: 80, host: '127.0.0.1', token },
    });
  });

  test('an empty variable is no variable', () => {
    expect(readSettings([], { ...environment, SLACK_ON_BEHALF_OF: '' })).toMatchObject({ onBehalfOf: null });
  });

  test('the file is where XDG_STATE_HOME says', () => {
    expect(readSettings([], { ...environment, XDG_STATE_HOME: '/state' })).toMatchObject({
      store: '/state/slack-approval/questions.db',
    });
  });
});

describe('it says what is wrong with', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['no channel', [], { SLACK_CHANNEL: '' }, /^Say where to ask: --channel C…, or SLACK_CHANNEL\.$/],
    ['no approver', [], { SLACK_APPROVER: '' }, /^Say who may answer/],
    ['an approver that is no id', ['--approver', 'alice'], {}, /--approver must be .*, got "alice"/],
    ['a person that is no id', ['--on-behalf-of', 'S0ONCALL'], {}, /--on-behalf-of must be .*, got "S0ONCALL"/],
    ['an unknown option', ['--chanel', 'C0'], {}, /--chanel.*See --help/],
    ['a word', ['serve'], {}, /serve.*See --help/],
    ['what is no port', ['--http', '99999'], {}, /--http must be a port, got "99999"/],
    ['a host without a port', ['--host', '0.0.0.0'], {}, /--host needs --http/],
    ['HTTP without a token', ['--http', '80'], {}, /^SLACK_APPROVAL_MCP_TOKEN is missing\.$/],
    ['a short token', ['--http', '80'], { SLACK_APPROVAL_MCP_TOKEN: 'short' }, /at least 32/],
    ['a quoted token', ['--http', '80'], { SLACK_APPROVAL_MCP_TOKEN: `"${token}"` }, /quotation mark/],
    ['no app token', [], { SLACK_APP_TOKEN: '' }, /SLACK_BOT_TOKEN and SLACK_APP_TOKEN/],
    ['no bot token', [], { SLACK_BOT_TOKEN: '' }, /SLACK_BOT_TOKEN and SLACK_APP_TOKEN/],
  ])('%s', (_, words, variables, message) => {
    expect(() => readSettings(words, { ...environment, ...variables })).toThrow(
      expect.objectContaining({ name: 'SettingsError', message: expect.stringMatching(message) }),
    );
  });

  test('what is no duration', () => {
    expect(() => read('--expires', 'soon')).toThrow(/--expires.*"soon"/);
  });

  test('a secret is not repeated', () => {
    const quoted = { ...environment, SLACK_APPROVAL_MCP_TOKEN: `'${token}'` };

    expect(() => readSettings(['--http', '80'], quoted)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(token) }),
    );
  });

  test('a file that cannot be opened', async () => {
    const { env } = await aSlack();

    await expect(runHere(['--store', '/dev/null/a.db'], env).ended).rejects.toMatchObject({
      name: 'SettingsError',
      message: expect.stringMatching(/^The file \/dev\/null\/a\.db cannot be opened \(E\w+\): name another one/),
    });
  });

  test('a token that Slack refuses', async () => {
    const { env } = await aSlack();

    await expect(runHere([], { ...env, SLACK_APP_TOKEN: 'xapp-wrong' }).ended).rejects.toMatchObject({
      code: 'socket_mode_refused',
    });
  });
});

test('it prints its help and its version', async () => {
  expect(read('--help')).toBe('help');
  expect((await runHere(['--help'], {}).ended).output).toContain('SLACK_APPROVAL_MCP_TOKEN');
  expect((await runHere(['--version'], {}).ended).output).toBe('1.2.3\n');
});
