import {
  type CreateApprovalsOptions,
  createApprovals,
  type GroupRule,
  isSlackApprovalError,
  memoryStore,
  SlackApprovalError,
  user,
  usergroup,
  webhook,
} from '@k8s-pizza/slack-approval';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { thrownBy } from '../world/thrown-by.js';
import { type OrderOptions, orderOptions } from '../world/world.js';

const slack = { token: 'xoxb-token', signingSecret: 'secret' };
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** What only somebody without a compiler can give. */
const unchecked = (options: object) => options as CreateApprovalsOptions;

describe('createApprovals refuses', () => {
  test.each<[string, CreateApprovalsOptions, string]>([
    ['no store', unchecked({ slack }), 'missing_store'],
    ['what is no store', unchecked({ store: {}, slack }), 'missing_store'],
    ['no token', { store: memoryStore(), slack: { ...slack, token: undefined } }, 'missing_token'],
    ['an empty token', { store: memoryStore(), slack: { ...slack, token: '' } }, 'missing_token'],
    ['no secret', { store: memoryStore(), slack: { ...slack, signingSecret: undefined } }, 'missing_signing_secret'],
    ['an empty secret', { store: memoryStore(), slack: { ...slack, signingSecret: '' } }, 'missing_signing_secret'],
    [
      'only empty secrets',
      { store: memoryStore(), slack: { ...slack, signingSecret: ['', ''] } },
      'missing_signing_secret',
    ],
    [
      'only missing secrets',
      unchecked({ store: memoryStore(), slack: { ...slack, signingSecret: [undefined] } }),
      'missing_signing_secret',
    ],
    ['a blank token', { store: memoryStore(), slack: { ...slack, token: ' ' } }, 'missing_token'],
    ['a blank secret', { store: memoryStore(), slack: { ...slack, signingSecret: ' ' } }, 'missing_signing_secret'],
    [
      'a secret with a line end',
      { store: memoryStore(), slack: { ...slack, signingSecret: 'a\n' } },
      'invalid_options',
    ],
    ['a secret with a blank', { store: memoryStore(), slack: { ...slack, signingSecret: 'a b' } }, 'invalid_options'],
    ['a quoted secret', { store: memoryStore(), slack: { ...slack, signingSecret: '"a"' } }, 'invalid_options'],
    [
      'one quoted secret',
      { store: memoryStore(), slack: { ...slack, signingSecret: ['a', "'b'"] } },
      'invalid_options',
    ],
    ['a token with a line end', { store: memoryStore(), slack: { ...slack, token: 'xoxb-1\r\n' } }, 'invalid_options'],
    ['a quoted token', { store: memoryStore(), slack: { ...slack, token: '“xoxb-1”' } }, 'invalid_options'],
    ...['xoxp-1', 'xoxe.xoxp-1', 'xapp-1', 'xoxe-1', 'xoxc-1', 'xoxs-1'].map(
      (token): [string, CreateApprovalsOptions, string] => [
        `the token ${token}`,
        { store: memoryStore(), slack: { ...slack, token } },
        'invalid_options',
      ],
    ),
    [
      'a logger of one level',
      unchecked({ store: memoryStore(), logger: { info: () => undefined } }),
      'invalid_options',
    ],
    ['a namespace with capitals', { store: memoryStore(), namespace: 'Prod' }, 'invalid_options'],
    ['an empty namespace', { store: memoryStore(), namespace: '' }, 'invalid_options'],
    ['a long namespace', { store: memoryStore(), namespace: 'a'.repeat(41) }, 'invalid_options'],
    ['an address that is none', { store: memoryStore(), slack: { ...slack, apiUrl: 'slack' } }, 'invalid_options'],
    [
      'a fetch that cannot be called',
      unchecked({ store: memoryStore(), slack: { ...slack, fetch: 'proxy' } }),
      'invalid_options',
    ],
    [
      'an address of another protocol',
      { store: memoryStore(), slack: { ...slack, apiUrl: 'ftp://127.0.0.1/api/' } },
      'invalid_options',
    ],
  ])('%s', (_, options, code) => {
    expect(thrownBy(() => createApprovals(options))).toMatchObject({ code });
  });

  test('everything at once, in one list', () => {
    const options = unchecked({ slack: { token: undefined, signingSecret: undefined }, namespace: '?' });

    const { code, message } = thrownBy(() => createApprovals(options));

    expect(code).toBe('invalid_options');
    for (const what of ['store', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'namespace'])
      expect(message).toContain(what);
    for (const each of ['missing_store', 'missing_signing_secret', 'missing_token', 'invalid_options'])
      expect(message).toContain(`- ${each}: `);
  });

  test.each([
    ['xoxb-canary', 'canary'],
    ['xoxp-canary', 'canary\n'],
    ['xapp-canary', '"canary"'],
    ['xoxb-canary ', ['canary x', 'canary\t']],
  ])('and repeats no secret in its words: %j, %j', (token, signingSecret) => {
    const { message } = thrownBy(() =>
      createApprovals(unchecked({ slack: { token, signingSecret, apiUrl: 'canary' } })),
    );

    expect(message).not.toContain('canary');
  });

  test('and says what is wrong with a secret and a token', () => {
    const access = { token: 'xoxp-1', signingSecret: ['a\n', 'b c', "'d'"] };

    const { message } = thrownBy(() => createApprovals({ store: memoryStore(), slack: access }));

    for (const what of ['a user token', 'ends with a line break', 'contains white space', 'contains a quotation mark'])
      expect(message).toContain(what);
  });
});

