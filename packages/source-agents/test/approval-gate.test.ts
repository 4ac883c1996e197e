import { SlackApprovalError, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { approvalGate, conversationOf, type GateOptions, type ToolCall } from '../src/index.js';
import { approveWith, bob, createWorld, refund4711, unasked } from './world.js';

describe('a call of a tool', () => {
  test('is approved with its own input', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);

    await world.approve(await world.expectCard({ text: 'Refund order 4711?' }), { as: 'U0ALICE' });

    expect(await decided).toEqual([{ type: 'approved', input: refund4711.input, isEdited: false }]);
  });

  test('is approved with what an approver edited', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);

    await approveWith(world, '25');

    expect(await decided).toEqual([{ type: 'approved', input: { order: '4711', amount: 25 }, isEdited: true }]);
  });

  test('runs with what people saw, and not with an argument that the schema of the kind dropped', async () => {
    const world = await createWorld();
    const input = { order: '4711', amount: 40, force: true };
    const decided = approvalGate(world.optionsWith()).decide([{ ...refund4711, input }]);

    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(await decided).toEqual([{ type: 'approved', input: { order: '4711', amount: 40 }, isEdited: true }]);
  });

  test('is not edited where an argument is undefined', async () => {
    const world = await createWorld();
    const input = { order: '4711', amount: 40, note: undefined };
    const decided = approvalGate(world.optionsWith()).decide([{ ...refund4711, input }]);

    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(await decided).toMatchObject([{ type: 'approved', isEdited: false }]);
  });

  test('is denied with the reason of a rejection', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);

    await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'Too much.' });

    expect(await decided).toMatchObject([
      { type: 'denied', why: 'rejected', message: expect.stringContaining('Reason: Too much.') },
    ]);
  });

  test('is denied when nobody answers, and when the request is withdrawn', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([
      refund4711,
      { ...refund4711, callId: 'call-2', input: { order: '4712', amount: 1 } },
    ]);
    const { id } = await world.expectCard({ text: '4712' });
    await world.approvals.withdraw(id, { by: 'ops', reason: 'The shop is closed.' });

    await world.advance('25h');

    expect(await decided).toMatchObject([
      { type: 'denied', why: 'expired', message: expect.stringContaining('in time') },
      { type: 'denied', why: 'withdrawn', message: expect.stringContaining('The shop is closed.') },
    ]);
  });

  test('shows who asks, and for whom', async () => {
    const world = await createWorld();
    void approvalGate(world.optionsWith({ onBehalfOf: bob }))
      .decide([refund4711])
      .catch(() => undefined);

    const { approval } = await world.expectCard();

    expect(approval).toMatchObject({ requester: 'support agent', onBehalfOf: { userId: 'U0BOB' } });
    expect(conversationOf(approval.key)).toBe('chat-7');
  });

  test('asks in the order of the calls', async () => {
    const world = await createWorld();
    const orders = ['1', '2', '3'];
    const calls = orders.map((order) => ({ ...refund4711, callId: order, input: { order, amount: 1 } }));
    const asked: unknown[] = [];
    world.approvals.on('asked', ({ approval }) => asked.push(Object(approval.payload).order));

    await approvalGate(world.optionsWith()).isDecided(calls);

    expect(asked).toEqual(orders);
  });
});

