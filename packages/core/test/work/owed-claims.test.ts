import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, minute, orderOptions, second } from '../world/world.js';

/** A store that notes what is asked of `claimDue`, and what it gives. */
function watchedStore() {
  const inner = memoryStore();
  const claims: { readonly queue: string; readonly limit: number; readonly ids: readonly string[] }[] = [];
  const store: ApprovalStore = {
    ...inner,
    async claimDue(claim) {
      const rows = await inner.claimDue(claim);
      claims.push({ queue: claim.queue, limit: claim.limit, ids: rows.map(({ id }) => id) });
      return rows;
    },
  };
  return { store, claims };
}

test('a process claims no more than eight records at once, and no more than it can start', async () => {
  const { store, claims } = watchedStore();
  const world = await createWorld({ store });
  for (let count = 0; count < 20; count += 1) await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.approvals.flush();
  world.clock.advance(minute);
  claims.length = 0;

  await world.approvals.processDue();

  // with the card whose second came first there are eight
  expect(claims[0]).toMatchObject({ limit: 7 });
  expect(claims[0]?.ids).toHaveLength(7);
  expect(Math.max(...claims.map(({ limit }) => limit))).toBe(8);
});

test('kinds are claimed in turn: one with very much to do does not keep another waiting', async () => {
  const { store, claims } = watchedStore();
  const world = await createWorld({ store });
  world.approvals.define('other', orderOptions({ channel: 'C0OPS' }));
  const asking = createApprovals({ store, clock: world.clock });
  const [orders, others] = [asking.define('order', orderOptions()), asking.define('other', orderOptions())];
  for (let count = 0; count < 30; count += 1) await orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  const { approval } = await others.ask({ size: 'small' }, { requester: 'alertmanager' });

  await world.approvals.processDue();

  const claimed = claims.flatMap(({ ids }) => ids);
  expect(claimed.length).toBeGreaterThan(30);
  expect(claimed.indexOf(approval.id)).toBe(8);
});

test('a kind that no process defines is not claimed, and nothing of it is lost', async () => {
  const world = await createWorld();
  const asking = world.again();
  const unknown = asking.define('unknown-here', orderOptions());
  const { approval } = await unknown.ask({ size: 'large' }, { requester: 'alertmanager' });
  await asking.flush();
  world.clock.advance(24 * 60 * minute);

  const { claimedCount } = await world.approvals.processDue();

  expect(claimedCount).toBe(0);
  expect((await world.row(approval.id)).dueAt).not.toBeNull();
});

test('a kind that nobody works on is named in a warning, once an hour, and no other kind is', async () => {
  const world = await createWorld();
  const asking = createApprovals({ store: world.store, clock: world.clock });
  const [orphans, orders] = [asking.define('orphan', orderOptions()), asking.define('order', orderOptions())];
  const warnings = () => world.log.text().split('no process works on this kind').length - 1;
  for (const kind of [orphans, orphans, orders]) await kind.ask({ size: 'large' }, { requester: 'alertmanager' });

  await world.approvals.processDue();
  const atOnce = warnings();
  world.clock.advance(60 * minute);
  for (let passes = 0; passes < 3; passes += 1) await world.approvals.processDue();

  expect([atOnce, warnings()]).toEqual([0, 1]);
  expect(world.log.text()).toContain('orphan');
  world.clock.advance(60 * minute);
  await world.approvals.processDue();
  expect(warnings()).toBe(2);
});

test('a put by somebody else leaves a running lease as it is', async () => {
  const world = await createWorld({ kind: { quorum: { approve: 2 } } });
  const approval = await world.ask();
  const row = await world.row(approval.id);
  const leaseUntil = world.clock() + 60 * second;
  await world.store.put({ ...row, leaseToken: 'somebody', leaseUntil, dueAt: leaseUntil, claimCount: 1 }, row.version);

  await click(world, approval, 'U0ALICE', 'approve');
  await world.approvals.flush();

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
  expect(aside).toMatchObject({ attention: 'stuck', dueAt: approval.expiresAt, leaseToken: null, claimCount: 0 });
  expect(await world.row(approval.id)).toMatchObject({ attention: null });
  expect((await world.row(approval.id)).dueAt).not.toBeNull();
});