test.each(['xoxb-1', 'xoxe.xoxb-1', 'a-token-of-a-stand-in'])('createApprovals takes the token %s', (token) => {
  expect(createApprovals({ store: memoryStore(), slack: { ...slack, token } })).toHaveProperty('handleRaw');
});

test('createApprovals takes a list of secrets with gaps', () => {
  const access = unchecked({ store: memoryStore(), slack: { ...slack, signingSecret: [undefined, '', 'secret'] } });

  expect(createApprovals(access)).toHaveProperty('handleRaw');
});

test('createApprovals takes what is whole, and changes nothing about it', () => {
  const options = Object.freeze({ store: memoryStore(), slack: Object.freeze({ ...slack }), namespace: 'a-1' });

  expect(createApprovals(options)).toHaveProperty('handleRaw');
  expect(createApprovals({ store: memoryStore() })).toHaveProperty('define');
});

test('the address of a stand-in for Slack may lack the slash at its end', async () => {
  const simulator = await createSlackSimulator();
  onTestFinished(() => simulator.close());
  const { botToken: token, signingSecret, apiUrl } = simulator;
  const approvals = createApprovals({
    store: memoryStore(),
    slack: { token, signingSecret, apiUrl: apiUrl.replace(/\/$/, '') },
  });

  expect(await approvals.health()).toEqual({ ok: true, problems: [] });
});

