import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { createMcpServer } from '../src/index.js';
import { connect, createWorld, everyRevision, title } from './world.js';

const reason = 'It is not mine.';

/** Approvals that this client did not ask for. */
async function foreign() {
  const world = await createWorld();
  const { call } = await connect(() => world.serverWith({ waitUpTo: '0s' }));
  const other = await connect(() => world.serverWith({ waitUpTo: '0s', requester: 'another agent' }));
  const ofOther = (await other.call('request_approval', { title })).answer.approvalId;
  // a program of the server may have the same name
  const { approval } = await world.questions.ask({ title }, { requester: 'agent', key: 'mine' });
  return { ...world, call, ids: [ofOther, approval.id, 'no-such-approval'] };
}

describe('what another client or program asked', () => {
  test('is not found, read or withdrawn', async () => {
    const { call, ids, approvals } = await foreign();

    for (const approvalId of ids) {
      expect(await call('get_approval', { approvalId })).toMatchObject({
        isError: true,
        text: expect.stringContaining('[not_found]'),
      });
      expect((await call('withdraw_approval', { approvalId, reason })).text).toContain('[not_found]');
    }
    const { approvals: pending } = await approvals.list({ status: 'pending', limit: 10 });
    expect(pending).toHaveLength(2);
  });
});

describe('what a client cannot know', () => {
  test.each([
    ['an error of the driver', new Error('password=hunter2')],
    ['an error of the library', new SlackApprovalError('store_failed', 'password=hunter2')],
  ])('stays in the log when the store fails: %s', async (_, failure) => {
    const world = await createWorld();
    const approvals = { ...world.approvals, get: () => Promise.reject(failure) };
    const errors: unknown[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: ignore,
      error: (...parts: unknown[]) => void errors.push(parts),
    };
    const options = { tools: { request_approval: world.questions }, requester: 'agent', logger };
    const { call } = await connect(() => createMcpServer(approvals, options));

    const asked = await call('request_approval', { title });

    expect(asked).toMatchObject({ isError: true, text: expect.stringContaining('Nothing is approved.') });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
    expect(JSON.stringify(errors)).toContain('ask_failed');
  });
});

describe('a confirmation by the client’s own user', () => {
  const confirmed = { approve: { action: 'accept', content: { approve: true } } };

  test.each(everyRevision)('is never asked for: the server sends no elicitation by revision %s', async (revision) => {
    const world = await createWorld();
    const { client, call } = await connect(() => world.serverWith({ waitUpTo: '0s' }), revision, {
      elicitation: { form: {}, url: {} },
    });
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { approve: true } }));

    expect((await call('request_approval', { title })).answer.status).toBe('pending');
  });

  test.each([
    ['answers to a question that nobody put', { inputResponses: confirmed }],
    ['a state that the server did not give', { requestState: 'approved' }],
    ['an answer among the arguments', { arguments: { title, status: 'approved', approved: true } }],
  ])('is no vote: %s', async (_, forged) => {
    const world = await createWorld();
    const { client } = await connect(() => world.serverWith({ waitUpTo: '0s' }));
    const params = { name: 'request_approval', arguments: { title }, ...forged };

    const result = await client.request({ method: 'tools/call', params });

    expect(Object(result).structuredContent?.status ?? 'refused').not.toBe('approved');
    const { approvals: asked } = await world.approvals.list({ limit: 10 });
    expect(asked.filter(({ status }) => status !== 'pending')).toEqual([]);
  });
});

describe('waiting', () => {
  test('ends with the call, leaves the question open, and asks Slack for nothing more', async () => {
    const world = await createWorld();
    const linked: string[] = [];
    const permalink = async (id: string) => {
      linked.push(id);
      return null;
    };
    const options = { tools: { request_approval: world.questions }, requester: 'agent' };
    const { call } = await connect(() => createMcpServer({ ...world.approvals, permalink }, options));
    const giving = new AbortController();
    const asking = call('request_approval', { title }, giving.signal);
    const card = await world.expectCard();

    giving.abort();

    await expect(asking).rejects.toThrow();
    await world.settle();
    expect((await world.approvals.get(card.id))?.status).toBe('pending');
    expect(linked).toEqual([]);
  });

  test('a hundred calls may wait, and the next are told at once that it is pending', async () => {
    const world = await createWorld();
    const { call } = await connect(() => world.serverWith());
    const { approvalId } = (
      await (await connect(() => world.serverWith({ waitUpTo: '0s' }))).call('request_approval', { title })
    ).answer;
    await world.expectCard();
    const waiting = Array.from({ length: 100 }, () => call('get_approval', { approvalId }));

    const early = await Promise.race([...waiting, call('get_approval', { approvalId })]);
    await world.approve({ id: approvalId }, { as: 'U0ALICE' });

    expect(early.answer.status).toBe('pending');
    const answers = await Promise.all(waiting);
    expect(answers.filter(({ answer }) => answer.status === 'approved')).toHaveLength(100);
  });
});
