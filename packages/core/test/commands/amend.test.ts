import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, toldDirectly, toldTo } from '../world/people.js';
import { createWorld, hour, minute, type Order, second, start, type World } from '../world/world.js';

const by = 'alertmanager';
const card = ({ size }: Order) => ({ title: 'Order?', fields: { Size: size.split(' ')[0] ?? '' }, context: [size] });

async function amended(world: World, id: string, size: string) {
  const answer = await world.orders.amend({ id }, { size }, { by });
  if (!answer.ok) throw new Error(`refused: ${answer.code}`);
  return answer.approval;
}

async function types(world: World, id: string) {
  return (await world.approvals.history(id)).map(({ event }) => event['type']);
}

describe('amending what waits for an answer', () => {
  test.each(['id', 'key'])('by %s gives it a new revision and digest', async (way) => {
    const world = await createWorld();
    const { approval } = await world.orders.ask({ size: 'large' }, { key: 'oven', requester: by });
    const target = way === 'id' ? { id: approval.id } : { key: 'oven' };

    const answer = await world.orders.amend(target, { size: 'small' }, { by });

    expect(answer).toMatchObject({
      ok: true,
      changed: true,
      approval: { id: approval.id, revision: 2, payload: { size: 'small' }, status: 'pending' },
    });
    expect(answer.approval?.digest).not.toBe(approval.digest);
    expect(await types(world, approval.id)).toEqual(['asked', 'amended']);
  });

  test('makes the votes void, and tells whose they were', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });

    const answer = await amended(world, id, 'small');
    await world.work();

    expect(answer.votes).toEqual([]);
    expect(toldTo(world, 'U0ALICE')).toContain('no longer counts');
    expect(toldDirectly(world, 'U0ALICE')).toBeNull();
  });

  test('tells those directly who are not in the channel', async () => {
    const channels = [{ id: 'C0PIZZA', members: ['U0BOB'] }];
    const world = await createWorld({ slack: { channels }, kind: { quorum: { approve: 2 } } });
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });

    await amended(world, id, 'small');
    await world.work();

    expect(toldDirectly(world, 'U0ALICE')).toContain('no longer counts');
  });

  test('lets those vote again who had voted', async () => {
    const world = await createWorld();
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'reject', digest, via: 'test' });
    const { digest: next, id: other } = await world.ask();
    const changed = await amended(world, other, 'small');

    const answer = await world.approvals.vote(other, {
      by: user('U0ALICE'),
      answer: 'approve',
      digest: changed.digest,
      via: 'test',
    });

    expect(next).not.toBe(changed.digest);
    expect(answer).toMatchObject({ ok: true, approval: { status: 'approved' } });
  });

  test('keeps its instants', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h', remindEvery: '20m' } });
    const { id } = await world.ask();
    world.clock.set(start + 10 * minute);

    const answer = await amended(world, id, 'small');
    world.clock.set(start + 20 * minute);
    await world.work();

    expect(answer.expiresAt).toBe(start + hour);
    expect(await types(world, id)).toEqual(['asked', 'amended', 'reminded']);
  });

  test('shows what changed', async () => {
    const world = await createWorld();
    const { id } = await world.ask({ size: 'large' });

    await amended(world, id, 'small');
    await world.work();

    expect(JSON.stringify(cardIn(world).blocks)).toContain('Size: large → small');
  });

  test('shows a changed title also beside a field that is called Title', async () => {
    const world = await createWorld({
      kind: { card: ({ size }) => ({ title: `Order ${size}?`, fields: { Title: 'Dr.' } }) },
    });
    const { id } = await world.ask({ size: 'large' });

    await amended(world, id, 'small');
    await world.work();

    expect(JSON.stringify(cardIn(world).blocks)).toContain('Title: Order large? → Order small?');
  });

  test('with the same payload changes nothing at all', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const before = await world.row(approval.id);

    const answer = await amended(world, approval.id, 'large');

    expect(answer).toMatchObject({ revision: 1, digest: approval.digest });
    expect(await world.row(approval.id)).toEqual(before);
  });

  test('keeps what was seen where only the lines that explain have changed', async () => {
    let count = 1;
    const world = await createWorld({
      kind: { quorum: { approve: 2 }, card: () => ({ title: 'Order?', context: [`seen ${count} times`] }) },
    });
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();
    count = 2;

    const answer = await amended(world, id, 'large');
    world.clock.advance(second);
    await world.work();

    expect(answer).toMatchObject({ revision: 1, digest, votes: [{ by: { userId: 'U0ALICE' } }] });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('seen 2 times');
    expect(await types(world, id)).toEqual(['asked', 'voted']);
  });

  test('takes the lines that explain away again', async () => {
    let lines: readonly string[] = ['once'];
    const world = await createWorld({ kind: { card: () => ({ title: 'Order?', context: lines }) } });
    const { id } = await world.ask();
    lines = [];

    await amended(world, id, 'large');
    await world.work();

    expect(JSON.stringify(cardIn(world).blocks)).not.toContain('once');
  });

  test('ten times at once makes ten revisions, the last of which is shown', async () => {
    const world = await createWorld({ kind: { card } });
    const { id } = await world.ask({ size: 'size0 x' });

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => amended(world, id, `size${index + 1} x`)),
    );
    await world.work();
    const after = await world.get(id);

    expect(answers.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(new Set(answers.map(({ digest }) => digest)).size).toBe(10);
    expect(after.revision).toBe(11);
    expect(JSON.stringify(cardIn(world).blocks)).toContain(`"text":"${(after.payload as Order).size.split(' ')[0]}"`);
  });
});