describe('a call that was asked about before', () => {
  test('has the answer to the same call', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    await decided;

    const [again] = await approvalGate(world.optionsWith()).decide([refund4711]);

    expect(again).toMatchObject({ type: 'approved' });
    expect(await world.cards()).toHaveLength(1);
  });

  test.each([
    ['other arguments', { ...refund4711, input: { order: '4711', amount: 4000 } }, {}],
    ['another person', refund4711, { onBehalfOf: bob }],
  ])('is denied with %s', async (_, call, changes: Partial<GateOptions>) => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    await decided;

    const [again] = await approvalGate(world.optionsWith(changes)).decide([call]);

    expect(again).toMatchObject({ type: 'denied', why: 'changed' });
    expect(await world.cards()).toHaveLength(1);
  });

  test('asks again in another conversation, and as a call of another tool', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).decide([refund4711]);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    await decided;

    const elsewhere = approvalGate(world.optionsWith({ conversation: 'chat-8' }));
    const renamed = approvalGate(world.optionsWith({ tools: { refund: world.refunds, payout: world.refunds } }));

    expect(await elsewhere.isDecided([refund4711])).toBe(false);
    expect(await renamed.isDecided([{ ...refund4711, tool: 'payout' }])).toBe(false);
  });

  test('is denied when a program has amended the question', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    const decided = gate.decide([refund4711]);
    const { approval } = await world.expectCard();
    await world.refunds.amend({ id: approval.id }, { order: '4711', amount: 41 }, { by: 'ops' });
    await world.approve(await world.expectCard({ status: 'pending' }), { as: 'U0ALICE' });

    expect(await decided).toEqual([{ type: 'approved', input: { order: '4711', amount: 41 }, isEdited: true }]);
    expect(await gate.decide([refund4711])).toMatchObject([{ type: 'denied', why: 'changed' }]);
  });
});

describe('a call that nobody is asked about', () => {
  test('runs if `needsApproval` returns false', async () => {
    const gate = approvalGate({
      tools: { refund: unasked },
      requester: 'agent',
      conversation: 'chat-7',
      needsApproval: async ({ tool, input }) => tool === 'refund' && Object(input).amount > 50,
    });

    expect(await gate.decide([refund4711])).toEqual([{ type: 'approved', input: refund4711.input, isEdited: false }]);
    await expect(gate.decide([{ ...refund4711, input: { amount: 51 } }])).rejects.toThrow('nobody should be asked');
  });

  test.each([undefined, null, 0, ''])('never runs because `needsApproval` returns %j', async (value) => {
    // as: a program in JavaScript can return anything
    const needsApproval = (() => value) as unknown as () => boolean;
    const gate = approvalGate({
      tools: { refund: unasked },
      requester: 'agent',
      conversation: 'chat-7',
      needsApproval,
    });

    await expect(gate.decide([refund4711])).rejects.toThrow('nobody should be asked');
  });

  test.each(['', undefined])('is denied with the id %j, which other calls would share', async (callId) => {
    const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });

    // as: a framework may give no id
    const verdicts = await gate.decide([{ ...refund4711, callId: callId as string }]);

    expect(verdicts).toMatchObject([{ type: 'denied', why: 'not_asked', message: expect.stringContaining('no id') }]);
  });

  test('is denied if the tool has no kind, also one with the name of a method of objects', async () => {
    const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });

    for (const tool of ['deploy', 'constructor', '__proto__', 'toString'])
      expect(await gate.decide([{ ...refund4711, tool }])).toMatchObject([{ type: 'denied', why: 'not_asked' }]);
  });

  test.each([
    ['an argument that is missing', { order: '4711' }, 'amount'],
    ['arguments of more than 32 KB', { order: 'x'.repeat(40_000), amount: 1 }, '32768 bytes'],
    ['arguments that are no JSON', { order: '\ud800', amount: 1 }, 'plain JSON'],
    ['no arguments', undefined, 'the top'],
  ])('is denied with %s, and says so', async (_, input, detail) => {
    const world = await createWorld();

    const verdicts = await approvalGate(world.optionsWith()).decide([{ ...refund4711, input }]);

    expect(verdicts).toMatchObject([{ type: 'denied', why: 'not_asked', message: expect.stringContaining(detail) }]);
    expect(await world.cards()).toEqual([]);
  });

  test('stops the run if the store fails', async () => {
    const failing = { ...unasked, ask: () => Promise.reject(new SlackApprovalError('store_failed', 'no disk')) };
    const gate = approvalGate({ tools: { refund: failing }, requester: 'agent', conversation: 'chat-7' });

    await expect(gate.decide([refund4711])).rejects.toMatchObject({ code: 'store_failed' });
  });
});