describe('define refuses', () => {
  const approvals = () => createApprovals({ store: memoryStore(), slack });
  const { card: _, ...rest } = orderOptions();
  const without = (name: keyof OrderOptions) => orderOptions({ [name]: undefined });

  test.each<[string, OrderOptions, string]>([
    ['no channel', without('channel'), 'invalid_options'],
    ['an empty channel', orderOptions({ channel: ' ' }), 'invalid_options'],
    ['no channels', orderOptions({ channel: [] }), 'invalid_options'],
    [
      'more channels than an approval has cards',
      orderOptions({ channel: Array.from({ length: 21 }, (_, n) => `C${n}`) }),
      'invalid_options',
    ],
    ['a channel that is none', orderOptions({ channel: 5 as never }), 'invalid_options'],
    ['null for a channel', orderOptions({ channel: null as never }), 'invalid_options'],
    ['a gap among the channels', orderOptions({ channel: ['C0PIZZA', undefined as never] }), 'invalid_options'],
    ['an empty one among the channels', orderOptions({ channel: ['C0PIZZA', ''] }), 'invalid_options'],
    ['the name of a channel', orderOptions({ channel: '#general' }), 'invalid_options'],
    ['a name among the channels', orderOptions({ channel: ['C0PIZZA', 'general'] }), 'invalid_options'],
    ['a channel with a line end', orderOptions({ channel: 'C0PIZZA\n' }), 'invalid_options'],
    ['the name of a fallback channel', orderOptions({ fallbackChannel: '#general' }), 'invalid_options'],
    [
      'an escalation to the name of a channel',
      orderOptions({ escalate: [{ after: '10m', channel: 'ops' }] }),
      'invalid_options',
    ],
    ['a number for the fallback channel', orderOptions({ fallbackChannel: 5 as never }), 'invalid_options'],
    ['a quorum that is a number', orderOptions({ quorum: 2 as never }), 'invalid_options'],
    ['null for a quorum', orderOptions({ quorum: null as never }), 'invalid_options'],
    ['one word for all reasons', orderOptions({ reason: 'required' as never }), 'invalid_options'],
    ['"false" for self-approval', orderOptions({ allowSelfApproval: 'false' as never }), 'invalid_options'],
    ['an escalation that is no list', orderOptions({ escalate: 'later' as never }), 'invalid_options'],
    ['nothing for an escalation', orderOptions({ escalate: [null as never] }), 'invalid_options'],
    [
      'an escalation to one who is no list',
      orderOptions({ escalate: [{ after: '10m', approvers: user('U0ALICE') as never, channel: 'C0OPS' }] }),
      'invalid_options',
    ],
    [
      'an escalation to a gap',
      orderOptions({ escalate: [{ after: '10m', channel: ['C0OPS', undefined as never] }] }),
      'invalid_options',
    ],
    ['steps that are no list', orderOptions({ steps: 'bake' as never }), 'invalid_options'],
    ['a step that is a number', orderOptions({ steps: [1 as never] }), 'invalid_options'],
    ['a sink that delivers nothing', orderOptions({ onDecision: { deliver: 'later' } as never }), 'invalid_options'],
    ['no options', undefined as never, 'invalid_options'],
    ['null for options', null as never, 'invalid_options'],
    ['an object that is not a schema', orderOptions({ schema: {} as never }), 'invalid_options'],
    ['null for a schema', orderOptions({ schema: null as never }), 'invalid_options'],
    ['a card that is no function', orderOptions({ card: { title: 'Order?' } as never }), 'invalid_options'],
    ['a title beside a card', orderOptions({ title: 'Order?' }), 'invalid_options'],
    ['an empty title', { ...rest, title: ' ' }, 'invalid_options'],
    ['a title that is a number', { ...rest, title: 5 as never }, 'invalid_options'],
    ['a sink that is undefined', without('onDecision'), 'invalid_options'],
    ['null for a sink', orderOptions({ onDecision: null as never }), 'invalid_options'],
    ['no approvers', without('approvers'), 'invalid_options'],
    ['an empty list of approvers', orderOptions({ approvers: [] }), 'invalid_options'],
    ['a name for a person', orderOptions({ approvers: [user('alice')] }), 'invalid_options'],
    ['a name for a group', orderOptions({ approvers: [usergroup('oncall')] }), 'invalid_options'],
    ['a group of nobody', orderOptions({ approvers: [usergroup('S0ONCALL', 0)] }), 'invalid_options'],
    ['one approver who is no list', orderOptions({ approvers: user('U0ALICE') as never }), 'invalid_options'],
    ['a rule that is none', orderOptions({ approvers: [{ type: 'everybody' } as never] }), 'invalid_options'],
    ['nothing for a rule', orderOptions({ approvers: [undefined as never] }), 'invalid_options'],
    ['an escalation to nobody', orderOptions({ escalate: [{ after: '10m' }] }), 'invalid_options'],
    ['an escalation at no time', orderOptions({ escalate: [{ after: 'soon', channel: 'C0OPS' }] }), 'invalid_options'],
    ['reminders at no time', orderOptions({ remindEvery: '0s' }), 'invalid_options'],
    ['a notice to whoever', orderOptions({ notify: 'everybody' as never }), 'invalid_options'],
    ['a sink that takes longer than a lease allows', orderOptions({ attemptWithin: '46s' }), 'invalid_options'],
    ['a sink that takes no time', orderOptions({ attemptWithin: 'soon' }), 'invalid_options'],
    ['no sink', without('onDecision'), 'invalid_options'],
    ['null for a sink', orderOptions({ onDecision: null as never }), 'invalid_options'],
    ['a malformed time', orderOptions({ expiresIn: 'soon' }), 'invalid_options'],
    ['no time at all', orderOptions({ expiresIn: '0s' }), 'invalid_options'],
    ['a time beyond all calendars', orderOptions({ expiresIn: '999999999w' }), 'invalid_options'],
    ['a quorum of none', orderOptions({ quorum: { approve: 0 } }), 'invalid_options'],
    ['half a person', orderOptions({ quorum: { reject: 1.5 } }), 'invalid_options'],
    ['a step twice', orderOptions({ steps: ['bake', 'bake'] }), 'invalid_options'],
    ['a step without a name', orderOptions({ steps: [' '] }), 'invalid_options'],
    ['an outcome that is none', orderOptions({ onExpiry: 'aprove' as never }), 'invalid_options'],
    ['a rule for reasons that is none', orderOptions({ reason: { reject: 'always' as never } }), 'invalid_options'],
    [
      'a quorum nobody can meet',
      orderOptions({ approvers: [user('U0ALICE')], quorum: { approve: 2 } }),
      'unsatisfiable_policy',
    ],
    ['no address', orderOptions({ onDecision: webhook(undefined, { secret }) }), 'invalid_webhook_url'],
    [
      'an open address',
      orderOptions({ onDecision: webhook('http://example.com/', { secret }) }),
      'invalid_webhook_url',
    ],
    [
      'no secret',
      orderOptions({ onDecision: webhook('https://example.com/', { secret: undefined }) }),
      'invalid_webhook_secret',
    ],
  ])('%s', (_, options, code) => {
    expect(thrownBy(() => approvals().define('order', options))).toMatchObject({ code });
  });

  test('a schema from before Standard Schema, by the versions that have it', () => {
    // what zod 3.23 makes
    const old = { _def: {}, parse: (value: unknown) => value, safeParse: () => ({ success: true }) };
    const { code, message } = thrownBy(() => approvals().define('order', orderOptions({ schema: old as never })));

    expect(code).toBe('invalid_options');
    expect(message).toContain('schema has no `~standard` member');
    expect(message).toContain('zod 3.24, valibot 1.0, arktype 2.0');
  });

  test.each(['', 'Order', 'an order', 'a'.repeat(41), 'a/b', undefined, 5])('the name %j', (name) => {
    expect(thrownBy(() => approvals().define(name as string, orderOptions()))).toMatchObject({
      code: 'invalid_options',
    });
  });

  test('everything at once, in one list', () => {
    const { code, message } = thrownBy(() =>
      approvals().define(
        'order',
        orderOptions({
          ...without('channel'),
          approvers: [],
          onDecision: webhook(undefined, { secret: undefined }),
          expiresIn: 'soon',
        } as Partial<OrderOptions>),
      ),
    );

    expect(code).toBe('invalid_options');
    for (const what of ['channel', 'approvers', "webhook's URL", 'webhook secret', 'expiresIn']) {
      expect(message).toContain(what);
    }
  });

  test('a second kind of the same name', () => {
    const here = approvals();
    here.define('order', orderOptions());

    expect(thrownBy(() => here.define('order', orderOptions()))).toMatchObject({ code: 'kind_defined_twice' });
  });
});