describe('amending is refused', () => {
  test('once it is decided, and stores nothing', async () => {
    const world = await createWorld();
    const { id, digest } = await world.ask();
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.work();
    const before = await world.row(id);

    expect(await world.orders.amend({ id }, { size: 'small' }, { by })).toMatchObject({ code: 'not_pending' });
    expect(await world.row(id)).toEqual(before);
  });

  test('when the time is over: that is stored, and not the payload', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const { id } = await world.ask();
    world.clock.set(start + hour);

    const answer = await world.orders.amend({ id }, { size: 'refused-payload' }, { by });
    await world.work();

    expect(answer).toMatchObject({ code: 'not_pending' });
    expect(await world.get(id)).toMatchObject({ status: 'expired', payload: { size: 'large' } });
    expect((await world.row(id)).body).not.toContain('refused-payload');
  });

  test('for an approval of another kind', async () => {
    const world = await createWorld();
    const other = world.approvals.define('other', {
      schema: { '~standard': { version: 1, vendor: 't', validate: (value) => ({ value }) } },
      card: () => ({ title: 'x' }),
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      onDecision: () => undefined,
    });
    const { id } = await world.ask();

    expect(await other.amend({ id }, { size: 'small' }, { by })).toMatchObject({ code: 'not_found', approval: null });
    expect(await world.get(id)).toMatchObject({ revision: 1 });
  });

  test('for nobody', async () => {
    const world = await createWorld();
    const { id } = await world.ask();

    await expect(world.orders.amend({ id }, { size: 'small' }, { by: '' })).rejects.toMatchObject({
      code: 'invalid_requester',
    });
  });
});

describe('a reason that is not kept', () => {
  test('because the kind takes none, is not stored either', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const { id, digest } = await world.ask();

    await world.approvals.vote(id, {
      by: user('U0ALICE'),
      answer: 'approve',
      digest,
      via: 'test',
      reason: 'a-reason-nobody-asked-for',
    });

    expect((await world.get(id)).votes).toMatchObject([{ reason: null }]);
    expect((await world.row(id)).body).not.toContain('nobody-asked-for');
  });

  test('because the withdrawal came too late, is not stored', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const { id } = await world.ask();
    world.clock.set(start + hour);

    const answer = await world.approvals.withdraw(id, { by, reason: 'a-late-reason' });

    expect(answer).toMatchObject({ code: 'not_pending' });
    expect((await world.row(id)).body).not.toContain('a-late-reason');
  });
});
