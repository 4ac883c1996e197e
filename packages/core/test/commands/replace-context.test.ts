import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, toldTo } from '../world/people.js';
import { createWorld, hour, type Order, second, start, type World } from '../world/world.js';

const by = 'alertmanager';
const card = ({ size }: Order) => ({ title: 'Order?', fields: { Size: size }, context: ['1 instance'] });

function shown(world: World): string {
  return JSON.stringify(cardIn(world).blocks);
}

describe('lines that explain, given with the question', () => {
  test('stand in place of those the kind draws, outside the digest', async () => {
    const world = await createWorld({ kind: { card } });

    const { approval } = await world.orders.ask({ size: 'large' }, { requester: by, context: ['2 instances'] });
    await world.work();

    expect(shown(world)).toContain('2 instances');
    expect(shown(world)).not.toContain('1 instance"');
    expect(approval.revision).toBe(1);
  });

  test('count as part of the card where it is too large', async () => {
    const world = await createWorld({ kind: { card } });

    await expect(
      world.orders.ask({ size: 'large' }, { requester: by, context: ['x'.repeat(9_000)] }),
    ).rejects.toMatchObject({ code: 'content_too_large' });
  });
});

describe('replacing the lines that explain', () => {
  test.each(['id', 'key'])('by %s shows them, and votes and digest stand', async (way) => {
    const world = await createWorld({ kind: { card, quorum: { approve: 2 } } });
    const { approval } = await world.orders.ask({ size: 'large' }, { key: 'cpu', requester: by });
    const { id, digest } = approval;
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();

    const answer = await world.orders.replaceContext(way === 'id' ? { id } : { key: 'cpu' }, ['3 instances']);
    world.clock.advance(second);
    await world.work();

    expect(answer).toMatchObject({
      ok: true,
      approval: { revision: 1, digest, votes: [{ by: { userId: 'U0ALICE' } }] },
    });
    expect(shown(world)).toContain('3 instances');
    expect(toldTo(world, 'U0ALICE')).toBeNull();
    expect((await world.approvals.history(id)).map(({ event }) => event['type'])).toEqual(['asked', 'voted']);
  });

  test('by the same lines changes nothing at all', async () => {
    const world = await createWorld({ kind: { card } });
    const { id } = await world.ask();
    const before = await world.row(id);

    await world.orders.replaceContext({ id }, ['1 instance']);

    expect(await world.row(id)).toEqual(before);
  });

  test('by none takes them away', async () => {
    const world = await createWorld({ kind: { card } });
    const { id } = await world.ask();

    await world.orders.replaceContext({ id }, []);
    await world.work();

    expect(shown(world)).not.toContain('1 instance');
  });

  test('a thousand times keeps only the last', async () => {
    const world = await createWorld({ kind: { card } });
    const { id } = await world.ask();
    await world.orders.replaceContext({ id }, ['0000']);
    const before = (await world.row(id)).body.length;

    for (let count = 1; count <= 1_000; count += 1)
      await world.orders.replaceContext({ id }, [String(count).padStart(4, '0')]);
    const { body } = await world.row(id);

    // with its brackets: a hash can hold any four digits
    expect(body).toContain('["1000"]');
    expect(body).not.toContain('["0999"]');
    // the counter of wanted pictures has more digits, and nothing else is more
    expect(body.length).toBeLessThan(before + 100);
  });

  test('leaves the payload and the delivery as they were asked', async () => {
    const delivered: unknown[] = [];
    const sink = async (decision: { readonly payload: Order; readonly digest: string }) => {
      delivered.push([decision.payload, decision.digest]);
    };
    const world = await createWorld({ kind: { card, onDecision: sink } });
    const { id, digest } = await world.ask();
    await world.orders.replaceContext({ id }, ['3 instances']);

    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();

    expect(delivered).toEqual([[{ size: 'large' }, digest]]);
  });
});

describe('replacing the lines that explain is refused', () => {
  test('once it is decided', async () => {
    const world = await createWorld({ kind: { card } });
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();
    const before = await world.row(id);

    expect(await world.orders.replaceContext({ id }, ['late'])).toMatchObject({ code: 'not_pending' });
    expect(await world.row(id)).toEqual(before);
  });

  test('when the time is over, and that is stored', async () => {
    const world = await createWorld({ kind: { card, expiresIn: '1h' } });
    const { id } = await world.ask();
    world.clock.set(start + hour);

    expect(await world.orders.replaceContext({ id }, ['late'])).toMatchObject({ code: 'not_pending' });
    expect(await world.get(id)).toMatchObject({ status: 'expired' });
  });

  test('once it is erased', async () => {
    const world = await createWorld({ kind: { card } });
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();
    await world.approvals.erase(id);

    expect(await world.orders.replaceContext({ id }, ['late'])).toMatchObject({ code: 'not_pending' });
  });

  test('under a key that nobody asked for', async () => {
    const world = await createWorld({ kind: { card } });

    expect(await world.orders.replaceContext({ key: 'unknown' }, ['x'])).toMatchObject({ code: 'not_found' });
  });

  test('for an approval of another kind', async () => {
    const world = await createWorld({ kind: { card } });
    const other = world.approvals.define('other', {
      schema: { '~standard': { version: 1, vendor: 't', validate: (value) => ({ value }) } },
      card: () => ({ title: 'x' }),
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      onDecision: async () => undefined,
    });
    const { id } = await world.ask();

    expect(await other.replaceContext({ id }, ['x'])).toMatchObject({ code: 'not_found', approval: null });
  });

  test('where a line is no text', async () => {
    const world = await createWorld({ kind: { card } });
    const { id } = await world.ask();

    // a caller without a compiler
    await expect(world.orders.replaceContext({ id }, [7 as unknown as string])).rejects.toMatchObject({
      code: 'invalid_options',
    });
  });
});
