import { type Approvals, type Decision, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test, vi } from 'vitest';
import { createWorld, day, hour, second, type World } from '../world/world.js';

const question = {
  key: 'deploy-api-4.2',
  title: 'Deploy api 4.2?',
  channel: 'C0OPS',
  approvers: [user('U0ALICE')],
  requester: 'ci',
};

/** A busy machine takes its time. */
const inTime = { interval: 5, timeout: 10_000 };

type Asking = Parameters<Approvals['request']>[0];

/** Asks, and waits until the card stands in its channel. */
async function requested(world: World, options: Asking = question, approvals = world.approvals) {
  const before = cards(world).length;
  const decision = approvals.request(options);
  // a rejection is looked at when its turn comes
  decision.catch(() => undefined);
  await vi.waitFor(() => expect(cards(world).length).toBe(before + 1), inTime);
  return { decision, id: idOf(world) };
}

const cards = ({ slack }: World) => slack.messages('C0OPS');
const idOf = (world: World) => /v1\.(a[a-z2-7]{25})\./.exec(JSON.stringify(cards(world).at(-1)?.blocks))?.[1] ?? '';

async function vote({ approvals }: World, id: string, answer: 'approve' | 'reject', reason?: string) {
  const digest = (await approvals.get(id))?.digest ?? '';
  await approvals.vote(id, {
    by: user('U0ALICE'),
    answer,
    digest,
    via: 'test',
    ...(reason === undefined ? {} : { reason }),
  });
}

describe('request', () => {
  test.each(['approve', 'reject'] as const)('waits for people who %s, and shows what it was asked', async (answer) => {
    const world = await createWorld();
    const { decision, id } = await requested(world, { ...question, fields: { Version: '4.2' } });
    const card = JSON.stringify(cards(world));

    await vote(world, id, answer, answer === 'reject' ? 'too late' : undefined);

    expect(card).toContain('Deploy api 4.2?');
    expect(card).toContain('Version');
    expect(await decision).toMatchObject({
      outcome: answer === 'approve' ? 'approved' : 'rejected',
      kind: 'request',
      key: question.key,
      reason: answer === 'reject' ? 'too late' : null,
    });
    await world.approvals.flush();
    expect(await world.get(id)).toMatchObject({ delivery: { state: 'none' } });
  });

  test('gives an expiry and a withdrawal as decisions, too', async () => {
    const world = await createWorld();
    const first = await requested(world);
    world.clock.advance(second);
    const other = await requested(world, { ...question, key: 'deploy-web' });

    await world.approvals.withdraw(other.id, { by: 'ci', reason: 'superseded' });
    world.clock.advance(25 * hour);
    await world.work();

    expect(await other.decision).toMatchObject({ outcome: 'withdrawn', reason: 'superseded' });
    expect(await first.decision).toMatchObject({ outcome: 'expired' });
  });

  test('under the same key waits for the same card, in this process and in another one', async () => {
    const world = await createWorld();
    const first = await requested(world);
    const again = world.approvals.request(question);
    const elsewhere = world.again().request(question);

    await vote(world, first.id, 'approve');

    const decisions = await Promise.all([first.decision, again, elsewhere]);
    expect(new Set(decisions.map(({ approvalId }) => approvalId))).toEqual(new Set([first.id]));
    expect(cards(world)).toHaveLength(1);
  });

  test('is answered at once where its key is decided, as long as the key is held', async () => {
    const world = await createWorld();
    const { decision, id } = await requested(world);
    await vote(world, id, 'reject');
    await decision;

    expect(await world.approvals.request(question)).toMatchObject({ approvalId: id, outcome: 'rejected' });
    world.clock.advance(25 * hour);
    expect((await requested(world)).id).not.toBe(id);
  });

  test.each<[string, Partial<Asking>]>([
    ['title', { title: 'Deploy api 4.3?' }],
    ['field', { fields: { Version: '4.3' } }],
    ['approver', { approvers: [user('U0BOB')] }],
    ['time to answer', { expiresIn: '2h' }],
  ])('with another %s under the same key is refused: it never gets that decision', async (_, change) => {
    const world = await createWorld();
    const { id } = await requested(world);

    const pending = world.approvals.request({ ...question, ...change } as Asking);
    await expect(pending).rejects.toMatchObject({ code: 'key_changed' });
    await vote(world, id, 'approve');
    const decided = world.approvals.request({ ...question, ...change } as Asking);

    await expect(decided).rejects.toMatchObject({ code: 'key_changed' });
  });

  test('is refused once what its key held is erased', async () => {
    const world = await createWorld();
    const { decision, id } = await requested(world, { ...question, keyFor: 'forever' });
    await vote(world, id, 'approve');
    await decision;

    world.clock.advance(91 * day);
    await world.approvals.erase(id);

    const again = world.approvals.request({ ...question, keyFor: 'forever' });
    await expect(again).rejects.toMatchObject({ code: 'erased' });
  });

  test('stops waiting when its signal is aborted, and withdraws nothing', async () => {
    const world = await createWorld();
    const stop = new AbortController();
    const { decision, id } = await requested(world, { ...question, signal: stop.signal });

    stop.abort(new Error('no time'));

    await expect(decision).rejects.toMatchObject({ code: 'aborted', cause: { message: 'no time' } });
    expect(await world.get(id)).toMatchObject({ status: 'pending' });
  });

  test('stops waiting when the process stops, and does not wait in one that has stopped', async () => {
    const world = await createWorld();
    const { decision } = await requested(world);

    await world.approvals.stop();

    await expect(decision).rejects.toMatchObject({ code: 'aborted' });
    await expect(world.approvals.request(question)).rejects.toMatchObject({ code: 'aborted' });
    world.approvals.start();
    const again: Promise<Decision<unknown>> = world.approvals.request(question);
    await vote(world, idOf(world), 'approve');
    expect(await again).toMatchObject({ outcome: 'approved' });
  });

  test.each<[string, object, string]>([
    ['no key', { key: undefined }, 'invalid_argument'],
    ['an empty key', { key: '' }, 'invalid_argument'],
    ['no requester', { requester: undefined }, 'invalid_requester'],
    ['no channel', { channel: undefined }, 'invalid_options'],
    ['no approvers', { approvers: undefined }, 'invalid_options'],
    ['no title', { title: undefined }, 'invalid_options'],
    ['a misspelt option', { aprovers: [user('U0ALICE')] }, 'invalid_argument'],
    ['a sink', { onDecision: () => undefined }, 'invalid_argument'],
    ['only a requester who could decide', { requester: user('U0ALICE') }, 'unsatisfiable_policy'],
  ])('refuses %s, and stores nothing', async (_, change, code) => {
    const world = await createWorld();

    const decision = world.approvals.request({ ...question, ...change } as Asking);

    await expect(decision).rejects.toMatchObject({ code });
    expect((await world.approvals.list({ kind: 'request' })).approvals).toEqual([]);
  });

  test('refuses a call without options', async () => {
    const world = await createWorld();

    await expect(world.approvals.request(undefined as never)).rejects.toMatchObject({ code: 'invalid_options' });
  });

  test('asks under a kind that no program can define', async () => {
    const world = await createWorld();
    const define = () => world.approvals.define('request', { channel: 'C0OPS', approvers: [user('U0ALICE')] });

    expect(define).toThrow(expect.objectContaining({ code: 'kind_defined_twice' }));
  });
});
