import { type ApprovalStore, memoryStore } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { click } from './people.js';
import { createWorld, minute, orderOptions, second } from './world.js';

test('a process claims no more than eight records at once, taking its kinds in turn', async () => {
  const inner = memoryStore();
  const claims: { readonly queue: string; readonly limit: number }[] = [];
  const store: ApprovalStore = {
    ...inner,
    async claimDue(claim) {
      claims.push(claim);
      return await inner.claimDue(claim);
    },
  };
  const world = await createWorld({ store });
  world.approvals.define('other', orderOptions({ channel: 'C0OPS' }));
  for (let count = 0; count < 20; count += 1) await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.approvals.settled();
  world.clock.advance(minute);
  claims.length = 0;

  await world.approvals.processDue();

  expect(Math.max(...claims.map(({ limit }) => limit))).toBeLessThanOrEqual(8);
  expect(new Set(claims.map(({ queue }) => queue))).toEqual(new Set(['default/order', 'default/other']));
});

test('a kind that no process defines is not claimed, and nothing of it is lost', async () => {
  const world = await createWorld();
  const asking = world.again({ options: {} } as never);
  const unknown = asking.define('unknown-here', orderOptions());
  const { approval } = await unknown.ask({ size: 'large' }, { requester: 'alertmanager' });
  await asking.settled();
  world.clock.advance(24 * 60 * minute);

  const { claimedCount } = await world.approvals.processDue();

  expect(claimedCount).toBe(0);
  expect((await world.row(approval.id)).dueAt).not.toBeNull();
});

test('a put by somebody else leaves a running lease as it is', async () => {
  const world = await createWorld({ kind: { quorum: { approve: 2 } } });
  const approval = await world.ask();
  const row = await world.row(approval.id);
  const leaseUntil = world.clock() + 60 * second;
  await world.store.put({ ...row, leaseToken: 'somebody', leaseUntil, dueAt: leaseUntil, claimCount: 1 }, row.version);

  await click(world, approval, 'U0ALICE', 'approve');
  await world.approvals.settled();

  expect(await world.row(approval.id)).toMatchObject({
    leaseToken: 'somebody',
    leaseUntil,
    dueAt: leaseUntil,
    claimCount: 1,
  });
  expect((await world.get(approval.id)).votes).toHaveLength(1);
});

test('work found under ten abandoned leases is set aside, said aloud, and taken up again when somebody does something', async () => {
  const world = await createWorld({ kind: { quorum: { approve: 2 } } });
  const stuck: string[] = [];
  world.approvals.on('stuck', ({ approval }) => stuck.push(approval.id));
  const approval = await world.ask();
  const row = await world.row(approval.id);
  await world.store.put(
    { ...row, leaseToken: 'dead', leaseUntil: world.clock(), dueAt: world.clock(), claimCount: 9 },
    row.version,
  );

  await world.approvals.processDue();
  const aside = await world.row(approval.id);
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();

  expect(stuck).toEqual([approval.id]);
  expect(aside).toMatchObject({ attention: 'stuck', dueAt: null, leaseToken: null });
  expect(await world.row(approval.id)).toMatchObject({ attention: null });
  expect((await world.row(approval.id)).dueAt).not.toBeNull();
});
