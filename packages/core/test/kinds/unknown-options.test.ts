import * as core from '@k8s-pizza/slack-approval';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import * as blocks from '@k8s-pizza/slack-approval/blocks';
import * as evidenceEntry from '@k8s-pizza/slack-approval/evidence';
import * as host from '@k8s-pizza/slack-approval/host';
import { refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import * as slackEntry from '@k8s-pizza/slack-approval/slack';
import * as stateMachine from '@k8s-pizza/slack-approval/state-machine';
import * as store from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../world/thrown-by.js';
import { orderOptions } from '../world/world.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const slack = { token: 'xoxb-token', signingSecret: 'secret' };
const person = { userId: 'U0ALICE', teamId: null, enterpriseId: null };
const raw = { method: 'POST', header: () => null, body: new Uint8Array() };

const approvals = createApprovals({ store: memoryStore(), slack });
const kind = approvals.define('order', orderOptions());
const define = (change: object) =>
  createApprovals({ store: memoryStore() }).define('order', { ...orderOptions(), ...change });
const asking = (content: object) => define({ card: () => content }).ask({ size: 'x' }, { requester: 'ci' });

type Door = readonly [name: string, misspelt: string, meant: string, code: string, call: (extra: object) => unknown];

/** Every object that a caller writes by hand, with a key in it that is misspelt. `extra` holds that key, and undefined under it. */
const doors: readonly Door[] = [
  [
    'createApprovals',
    'sotre',
    'store',
    'invalid_options',
    (extra) => createApprovals({ store: memoryStore(), ...extra }),
  ],
  [
    'createApprovals',
    'singingSecret',
    'signingSecret',
    'invalid_options',
    (extra) => createApprovals({ store: memoryStore(), slack: { ...slack, ...extra } }),
  ],
  [
    'createApprovals',
    'aprove',
    'approve',
    'invalid_options',
    (messages) => createApprovals({ store: memoryStore(), messages }),
  ],
  ['approvals.define', 'expiresin', 'expiresIn', 'invalid_options', define],
  ['approvals.define', 'aprove', 'approve', 'invalid_options', (quorum) => define({ quorum })],
  ['approvals.define', 'rejct', 'reject', 'invalid_options', (reason) => define({ reason })],
  [
    'approvals.define',
    'chanel',
    'channel',
    'invalid_options',
    (extra) => define({ escalate: [{ after: '1h', channel: 'C0OPS', ...extra }] }),
  ],
  [
    'approvals.define',
    'cuont',
    'count',
    'invalid_options',
    (extra) => define({ approvers: [{ type: 'usergroup', id: 'S0ONCALL', ...extra }] }),
  ],
  [
    'approvals.define',
    'typ',
    'type',
    'invalid_options',
    (extra) => define({ escalate: [{ after: '1h', approvers: [{ ...user('U0BOB'), ...extra }] }] }),
  ],
  ['approvals.handleRaw', 'waituntil', 'waitUntil', 'invalid_argument', (context) => approvals.handleRaw(raw, context)],
  [
    'receiveStream',
    'waituntil',
    'waitUntil',
    'invalid_argument',
    (context) => host.receiveStream(approvals.handleRaw, raw, context),
  ],
  [
    'approvals.handle',
    'waitUntill',
    'waitUntil',
    'invalid_argument',
    (context) => approvals.handle(new Request('http://localhost', { method: 'POST' }), context),
  ],
  [
    'approvals.handleVerified',
    'wait_until',
    'waitUntil',
    'invalid_argument',
    (context) => approvals.handleVerified({}, context),
  ],
  ['approvals.processDue', 'fro', 'for', 'invalid_argument', (extra) => approvals.processDue(extra)],
  ['approvals.start', 'pollevery', 'pollEvery', 'invalid_argument', (extra) => approvals.start(extra)],
  ['approvals.list', 'stauts', 'status', 'invalid_argument', (extra) => approvals.list(extra)],
  [
    'approvals.withdraw',
    'resaon',
    'reason',
    'invalid_argument',
    (extra) => approvals.withdraw('a', { by: 'ci', reason: 'x', ...extra }),
  ],
  [
    'approvals.withdraw',
    'idd',
    'id',
    'invalid_requester',
    (extra) => approvals.withdraw('a', { by: { ...user('U0BOB'), ...extra }, reason: 'x' }),
  ],
  [
    'approvals.reportProgress',
    'detial',
    'detail',
    'invalid_argument',
    (extra) => approvals.reportProgress('a', { step: 'bake', state: 'done', ...extra }),
  ],
  [
    'approvals.vote',
    'raeson',
    'reason',
    'invalid_argument',
    (extra) => approvals.vote('a', { by: user('U0BOB'), answer: 'approve', digest: '', via: '', ...extra }),
  ],
  [
    'approvals.vote',
    'typ',
    'type',
    'invalid_argument',
    (extra) => approvals.vote('a', { by: { ...user('U0BOB'), ...extra }, answer: 'approve', digest: '', via: '' }),
  ],
  [
    'approvals.explain',
    'teamid',
    'teamId',
    'invalid_argument',
    (extra) => approvals.explain('a', { ...person, ...extra }),
  ],
  ['approvals.pendingFor', 'chanelId', 'channelId', 'invalid_argument', (extra) => approvals.pendingFor(person, extra)],
  [
    'approvals.pendingFor',
    'userid',
    'userId',
    'invalid_argument',
    (extra) => approvals.pendingFor({ ...person, ...extra }),
  ],
  [
    'kind.ask',
    'requestor',
    'requester',
    'invalid_argument',
    (extra) => kind.ask({ size: 'x' }, { requester: 'ci', ...extra }),
  ],
  [
    'kind.run',
    'singal',
    'signal',
    'invalid_argument',
    (extra) => kind.run({ size: 'x' }, { key: 'one', requester: 'ci', ...extra }),
  ],
  [
    'approvals.request',
    'aprovers',
    'approvers',
    'invalid_argument',
    (extra) =>
      approvals.request({
        ...{ key: 'one', title: 'Order?', channel: 'C0PIZZA', requester: 'ci' },
        ...(extra as { approvers: [] }),
      }),
  ],
  [
    'approvals.guard',
    'chanel',
    'channel',
    'invalid_options',
    (extra) => approvals.guard('guarded', { approvers: [user('U0ALICE')], ...(extra as { channel: 'C0' }) }, () => 5),
  ],
  ['kind.ask', 'sumary', 'summary', 'invalid_options', (extra) => asking({ title: 'Order?', ...extra })],
  [
    'kind.preview',
    'titel',
    'title',
    'invalid_options',
    (extra) => define({ card: () => ({ title: 'Order?', ...extra }) }).preview({ size: 'x' }),
  ],
  [
    'kind.amend',
    'byy',
    'by',
    'invalid_argument',
    (extra) => kind.amend({ id: 'a' }, { size: 'x' }, { by: 'ci', ...extra }),
  ],
  [
    'kind.amend',
    'kee',
    'key',
    'invalid_argument',
    (target) => kind.amend(target as { key: string }, { size: 'x' }, { by: 'ci' }),
  ],
  [
    'kind.replaceContext',
    'kye',
    'key',
    'invalid_argument',
    (target) => kind.replaceContext(target as { key: string }, []),
  ],
  [
    'kind.withdraw',
    'reasno',
    'reason',
    'invalid_argument',
    (extra) => kind.withdraw({ key: 'a' }, { by: 'ci', reason: 'x', ...extra }),
  ],
  [
    'kind.withdraw',
    'ky',
    'key',
    'invalid_argument',
    (target) => kind.withdraw(target as { key: string }, { by: 'ci', reason: 'x' }),
  ],
  [
    'kind.waitForDecision',
    'timeOut',
    'timeout',
    'invalid_argument',
    (extra) => kind.waitForDecision('a', { timeout: '0ms', ...extra }),
  ],
  [
    'webhook',
    'header',
    'headers',
    'invalid_options',
    (extra) => define({ onDecision: core.webhook('https://example.com/', { secret, ...extra }) }),
  ],
  [
    'receiveDecision',
    'seeen',
    'seen',
    'invalid_options',
    (extra) => core.receiveDecision({ secrets: secret, handler: async () => undefined, ...extra }),
  ],
  ['verifyWebhook', 'nwo', 'now', 'invalid_options', (extra) => core.verifyWebhook('', {}, secret, extra)],
  ['verifyHistory', 'haed', 'head', 'invalid_options', (extra) => core.verifyHistory([], extra)],
  ['verifyEvidence', 'head', 'heads', 'invalid_options', (extra) => evidenceEntry.verifyEvidence({}, extra)],
  ['header', 'blokId', 'blockId', 'invalid_options', (extra) => blocks.header('x', extra)],
  ['section', 'accesory', 'accessory', 'invalid_options', (extra) => blocks.section('x', extra)],
  ['fields', 'blockid', 'blockId', 'invalid_options', (extra) => blocks.fields(['x'], extra)],
  ['context', 'block_id', 'blockId', 'invalid_options', (extra) => blocks.context(['x'], extra)],
  ['divider', 'blockID', 'blockId', 'invalid_options', (extra) => blocks.divider(extra)],
  ['actions', 'blokId', 'blockId', 'invalid_options', (extra) => blocks.actions([], extra)],
  [
    'image',
    'alttext',
    'altText',
    'invalid_options',
    (extra) => blocks.image({ url: 'https://example.com/', altText: 'x', ...extra }),
  ],
  [
    'input',
    'lable',
    'label',
    'invalid_options',
    (extra) => blocks.input({ label: 'x', element: blocks.plainTextInput({ actionId: 'a' }), ...extra }),
  ],
  [
    'button',
    'actionID',
    'actionId',
    'invalid_options',
    (extra) => blocks.button({ text: 'x', actionId: 'a', ...extra }),
  ],
  [
    'confirm',
    'titel',
    'title',
    'invalid_options',
    (extra) => blocks.confirm({ title: 'x', text: 'x', confirm: 'x', deny: 'x', ...extra }),
  ],
  [
    'plainTextInput',
    'multiLine',
    'multiline',
    'invalid_options',
    (extra) => blocks.plainTextInput({ actionId: 'a', ...extra }),
  ],
  [
    'staticSelect',
    'placholder',
    'placeholder',
    'invalid_options',
    (extra) => blocks.staticSelect({ actionId: 'a', options: [], ...extra }),
  ],
  ['modal', 'submitt', 'submit', 'invalid_options', (extra) => blocks.modal({ title: 'x', blocks: [], ...extra })],
  ['homeView', 'privateMetadat', 'privateMetadata', 'invalid_options', (extra) => blocks.homeView([], extra)],
  ['richText', 'blockid', 'blockId', 'invalid_options', (extra) => blocks.richText('x', extra)],
  ['textLeaf', 'blod', 'bold', 'invalid_options', (extra) => blocks.textLeaf('x', extra)],
];

describe('a misspelt key is refused by name, and the key that was meant is named', () => {
  test.each(doors)('%s: %s for %s', async (_, misspelt, meant, code, call) => {
    const calling = async () => await call({ [misspelt]: undefined });

    await expect(calling()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`"(?:\\w+\\.)*${misspelt}": did you mean "${meant}"`)),
    });
  });
});