describe('a call of any other tool', () => {
  test('is asked about with its name and arguments, as text and never as markup', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith({ tools: {}, otherTools: world.anything }));
    const input = { text: '<!channel> *now* <https://evil.example|docs>' };
    const decided = gate.decide([{ tool: 'post <!here>', input, callId: 'call-1' }]);

    const card = await world.expectCard();
    await world.approve(card, { as: 'U0ALICE' });

    // between markup of our own, Slack shows these as they are: in plain text, or escaped
    const markup = JSON.stringify(card.blocks.filter((block) => JSON.stringify(block).includes('"mrkdwn"')));
    expect(markup).not.toMatch(/<!channel>|<!here>|<https:\/\/evil/);
    expect(JSON.stringify(card.blocks)).toContain('evil.example|docs');
    expect(await decided).toEqual([{ type: 'approved', input, isEdited: false }]);
  });
});

test('a call of any other tool is denied if people approved another tool', async () => {
  const world = await createWorld();
  const anything = world.approvals.define<ToolCall>('editable-tool', {
    title: ({ tool }) => `Run ${tool}?`,
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    inputs: { tool: { type: 'text', label: 'Tool' } },
  });
  const gate = approvalGate(world.optionsWith({ tools: {}, otherTools: anything }));
  const decided = gate.decide([{ tool: 'drop_table', input: {}, callId: 'call-1' }]);

  await approveWith(world, 'list_tables');

  expect(await decided).toMatchObject([{ type: 'denied', why: 'changed' }]);
});

describe('waiting', () => {
  test('ends with the signal, leaves the question open, and goes on', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    const aborting = new AbortController();
    const decided = gate.decide([refund4711], { signal: aborting.signal });
    const card = await world.expectCard();
    aborting.abort();
    await expect(decided).rejects.toMatchObject({ code: 'aborted' });

    await world.approve(card, { as: 'U0ALICE' });

    expect(await gate.decide([refund4711])).toMatchObject([{ type: 'approved' }]);
  });

  test('for one call ends when the wait for another fails', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const world = await createWorld();
    const broken = {
      ask: world.refunds.ask,
      withdraw: world.refunds.withdraw,
      waitForDecision: async (id: string, options: { readonly timeout: string; readonly signal?: AbortSignal }) => {
        signals.push(options.signal);
        if (signals.length === 2) throw new Error('disk');
        return await world.refunds.waitForDecision(id, options);
      },
    };
    const gate = approvalGate(world.optionsWith({ tools: { refund: broken } }));

    await expect(gate.decide([refund4711, { ...refund4711, callId: 'call-2' }])).rejects.toThrow('disk');

    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test('is not needed to know whether people have answered', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    expect(await gate.isDecided([refund4711])).toBe(false);

    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(await gate.isDecided([refund4711])).toBe(true);
    expect(await gate.isDecided([refund4711, { ...refund4711, callId: 'call-2' }])).toBe(false);
  });
});

describe('options', () => {
  const right = { tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' };

  test.each([
    ['an option that is unknown', { ...right, conversatoin: 'chat-7' }, 'conversation'],
    ['no tools', { ...right, tools: undefined }, 'tools'],
    ['a tool without a kind', { ...right, tools: { refund: {} } }, 'tools.refund'],
    ['another tool without a kind', { ...right, otherTools: {} }, 'otherTools'],
    ['no conversation', { ...right, conversation: '' }, 'conversation'],
    ['a policy that is no function', { ...right, needsApproval: true }, 'needsApproval'],
  ])('are refused: %s', (_, options, named) => {
    // as: a program in JavaScript can pass anything
    const make = () => approvalGate(options as unknown as GateOptions);

    expect(make).toThrow(expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(named) }));
  });
});
