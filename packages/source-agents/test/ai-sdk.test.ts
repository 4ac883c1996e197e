import { describe, expect, test } from 'vitest';
import { approvalGate } from '../src/ai-sdk.js';
import { approveWith, createWorld, refund4711, unasked } from './world.js';

const toolCall = { toolName: refund4711.tool, toolCallId: refund4711.callId, input: refund4711.input };
const context = { toolCall, tools: { refund: {} }, messages: [] };
const question = [
  { role: 'user', content: 'Refund it.' },
  {
    role: 'assistant',
    content: [
      { type: 'tool-call', ...toolCall },
      { type: 'tool-approval-request', approvalId: 'approval-1', toolCallId: 'call-1' },
    ],
  },
];

describe('waiting', () => {
  test('denies what an approver edited, and says with what it was approved', async () => {
    const world = await createWorld();
    const decided = approvalGate(world.optionsWith()).waiting(context);

    await approveWith(world, '25');

    expect(await decided).toEqual({ type: 'denied', reason: expect.stringContaining('{"order":"4711","amount":25}') });
  });

  test('approves and denies', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    const first = gate.waiting(context);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    expect(await first).toBe('approved');

    const second = gate.waiting({ ...context, toolCall: { ...toolCall, toolCallId: 'call-2' } });
    await world.reject(await world.expectCard({ status: 'pending' }), { as: 'U0ALICE', reason: 'Once is enough.' });
    expect(await second).toEqual({ type: 'denied', reason: expect.stringContaining('Once is enough.') });
  });

  test('leaves other tools alone', async () => {
    const gate = approvalGate({ tools: { refund: unasked }, requester: 'agent', conversation: 'chat-7' });
    const other = { ...context, toolCall: { ...toolCall, toolName: 'look' } };

    expect([await gate.waiting(other), await gate.pausing(other)]).toEqual(['not-applicable', 'not-applicable']);
  });

  test('asks about other tools if there is a kind for them', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith({ otherTools: world.anything }));
    const decided = gate.waiting({ ...context, toolCall: { ...toolCall, toolName: 'look' } });

    await world.approve(await world.expectCard({ text: 'Run look?' }), { as: 'U0ALICE' });

    expect(await decided).toBe('approved');
  });

  test('ends with the signal', async () => {
    const world = await createWorld();
    const aborting = new AbortController();
    const decided = approvalGate({ ...world.optionsWith(), signal: aborting.signal }).waiting(context);
    await world.expectCard();

    aborting.abort();

    await expect(decided).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('pausing', () => {
  test('asks, and is answered by the message that people decided on', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    expect(await gate.pausing(context)).toBe('user-approval');
    expect(await gate.isDecided(question)).toBe(false);

    const answers = gate.respond(question);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });

    expect(await answers).toEqual({
      role: 'tool',
      content: [{ type: 'tool-approval-response', approvalId: 'approval-1', approved: true }],
    });
    expect(await gate.isDecided(question)).toBe(true);
    expect(await gate.pausing({ ...context, messages: question })).toBe('approved');
  });

  test('denies a call that goes on before people have answered', async () => {
    const world = await createWorld();

    const status = await approvalGate(world.optionsWith()).pausing({ ...context, messages: question });

    expect(status).toEqual({ type: 'denied', reason: expect.stringContaining('not answered yet') });
  });

  test('asks anew about a call under an id that an earlier call had', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    await gate.pausing(context);
    await world.approve(await world.expectCard(), { as: 'U0ALICE' });
    const first = [...question, { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call-1' }] }];

    expect(await gate.pausing({ ...context, messages: first })).toBe('user-approval');

    const [, second] = JSON.parse(JSON.stringify(question).replaceAll('approval-1', 'approval-2'));
    const answered = { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'approval-1' }] };
    expect(await gate.isDecided([...first, answered, second])).toBe(false);
    expect(await gate.pausing({ ...context, messages: [...first, second] })).toMatchObject({ type: 'denied' });
    expect(await world.cards()).toHaveLength(2);
  });

  test('responds to nothing that is answered, or that the app asked about', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith());
    const answered = [
      ...question,
      { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'approval-1', approved: true }] },
    ];
    const ofTheApp = JSON.parse(JSON.stringify(question).replace('"refund"', '"look"'));

    expect(await gate.respond(answered)).toBeNull();
    expect(await gate.respond(ofTheApp)).toBeNull();
    expect(await gate.respond([{ role: 'user', content: 'Hello' }])).toBeNull();
    expect(await world.cards()).toEqual([]);
  });

  test('denies a request whose call is missing in the messages', async () => {
    const world = await createWorld();
    const gate = approvalGate(world.optionsWith({ otherTools: world.anything }));
    const [user, assistant] = JSON.parse(JSON.stringify(question));
    assistant.content.shift();

    const answers = gate.respond([user, assistant]);
    await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'What is this?' });

    expect(await answers).toMatchObject({ content: [{ approved: false }] });
  });
});