/** What takes no object that a caller writes by hand: texts, lists, payloads, ports, and what Slack or a host made. */
const withoutOptions = [
  ...[
    'memoryStore',
    'user',
    'usergroup',
    'channelMembers',
    'thread',
    'anyone',
    ...['slackFromEnv', 'isInMemory'],
    ...['createLog', 'createLogThrottle', 'createWaits', 'readDuration', 'requireBytes'],
    ...['verifySlackSignature', 'parseInteraction', 'decodeBody'],
    ...['decide', 'evolve', 'owed', 'dueAt', 'mayVote'],
    'pageOf',
    'placeAfter',
    'storeFailed',
  ],
  ...['SlackApprovalError', 'isSlackApprovalError', 'refuseUnknownKeys', 'credentialFault', 'digestOf'],
  ...['escapeMrkdwn', 'link', 'mention', 'slackDate', 'mrkdwn', 'plain', 'option'],
  ...['dateLeaf', 'linkLeaf', 'userLeaf', 'richTextList', 'richTextPreformatted', 'richTextQuote', 'richTextSection'],
  ...['stop', 'flush', 'health', 'get', 'permalink', 'history', 'evidence', 'erase', 'redeliver', 'repost'].map(
    (name) => `approvals.${name}`,
  ),
  ...['on', 'once', 'instrument'].map((name) => `approvals.${name}`),
  'kind.releaseKey',
  'kind.find',
];