test.each(['C0PIZZA', 'G0PIZZA', 'D0PIZZA', 'U0ALICE', 'W0ALICE'])('define takes the conversation %s', (channel) => {
  const { define } = createApprovals({ store: memoryStore() });

  expect(define('order', orderOptions({ channel, fallbackChannel: ' ' }))).toHaveProperty('ask');
});

test('a user group written without a count needs nobody in particular', async () => {
  const group: GroupRule = { type: 'usergroup', id: 'S0ONCALL' } as never;
  const orders = createApprovals({ store: memoryStore() }).define('order', orderOptions({ approvers: [group] }));

  expect((await orders.preview({ size: 'large' })).approvers).toEqual(['Members of the user group S0ONCALL']);
});

describe('a process without slack', () => {
  const world = () => {
    const approvals = createApprovals({ store: memoryStore() });
    return { approvals, orders: approvals.define('order', orderOptions({ steps: ['bake'] })) };
  };

  test('asks, amends, withdraws and reads', async () => {
    const { approvals, orders } = world();

    const { approval } = await orders.ask({ size: 'large' }, { key: 'oven-3', requester: 'alertmanager' });
    const amended = await orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
    const withdrawn = await approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });

    expect(amended).toMatchObject({ ok: true, approval: { revision: 2, payload: { size: 'small' } } });
    expect(withdrawn).toMatchObject({ ok: true, approval: { status: 'withdrawn' } });
    expect(await approvals.get(approval.id)).toMatchObject({ status: 'withdrawn' });
    expect((await approvals.list()).approvals).toHaveLength(1);
    const history = await approvals.history(approval.id);
    expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'amended', 'withdrawn', 'never_shown']);
    expect(await orders.waitForDecision(approval.id, { timeout: '0ms' })).toMatchObject({ outcome: 'withdrawn' });
    expect(await approvals.reportProgress(approval.id, { step: 'bake', state: 'done' })).toMatchObject({
      code: 'not_approved',
    });
    expect(await approvals.health()).toEqual({ ok: true, problems: [] });
  });

  test('leaves its work to a process that has it', async () => {
    const store = memoryStore();
    const orders = createApprovals({ store }).define('order', orderOptions());

    const { approval } = await orders.ask({ size: 'large' }, { requester: 'alertmanager' });

    expect(await store.get(approval.id)).toMatchObject({ leaseToken: null, dueAt: approval.askedAt });
  });

  test('says so where Slack is needed', async () => {
    const { approvals } = world();
    const raw = { method: 'POST', header: () => null, body: new Uint8Array() };
    const by = user('U0ALICE');
    const needing = [
      // not async here: what gives a promise rejects it, and does not throw
      () => approvals.handleRaw(raw),
      () => approvals.handle(new Request('http://localhost/', { method: 'POST' })),
      () => approvals.handleVerified({ type: 'block_actions' }),
      () => approvals.processDue(),
      async () => approvals.start(),
      () => approvals.vote('a', { by, answer: 'approve', digest: 'd', via: 'cli' }),
    ];

    for (const call of needing) await expect(call()).rejects.toMatchObject({ code: 'slack_required' });
    await expect(approvals.stop()).resolves.toBeUndefined();
  });
});

test('an error is known across copies of this package by its brand', () => {
  expect(isSlackApprovalError(new SlackApprovalError('not_found', 'x'))).toBe(true);
  expect([isSlackApprovalError(new Error('x')), isSlackApprovalError(null), isSlackApprovalError('x')]).toEqual([
    false,
    false,
    false,
  ]);
});
