import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import * as entry from '@k8s-pizza/slack-simulator';
import { describe, expect, test } from 'vitest';
import { startSlack } from './simulator/simulator-fixture.js';

const click = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts: '1.2', actionId: 'a' };
const message = { channelId: 'C0PIZZA', ts: '1.2' };

const calls: readonly (readonly [
  name: string,
  misspelt: string,
  meant: string,
  call: (slack: SlackSimulator, extra: object) => unknown,
])[] = [
  ['createSlackSimulator', 'requestURL', 'requestUrl', (_, extra) => startSlack(extra)],
  ['createSlackSimulator', 'guets', 'guest', (_, extra) => startSlack({ people: [{ id: 'U0NEW', ...extra }] })],
  [
    'createSlackSimulator',
    'postburst',
    'postBurst',
    (_, extra) => startSlack({ rateLimits: { postBurst: 1, ...extra } }),
  ],
  [
    'createSlackSimulator',
    'usagehint',
    'usageHint',
    (_, extra) => startSlack({ commands: [{ command: '/a', description: '', ...extra }] }),
  ],
  [
    'createSlackSimulator',
    'lable',
    'label',
    (_, extra) => startSlack({ buttons: [{ label: 'Alert', press: () => undefined, ...extra }] }),
  ],
  ['arrange', 'chanels', 'channels', (slack, extra) => slack.arrange(extra)],
  ['arrange', 'archivd', 'archived', (slack, extra) => slack.arrange({ channels: [{ id: 'C0PIZZA', ...extra }] })],
  ['arrange', 'user', 'users', (slack, extra) => slack.arrange({ usergroups: [{ id: 'S0ONCALL', ...extra }] })],
  ['messages', 'asuser', 'asUser', (slack, extra) => slack.messages('C0PIZZA', extra)],
  ['click', 'optoin', 'option', (slack, extra) => slack.click({ ...click, ...extra })],
  ['click', 'viewID', 'viewId', (slack, extra) => slack.click({ ...click, ...extra })],
  [
    'submit',
    'value',
    'values',
    (slack, extra) => slack.submit({ userId: 'U0ALICE', viewId: 'V', values: {}, ...extra }),
  ],
  [
    'command',
    'txet',
    'text',
    (slack, extra) => slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/a', text: '', ...extra }),
  ],
  ['inviteApp', 'invitor', 'inviter', (slack, extra) => slack.inviteApp('C0PIZZA', extra)],
  ['rotateToken', 'od', 'old', (slack, extra) => slack.rotateToken(extra)],
  [
    'deleteMessage',
    'user',
    'userId',
    (slack, extra) => slack.deleteMessage({ userId: 'U0ALICE', ...message, ...extra }),
  ],
  ['lockMessage', 'eror', 'error', (slack, extra) => slack.lockMessage({ ...message, ...extra })],
  ['unlockMessage', 'channel', 'channelId', (slack, extra) => slack.unlockMessage({ ...message, ...extra })],
  ['lockThread', 'eror', 'error', (slack, extra) => slack.lockThread({ ...message, ...extra })],
  ['unlockThread', 'channel', 'channelId', (slack, extra) => slack.unlockThread({ ...message, ...extra })],
  ['fail', 'time', 'times', (slack, extra) => slack.fail({ method: 'chat.update', how: 'hang', ...extra })],
];

describe('a misspelt key is refused by name, and the key that was meant is named', () => {
  test.each(calls)('%s: %s for %s', async (name, misspelt, meant, call) => {
    const { slack } = await startSlack();
    const calling = async () => await call(slack, { [misspelt]: undefined });

    await expect(calling()).rejects.toMatchObject({
      name: entry.SimulatorError.name,
      code: name === 'fail' ? 'invalid_rule' : 'invalid_options',
      message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
    });
  });
});

/** What takes no object that a caller writes by hand, but texts, numbers and what Slack itself would send. */
const withoutOptions = [
  ...['views', 'home', 'event', 'retryEvents', 'refreshConnections', 'jump', 'reset', 'close'],
  ...['removeApp', 'archive', 'unarchive', 'refuseToken', 'restoreTokens', 'uninstallApp', 'reinstallApp'],
  ...['grantScopes', 'takeScopes', 'mend', 'SimulatorError'],
];

test('no function of this package is left out of these lists', async () => {
  const { slack } = await startSlack();
  const methods = Object.entries(slack).filter(([, value]) => typeof value === 'function');

  expect([...new Set(calls.map(([name]) => name)), ...withoutOptions].sort()).toEqual(
    [...Object.keys(entry), ...methods.map(([name]) => name)].sort(),
  );
});