test('no function of this package is left out of these lists', () => {
  const entries = { ...core, ...blocks, ...evidenceEntry, ...host, ...slackEntry, ...stateMachine, ...store };
  const functions = Object.entries(entries).filter(([, value]) => typeof value === 'function');
  const names = [
    ...functions.map(([name]) => name),
    ...Object.keys(approvals)
      .filter((name) => name !== 'durable')
      .map((name) => `approvals.${name}`),
    ...Object.keys(kind)
      .filter((name) => name !== 'schema')
      .map((name) => `kind.${name}`),
  ];

  expect([...new Set(doors.map(([name]) => name)), ...withoutOptions].sort()).toEqual(names.sort());
});

describe('refuseUnknownKeys', () => {
  const refusing = (given: object) => () =>
    refuseUnknownKeys('order', given as { size?: string; at?: string }, { size: true, at: true });

  test('lists the known keys where none is near, and every unknown key', () => {
    const { message } = thrownBy(refusing({ colour: 1, shape: 2 }));

    expect(message).toBe(
      'order got an unknown option "colour". Known options: size, at. order got an unknown option "shape". Known options: size, at.',
    );
  });

  test.each([
    ['siez', 'size'],
    ['SIZE', 'size'],
    ['sizes', 'size'],
    ['sze', 'size'],
    ['sizf', 'size'],
  ])('%s is near to %s', (given, meant) => {
    expect(thrownBy(refusing({ [given]: 1 })).message).toContain(`did you mean "${meant}"?`);
  });

  test.each(['s', 'eziss', 'bc', 'sizing', ''])('%j is near to no key', (given) => {
    expect(thrownBy(refusing({ [given]: 1 })).message).toContain('Known options');
  });

  test('shows no more than the beginning of a long key, on one line', () => {
    const { message } = thrownBy(refusing({ [`\n${'x'.repeat(10_000)}`]: 1 }));

    expect(message.length).toBeLessThan(120);
    expect(message).not.toContain('\n');
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'size'],
    ['known keys', { size: 'x', at: undefined }],
    ['an inherited key', Object.create({ colour: 1 })],
    ['a symbol', { [Symbol('colour')]: 1 }],
    ['a key that every object has', Object.create(null)],
  ])('takes %s', (_, given) => {
    expect(refusing(given as object)).not.toThrow();
  });

  test('knows no key that every object inherits', () => {
    expect(thrownBy(refusing({ constructor: 1, ['__proto__']: 2 })).message).toContain('"constructor"');
  });

  test('does not compile where a key is forgotten or one too many', () => {
    const given: { readonly head?: string } = {};

    // @ts-expect-error head is forgotten
    refuseUnknownKeys('a', given, {});
    // @ts-expect-error tail is none of its keys
    expect(() => refuseUnknownKeys('a', given, { head: true, tail: true })).not.toThrow();
  });
});

describe('what others made is taken with its other keys', () => {
  test('the context of a router', async () => {
    const context: object = { params: {}, env: {}, next: undefined };

    expect((await approvals.handleRaw(raw, context)).status).toBe(401);
  });

  test('a host’s own object with waitUntil', async () => {
    const context = { waitUntil: null, waitUntl: 1 };

    expect((await approvals.handleRaw(raw, context)).status).toBe(401);
  });

  test('an approval as the one to amend', async () => {
    const { approval } = await kind.ask({ size: 'large' }, { requester: 'ci', key: 'whole' });

    const amended = await kind.amend(approval, { size: 'small' }, { by: 'ci' });

    expect(amended).toMatchObject({ ok: true, approval: { id: approval.id, revision: 2 } });
  });
});
