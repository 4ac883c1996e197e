import * as testing from '@k8s-pizza/slack-approval-testing';
import { SimulatorError } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import { startSlack } from './simulator/simulator-fixture.js';

const click = { userId: 'U0ALICE', channelId: 'C0PIZZA', ts: '1.2', actionId: 'a' };
const message = { channelId: 'C0PIZZA', ts: '1.2' };
const unused = async (): Promise<never> => {
  throw new Error('nothing is opened');
};
const store = { name: 'a', create: unused, reopen: { skip: 'x' }, readRow: unused };
const adapter = { name: 'a', start: unused };
const runner = { describe, test };
const request = { signingSecret: 'x', body: '', timestampSeconds: 0 };

type Call = readonly [name: string, misspelt: string, meant: string, code: string, call: (extra: object) => unknown];

const calls: readonly Call[] = [
  ['aRow', 'dueat', 'dueAt', 'invalid_argument', (extra) => testing.aRow(extra)],
  [
    'storeContract',
    'dueRowcount',
    'dueRowCount',
    'invalid_argument',
    (extra) => testing.storeContract({ ...store, ...extra }),
  ],
  [
    'storeContract',
    'skp',
    'skip',
    'invalid_argument',
    (extra) => testing.storeContract({ ...store, reopen: { skip: 'x', ...extra } }),
  ],
  [
    'storeContract',
    'stop',
    'stops',
    'invalid_argument',
    (extra) => testing.storeContract({ ...store, faults: [{ name: 'a', stops: ['get'], begin: unused, ...extra }] }),
  ],
  [
    'adapterContract',
    'endlessbody',
    'endlessBody',
    'invalid_argument',
    (extra) => testing.adapterContract({ ...adapter, ...extra }),
  ],
  [
    'adapterContract',
    'resaon',
    'reason',
    'invalid_argument',
    (extra) => testing.adapterContract({ ...adapter, verifiesItself: { reason: 'x', ...extra } }),
  ],
  [
    'storeContract',
    'tset',
    'test',
    'invalid_argument',
    (extra) => testing.storeContract({ ...store, runner: { ...runner, ...extra } }),
  ],
  [
    'adapterContract',
    'decsribe',
    'describe',
    'invalid_argument',
    (extra) => testing.adapterContract({ ...adapter, runner: { ...runner, ...extra } }),
  ],
  [
    'signSlackRequest',
    'contenttype',
    'contentType',
    'invalid_options',
    (extra) => testing.signSlackRequest({ ...request, ...extra }),
  ],
];

const simulatorCalls: readonly (readonly [
  name: string,
  misspelt: string,
  meant: string,
  call: (slack: testing.SlackSimulator, extra: object) => unknown,
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
  ['fail', 'time', 'times', (slack, extra) => slack.fail({ method: 'chat.update', how: 'hang', ...extra })],
];

describe('a misspelt key is refused by name, and the key that was meant is named', () => {
  test.each(calls)('%s: %s for %s', async (_, misspelt, meant, code, call) => {
    const calling = async () => await call({ [misspelt]: undefined });

    await expect(calling()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
    });
  });

  test.each(simulatorCalls)('%s of the simulator: %s for %s', async (name, misspelt, meant, call) => {
    const { slack } = await startSlack();
    const calling = async () => await call(slack, { [misspelt]: undefined });

    await expect(calling()).rejects.toMatchObject({
      name: SimulatorError.name,
      code: name === 'fail' ? 'invalid_rule' : 'invalid_options',
      message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
    });
  });
});

/** What takes no object that a caller writes by hand, but texts, numbers and what Slack itself would send. */
const withoutOptions = ['fixedClock', 'listenOnLoopback', 'SimulatorError'];
const simulatorWithoutOptions = [
  ...['views', 'home', 'event', 'retryEvents', 'refreshConnections', 'jump', 'reset', 'close'],
  ...['removeApp', 'archive', 'unarchive', 'refuseToken', 'restoreTokens', 'uninstallApp', 'reinstallApp'],
  ...['grantScopes', 'takeScopes', 'mend'],
];

test('no function of this package is left out of these lists', async () => {
  const { slack } = await startSlack();
  const methods = Object.entries(slack).filter(([, value]) => typeof value === 'function');
  const listed = [...calls.map(([name]) => name), ...simulatorCalls.map(([name]) => name)];

  expect([...new Set(listed), ...withoutOptions, ...simulatorWithoutOptions].sort()).toEqual(
    [...Object.keys(testing), ...methods.map(([name]) => name)].sort(),
  );
});
