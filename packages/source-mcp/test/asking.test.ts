import { describe, expect, test } from 'vitest';
import { connect, createWorld, everyRevision, title } from './world.js';

describe.each(everyRevision)('a client of revision %s', (revision) => {
  test('negotiates it, and sees what it can ask', async () => {
    const { serverWith } = await createWorld();
    const { client } = await connect(() => serverWith(), revision);
    const { tools } = await client.listTools();

    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getInstructions()).toContain('pending is no approval');
    expect(tools.map(({ name }) => name)).toEqual([
      ...['request_approval', 'request_deploy'],
      ...['get_approval', 'withdraw_approval'],
    ]);
    expect(tools[1]).toMatchObject({
      description: expect.stringMatching(/^Deploys the api\. /),
      inputSchema: {
        type: 'object',
        properties: { version: { type: 'string', description: 'Such as 4.2.' }, key: { type: 'string' } },
        required: ['version'],
      },
      outputSchema: { type: 'object', required: expect.arrayContaining(['status', 'reason']) },
    });
  });

  test('asks, waits, and is told of the yes', async () => {
    const world = await createWorld();
    const { call } = await connect(() => world.serverWith(), revision);
    const asking = call('request_approval', { title, fields: { Version: '4.2' } });

    const card = await world.expectCard({ text: title });
    await world.approve(card, { as: 'U0ALICE' });

    expect(await asking).toEqual({
      answer: {
        approvalId: card.id,
        status: 'approved',
        message: 'Approved by U0ALICE. You may do it now, once.',
        reason: null,
        choice: null,
        payload: { title, fields: { Version: '4.2' } },
        decidedBy: ['U0ALICE'],
        decidedAt: expect.stringMatching(/^2026-01-01T10:/),
        delivery: { state: 'none', result: null },
        link: null,
      },
      text: 'Approved by U0ALICE. You may do it now, once.',
      isError: false,
    });
  });

  test('is told the reason of a no', async () => {
    const world = await createWorld();
    const { call } = await connect(() => world.serverWith(), revision);
    const asking = call('request_approval', { title });

    await world.reject(await world.expectCard(), { as: 'U0ALICE', reason: 'Not on a Friday.' });

    expect(await asking).toMatchObject({
      answer: { status: 'rejected', reason: 'Not on a Friday.', payload: null },
      text: expect.stringMatching(/^Rejected by U0ALICE\. Reason: Not on a Friday\. Do not do it/),
    });
  });

  test('is told that it is pending, where the card is, and later the answer', async () => {
    const world = await createWorld();
    const { call } = await connect(() => world.serverWith({ waitUpTo: '0s' }), revision);
    const { approvalId: id } = (await call('request_approval', { title })).answer;
    await world.expectCard();
    const pending = await call('get_approval', { approvalId: id });
    await world.approve({ id }, { as: 'U0ALICE' });
    const later = await call('get_approval', { approvalId: id });

    expect(pending).toMatchObject({
      answer: { approvalId: id, status: 'pending', decidedBy: [], decidedAt: null },
      text: expect.stringContaining(`Call get_approval with approvalId ${id}`),
    });
    expect(pending.answer.link).toMatch(/^https?:/);
    expect(pending.text).toContain(pending.answer.link);
    expect(later.answer).toMatchObject({ status: 'approved', link: null });
  });

  test('withdraws its question', async () => {
    const world = await createWorld();
    const { call } = await connect(() => world.serverWith({ waitUpTo: '0s' }), revision);
    const { approvalId } = (await call('request_approval', { title })).answer;

    const withdrawn = await call('withdraw_approval', { approvalId, reason: 'The user changed their mind.' });
    const again = await call('withdraw_approval', { approvalId, reason: 'Once more.' });

    expect(withdrawn.answer).toMatchObject({ status: 'withdrawn', reason: 'The user changed their mind.' });
    expect(again).toMatchObject({ isError: true, text: expect.stringContaining('[not_pending]') });
  });
});

test('nobody answered in time', async () => {
  const world = await createWorld();
  const { call } = await connect(() => world.serverWith());
  const asking = call('request_approval', { title });

  await world.expectCard();
  await world.advance('24h');

  expect((await asking).answer).toMatchObject({ status: 'expired' });
});

test('a program carries the decision out, and the client gets its result', async () => {
  const world = await createWorld({ onDecision: async ({ payload }) => ({ deployed: payload.version }) });
  const { call } = await connect(() => world.serverWith());
  const asking = call('request_deploy', { version: '4.2' });

  await world.approve(await world.expectCard(), { as: 'U0ALICE' });

  expect(await asking).toMatchObject({
    answer: { status: 'approved', delivery: { state: 'delivered', result: { deployed: '4.2' } } },
    text: 'Approved by U0ALICE. It was carried out: do not do it yourself. Result: {"deployed":"4.2"}',
  });
});

test('people approve something else, and the client is told exactly what', async () => {
  const world = await createWorld({ inputs: { version: { type: 'text', label: 'Version' } } });
  const { call } = await connect(() => world.serverWith());
  const asking = call('request_deploy', { version: '4.2' });
  const { channelId, ts } = await world.expectCard();

  await world.slack.click({ userId: 'U0ALICE', channelId, ts, actionId: 'approval:default:approve' });
  await world.settle();
  const [form] = world.slack.views('U0ALICE');
  await world.slack.submit({ userId: 'U0ALICE', viewId: form?.id ?? '', values: { edit_0: '4.1.9' } });

  expect(await asking).toMatchObject({
    answer: { status: 'approved', payload: { version: '4.1.9' } },
    text: expect.stringContaining('approved exactly this: {"version":"4.1.9"}'),
  });
});

test('people choose, and the client is told what', async () => {
  const world = await createWorld({
    choices: [
      { id: 'now', label: 'Now', answer: 'approve' },
      { id: 'tonight', label: 'Tonight', answer: 'approve' },
    ],
  });
  const { call } = await connect(() => world.serverWith());
  const asking = call('request_deploy', { version: '4.2' });

  await world.approve(await world.expectCard(), { as: 'U0ALICE', choice: 'tonight' });

  expect(await asking).toMatchObject({ answer: { choice: 'tonight' }, text: expect.stringContaining('tonight') });
});

test('the person for whom the client works is on the card, and cannot approve', async () => {
  const world = await createWorld();
  const onBehalfOf = { type: 'user', id: 'U0ALICE' } as const;
  const { call } = await connect(() => world.serverWith({ onBehalfOf, waitUpTo: '0s' }));

  const refused = await call('request_approval', { title });

  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('[unsatisfiable_policy]') });
});

test.each([
  ['no title', {}, /title.*\[invalid_payload\]/s],
  ['an unknown argument', { title, urgent: true }, /at: the top\. \[invalid_payload\]/],
  ['a link that is not https', { title, links: { Job: 'http://ci' } }, /\[invalid_payload\]/],
  ['a key that is no text', { title, key: 7 }, /The key must be a text\. \[invalid_argument\]/],
  ['a key that is too long', { title, key: 'a'.repeat(1_001) }, /1 to 1000 characters\. \[invalid_argument\]/],
  ['an empty key', { title, key: '' }, /1 to 1000 characters\. \[invalid_argument\]/],
  ['a card that is too large', { title, summary: 'a'.repeat(9_000) }, /\[content_too_large\]/],
])('a call with %s is told so, and asks nobody', async (_, given, told) => {
  const world = await createWorld();
  const { call } = await connect(() => world.serverWith());

  const { isError, text } = await call('request_approval', given);

  expect(isError).toBe(true);
  expect(text).toMatch(told);
  expect(await world.cards()).toEqual([]);
});
