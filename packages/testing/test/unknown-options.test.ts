import * as testing from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test } from 'vitest';

const unused = async (): Promise<never> => {
  throw new Error('nothing is opened');
};
const store = { name: 'a', create: unused, reopen: { skip: 'x' }, readRow: unused };
const adapter = { name: 'a', start: unused };
const runner = { describe, test };
const app = async () => {
  const opened = await testing.createTestApprovals();
  onTestFinished(() => opened.close());
  return opened;
};
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
  ['sourceContract', 'strat', 'start', 'invalid_argument', (extra) => testing.sourceContract({ ...adapter, ...extra })],
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
  ['createTestApprovals', 'startat', 'startAt', 'invalid_options', (extra) => testing.createTestApprovals(extra)],
  ['expectCard', 'chanel', 'channel', 'invalid_argument', async (extra) => await (await app()).expectCard(extra)],
  ['cards', 'txt', 'text', 'invalid_argument', async (extra) => await (await app()).cards(extra)],
  [
    'approve',
    'raeson',
    'reason',
    'invalid_argument',
    async (extra) => await (await app()).approve({ id: 'a' }, { as: 'U0ALICE', ...extra }),
  ],
];

describe('a misspelt key is refused by name, and the key that was meant is named', () => {
  test.each(calls)('%s: %s for %s', async (_, misspelt, meant, code, call) => {
    const calling = async () => await call({ [misspelt]: undefined });

    await expect(calling()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
    });
  });
});

/** Methods of what `createTestApprovals` makes. */
const methods = ['expectCard', 'cards', 'approve'];

/** What takes no object that a caller writes by hand. */
const withoutOptions = ['fixedClock', 'listenOnLoopback'];

test('no function of this package is left out of these lists', () => {
  const named = new Set(calls.map(([name]) => name).filter((name) => !methods.includes(name)));

  expect([...named, ...withoutOptions].sort()).toEqual(Object.keys(testing).sort());
});
