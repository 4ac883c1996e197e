import { user, verifyHistory, webhook } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { click } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, hour, minute, second, type World } from '../world/world.js';

const kilobyte = 1_024;
const sizeOf = async ({ row }: World, id: string) => Buffer.byteLength((await row(id)).body);

async function approve({ approvals }: World, id: string, digest: string, reason?: string) {
  const ballot = { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' } as const;
  return await approvals.vote(id, reason === undefined ? ballot : { ...ballot, reason });
}

describe('a history of 300 entries', () => {
  /** An approved order whose sink is down, reported on until the history is full. */
  async function fullHistory() {
    let isUp = false;
    const sink = async () => {
      if (!isUp) throw new Error('not now');
    };
    const world = await createWorld({ kind: { steps: ['baked'], onDecision: sink } });
    const { id, digest } = await world.ask();
    await approve(world, id, digest);
    await world.work();
    for (let count = 0; (await world.approvals.history(id)).length < 300; count += 1) {
      await world.approvals.reportProgress(id, { step: 'baked', state: 'active', detail: `${count} %` });
    }
    const open = () => {
      isUp = true;
    };
    return { world, id, open };
  }

  test('takes no more reports, and says why', async () => {
    const { world, id } = await fullHistory();

    const answer = await world.approvals.reportProgress(id, { step: 'baked', state: 'done' });

    expect(answer).toMatchObject({ code: 'history_full' });
    expect(await world.approvals.history(id)).toHaveLength(300);
  });

  test('still takes the delivery, and then no redelivery', async () => {
    const { world, id, open } = await fullHistory();

    open();
    world.clock.advance(5 * second);
    await world.work();
    const again = await world.approvals.redeliver(id);

    expect((await world.get(id)).delivery).toMatchObject({ state: 'delivered' });
    expect(await world.approvals.history(id)).toHaveLength(301);
    expect(again).toMatchObject({ code: 'history_full' });
  });
});

test('somebody may be reminded every hour for months: the history stays bounded, and the vote still fits', async () => {
  const transport = agreeableTransport();
  const world = await createWorld({ access: { transport }, kind: { expiresIn: 'never', remindEvery: '1h' } });
  const { id, digest } = await world.ask();
  const begun = await world.row(id);
  for (let hours = 0; hours < 1_200; hours += 1) {
    world.clock.advance(hour);
    await world.approvals.processDue();
  }
  const waiting = await world.row(id);
  const reminded = await world.approvals.history(id);

  await approve(world, id, digest);
  await world.work();

  expect(reminded).toHaveLength(300);
  expect(JSON.parse(waiting.body).approval).toMatchObject({ reminderCount: 1_200 });
  expect(JSON.parse(waiting.body).approval.remindAt).toBeGreaterThan(world.clock());
  expect(waiting).toMatchObject({ attention: null, claimCount: 0 });
  expect(waiting.version).toBeGreaterThan(begun.version + 1_200);
  expect(await world.get(id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  expect(verifyHistory(await world.approvals.history(id))).toMatchObject({ whole: true });
});

test('a body of the sink that no record has room for does not keep the decision from being stored', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const sink = webhook('http://127.0.0.1:1/', { secret, body: () => '€'.repeat(100 * kilobyte) });
  const world = await createWorld({ kind: { onDecision: sink } });
  const { id, digest } = await world.ask();

  const answer = await approve(world, id, digest);
  await world.work();

  expect(answer).toMatchObject({ ok: true, approval: { status: 'approved' } });
  expect(await world.get(id)).toMatchObject({ delivery: { state: 'owed', attemptCount: 1 } });
  expect(world.log.text()).toContain('delivery_body_failed');
});

describe('a record that has grown as large as it may', () => {
  test('takes no more amendments, and can still be decided and delivered', async () => {
    const world = await createWorld({
      kind: { reason: { approve: 'optional' }, card: () => ({ title: 'Order pizza?' }) },
    });
    const asked = await world.ask();
    let answer: Awaited<ReturnType<typeof world.orders.amend>> | null = null;
    for (let count = 0; answer?.ok !== false && count < 100; count += 1) {
      const size = String(count).padEnd(8 * kilobyte, '"ü');
      answer = await world.orders.amend({ id: asked.id }, { size: size.slice(0, 7_500) }, { by: 'alertmanager' });
    }
    const before = await world.get(asked.id);
    const size = await sizeOf(world, asked.id);

    await approve(world, asked.id, before.digest, 'ü'.repeat(500));
    await world.work();

    expect(answer).toMatchObject({ code: 'record_too_large' });
    expect(size).toBeLessThanOrEqual(224 * kilobyte);
    expect(size).toBeGreaterThan(150 * kilobyte);
    expect(await world.get(asked.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    expect(await sizeOf(world, asked.id)).toBeLessThanOrEqual(256 * kilobyte);
  });

  test('so it does where the payload is as large as it may be, and grows by being text within text', async () => {
    const world = await createWorld({ kind: { card: () => ({ title: 'Order pizza?' }) } });
    const asked = await world.ask();
    let answer: Awaited<ReturnType<typeof world.orders.amend>> | null = null;
    for (let count = 0; answer?.ok !== false && count < 20; count += 1) {
      answer = await world.orders.amend({ id: asked.id }, { size: `${count}${'"'.repeat(16_000)}` }, { by: 'x' });
    }

    await approve(world, asked.id, (await world.get(asked.id)).digest);
    await world.work();

    expect(answer).toMatchObject({ code: 'record_too_large' });
    expect(await world.get(asked.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
  });

  test('takes no more reports, and a decision that was given up stays that', async () => {
    const world = await createWorld({ kind: { steps: ['baked'] } });
    const { id, digest } = await world.ask();
    await approve(world, id, digest);
    await world.work();
    let answer: Awaited<ReturnType<typeof world.approvals.reportProgress>> | null = null;
    for (let count = 0; answer?.ok !== false && count < 300; count += 1) {
      answer = await world.approvals.reportProgress(id, {
        step: 'baked',
        state: 'active',
        detail: `${count} ${'€'.repeat(490)}`,
      });
    }
    const before = await world.approvals.history(id);

    const again = await world.approvals.reportProgress(id, { step: 'baked', state: 'done', detail: '€'.repeat(500) });

    expect([answer, again]).toMatchObject([{ code: 'record_too_large' }, { code: 'record_too_large' }]);
    expect(before.length).toBeLessThan(300);
    expect(await world.approvals.history(id)).toEqual(before);
    expect(await sizeOf(world, id)).toBeLessThanOrEqual(224 * kilobyte);
  });
});

test('a policy that leaves no room for the decision is refused when it is asked, and nothing is stored', async () => {
  const approvers = Array.from({ length: 3_000 }, (_, index) => user(`U0APPROVER${index}`));
  const world = await createWorld({ kind: { approvers } });

  await expect(world.orders.ask({ size: 'large' }, { requester: 'alertmanager' })).rejects.toMatchObject({
    code: 'record_too_large',
  });
  expect((await world.approvals.list()).approvals).toEqual([]);
});

test('a record of 256 KB takes nothing more, not even a vote: nothing is written, and Slack shows its own error', async () => {
  const world = await createWorld({ kind: { quorum: { approve: 2 } } });
  const approval = await world.ask();
  const row = await world.row(approval.id);
  const record = JSON.parse(row.body);
  const fill = (length: number) => {
    record.parts.values['sha256:filling'] = { salt: '', value: 'x'.repeat(length) };
    return JSON.stringify(record);
  };
  const body = fill(256 * kilobyte - fill(0).length);
  await world.store.put({ ...row, body }, row.version);

  const answer = await sendClick(world, approval, { value: buttonValue(approval) });
  await world.approvals.flush();

  expect(Buffer.byteLength(body)).toBe(256 * kilobyte);
  expect(answer).toEqual({ status: 503, headers: {}, body: '' });
  expect(await world.row(approval.id)).toEqual({ ...row, body, version: row.version + 1 });
  expect(world.log.text()).toContain('record_too_large');
});

test('a record of 240 KB takes nothing that grows, but still its vote and its decision', async () => {
  const world = await createWorld();
  const approval = await world.ask();
  const row = await world.row(approval.id);
  const record = JSON.parse(row.body);
  record.parts.values['sha256:filling'] = { salt: '', value: 'x'.repeat(240 * kilobyte - row.body.length) };
  await world.store.put({ ...row, body: JSON.stringify(record) }, row.version);

  const amended = await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
  const answer = await sendClick(world, approval, { value: buttonValue(approval) });
  await world.approvals.flush();

  expect(amended).toMatchObject({ code: 'record_too_large' });
  expect(answer.status).toBe(200);
  expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
});

describe('refused clicks', () => {
  const stranger = (number: number) => `U0STRANGER${number}`;

  async function refusals({ row }: World, id: string) {
    return JSON.parse((await row(id)).body).refusals;
  }

  test('are noted for each person and reason once, the same again is counted, once a minute at most', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    const versions: number[] = [];

    for (const ms of [0, second, 58 * second, second, 2 * minute]) {
      world.clock.advance(ms);
      await click(world, approval, 'U0ALICE', 'approve');
      await world.approvals.flush();
      versions.push((await world.row(approval.id)).version);
    }

    const [first = 0] = versions;
    expect(versions).toEqual([first, first, first, first + 1, first + 2]);
    expect(await refusals(world, approval.id)).toMatchObject({ rows: [{ userId: 'U0ALICE', count: 3 }], more: 0 });
    expect(await world.approvals.history(approval.id)).toHaveLength(2);
  });

  test('of more than fifty people are counted together, and the record stays small', async () => {
    const world = await createWorld({
      access: { transport: agreeableTransport() },
      kind: { approvers: [user('U0BOB')] },
    });
    const approval = await world.ask();
    for (let number = 0; number < 70; number += 1) {
      await sendClick(world, approval, { value: buttonValue(approval), userId: stranger(number) });
      await world.approvals.flush();
    }
    world.clock.advance(minute);
    await sendClick(world, approval, { value: buttonValue(approval), userId: stranger(99) });
    await world.approvals.flush();

    const { rows, more } = await refusals(world, approval.id);
    expect(rows).toHaveLength(50);
    expect(more).toBe(2);
    expect(await world.approvals.history(approval.id)).toHaveLength(51);
  });
});

test('a question that is to be shown in more than twenty channels is refused, and none is left out in silence', async () => {
  const channels = Array.from({ length: 21 }, (_, index) => `C0CHANNEL${index}`);
  const world = await createWorld({ kind: { channel: () => channels } });

  await expect(world.orders.ask({ size: 'large' }, { requester: 'alertmanager' })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
  expect((await world.approvals.list()).approvals).toEqual([]);
});
