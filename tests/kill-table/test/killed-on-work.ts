import { vi } from 'vitest';
import type { AppProcess } from './app-process.js';
import {
  alice,
  begin,
  bob,
  type Expect,
  expectClaimAfterMinute,
  finishSyncs,
  type Line,
  taken,
  unleased,
} from './lines.js';
import { isOpen, minute, type World } from './world.js';

/** A card that stands in Slack, of which the record knows nothing: its process was killed before it could store the outcome. */
async function postUnknown(world: World, expect: Expect) {
  const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
  const stop = world.gate.hold((place) => place === 'after chat.postMessage');
  const { approval } = await victim.ask('one', 'order 1');
  await stop.reached;
  await victim.kill();
  const { id } = approval;
  expect((await world.record(id)).approval.work.copies).toMatchObject([{ ts: null, state: 'live' }]);
  expect(world.cards()).toHaveLength(1);
  return { survivor, id, ts: world.cards()[0]?.ts ?? '' };
}

/** All cards show one and the same picture of the delivered decision, nothing is owed, and no card is ever added. */
async function expectOnePicture(world: World, app: AppProcess, id: string, count: number, expect: Expect) {
  await app.settled();
  await world.advance(minute);
  await app.processDue();
  await finishSyncs(world, app);
  const pictures = world.cards().map(({ blocks, text }) => JSON.stringify([blocks, text]));
  expect(pictures).toHaveLength(count);
  expect(new Set(pictures).size).toBe(1);
  expect(pictures[0]).toContain('Approved by');
  expect(pictures[0]).toContain('Handed over');
  expect(world.cards().map(isOpen)).not.toContain(true);
  expect(world.receiver.applied).toMatchObject([{ approvalId: id }]);
  expect(await world.row(id)).toMatchObject(unleased);
  await world.advance(10 * minute);
  expect(await app.processDue()).toBe(0);
  expect(world.cards()).toHaveLength(count);
}

/** Killed while a card is posted: lines 4 and 5. */
export function killedOnPost(line: Line): void {
  const waits = '60 s more since it may have been posted, then exactly one';
  line('4', `put of ask and post: no card for 60 s, ${waits}`, async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);

    const stop = await victim.stopAt('after put');
    begin(victim.ask('one', 'order 1'));
    await stop.reached;
    await victim.kill();

    const { approval, created } = await survivor.ask('one', 'order 1');
    expect(created).toBe(false);
    expect(await world.row(approval.id)).toMatchObject({ claimCount: 1, dueAt: world.clock() + minute });
    await expectClaimAfterMinute(world, survivor, expect);
    expect(world.cards()).toEqual([]);
    await expectClaimAfterMinute(world, survivor, expect);
    expect(world.cards().map(isOpen)).toEqual([true]);

    expect(await world.row(approval.id)).toMatchObject(unleased);
    await world.advance(10 * minute);
    expect(await survivor.processDue()).toBe(0);
    expect(world.cards()).toHaveLength(1);
  });

  for (const isClaimed of [false, true]) {
    const when = isClaimed ? 'while the repost waits' : 'while the dead lease runs';
    line('5a', `post and its outcome put: a click ${when} teaches the card, no twin`, async (world, expect) => {
      const { survivor, id, ts } = await postUnknown(world, expect);
      if (isClaimed) await expectClaimAfterMinute(world, survivor, expect);
      expect(world.cards()).toHaveLength(1);

      expect(await world.click(survivor, bob, ts, 'approve')).toMatchObject(taken);

      expect((await world.record(id)).approval).toMatchObject({
        status: 'approved',
        work: { copies: [{ ts, state: 'live' }] },
      });
      await expectOnePicture(world, survivor, id, 1, expect);
    });
  }

  for (const isTwinFirst of [false, true]) {
    const which = isTwinFirst ? 'twin, and a late one on the other' : 'unknown card';
    line(
      '5b',
      `post and its outcome put: a twin, both converge after a click on the ${which}`,
      async (world, expect) => {
        const { survivor, id, ts } = await postUnknown(world, expect);
        await expectClaimAfterMinute(world, survivor, expect);
        expect(world.cards()).toHaveLength(1);
        await expectClaimAfterMinute(world, survivor, expect);
        expect(world.cards().map(isOpen)).toEqual([true, true]);
        const twin = world.cards()[1]?.ts ?? '';

        expect(await world.click(survivor, bob, isTwinFirst ? twin : ts, 'approve')).toMatchObject(taken);
        await survivor.settled();
        expect(world.cards().map(isOpen)).toEqual([isTwinFirst, false]);
        if (isTwinFirst) {
          expect(await world.click(survivor, alice, ts, 'approve')).toMatchObject(taken);
          expect(world.told(alice)).toEqual([expect.stringContaining(`already approved by <@${bob}>`)]);
        }
        await expectOnePicture(world, survivor, id, 2, expect);
      },
    );
  }
}

/** Killed while a card is synced or a decision delivered: lines 6, 7 and 8. */
export function killedOnDelivery(line: Line): void {
  line('6', 'sync sent and its put: synced again', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
    const { id, ts } = await world.asked(survivor, 'two');

    const stop = world.gate.hold((place) => place === 'after chat.update');
    expect(await world.click(victim, alice, ts, 'approve')).toMatchObject(taken);
    await stop.reached;
    await victim.kill();

    const picture = world.cards();
    expect(JSON.stringify(picture)).toContain('1 of 2 approvals');
    expect((await world.record(id)).approval.work.copies).toMatchObject([{ wanted: 2, shown: 1 }]);
    await expectClaimAfterMinute(world, survivor, expect);
    expect((await world.record(id)).approval.work.copies).toMatchObject([{ wanted: 2, shown: 2 }]);
    expect(world.slack.traffic.filter(({ method }) => method === 'chat.update')).toHaveLength(2);
    expect(world.cards()).toEqual(picture);
    expect(await world.row(id)).toMatchObject(unleased);
  });

  line('6', 'outcome of a progress update, which waits for the next put: drawn once more', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await world.asked(victim, 'steps');
    expect(await world.click(victim, alice, ts, 'approve')).toMatchObject(taken);
    await victim.settled();
    await world.advance(10_000);
    const updates = () => world.slack.traffic.filter(({ method }) => method === 'chat.update').length;
    const before = updates();

    await victim.tell('start', null);
    await victim.tell('report_progress', { id, step: 'bake' });
    await vi.waitFor(() => expect(updates()).toBe(before + 1), { interval: 5 });
    await victim.kill();

    const picture = world.cards();
    const [copy] = (await world.record(id)).approval.work.copies;
    expect(copy?.shown).toBe((copy?.wanted ?? 0) - 1);
    await expectClaimAfterMinute(world, survivor, expect);
    expect(updates()).toBe(before + 2);
    expect(world.cards()).toEqual(picture);
    expect(await world.row(id)).toMatchObject(unleased);
  });

  for (const { point, appliedCount } of [
    { point: 'arrived, not read', appliedCount: 0 },
    { point: 'applied, not answered', appliedCount: 1 },
    { point: 'answered, not stored', appliedCount: 1 },
  ]) {
    line('7', `delivery sent and its outcome put (${point}): again, same id and bytes`, async (world, expect) => {
      const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
      const { id, ts } = await world.asked(survivor, 'one');

      // held, so that the second put of the victim is the delivery's
      const sync = world.gate.hold((place) => place === 'before chat.update');
      const place = appliedCount === 0 ? 'before delivery' : 'after delivery';
      const isAnswered = point === 'answered, not stored';
      const stop = isAnswered
        ? await victim.stopAt('before put', 2)
        : world.receiver.hold((passed) => passed === place);
      expect(await world.click(victim, alice, ts, 'approve')).toMatchObject(taken);
      await Promise.all([stop.reached, sync.reached]);
      await victim.kill();

      expect(world.receiver.attempts).toHaveLength(1);
      expect(world.receiver.applied).toHaveLength(appliedCount);
      expect((await world.record(id)).approval).toMatchObject({ status: 'approved', delivery: { state: 'owed' } });
      await expectClaimAfterMinute(world, survivor, expect);

      const [first, second, ...more] = world.receiver.attempts;
      expect(first).toMatchObject({ id, body: expect.stringContaining('"type":"approval.approved"') });
      expect(second).toEqual(first);
      expect(more).toEqual([]);
      expect(world.receiver.applied).toMatchObject([{ approvalId: id }]);
      expect((await world.record(id)).approval.delivery).toMatchObject({ state: 'delivered' });
      await finishSyncs(world, survivor);
      expect(JSON.stringify(world.cards())).toContain('Handed over');
      expect(await world.row(id)).toMatchObject(unleased);
    });
  }

  line('8', 'outcome put and clearing the lease: not done again, the lease is cleared', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
    const { id, ts } = await world.asked(survivor, 'one');

    // the outcome of the delivery is put while the sync is under way: that put does not clear the lease
    const sync = world.gate.hold((place) => place === 'after chat.update');
    const stop = await victim.stopAt('after put', 2);
    expect(await world.click(victim, alice, ts, 'approve')).toMatchObject(taken);
    await Promise.all([stop.reached, sync.reached]);
    await victim.kill();

    expect((await world.record(id)).approval.delivery).toMatchObject({ state: 'delivered' });
    expect(await world.row(id)).toMatchObject({ claimCount: 1, leaseUntil: world.clock() + minute });
    await expectClaimAfterMinute(world, survivor, expect);
    expect(world.receiver.attempts).toHaveLength(1);
    expect(JSON.stringify(world.cards())).toContain('Handed over');
    expect(await world.row(id)).toMatchObject(unleased);
  });

  line(
    '8',
    'delivery’s outcome put and the one update of the card: updated once, not delivered again',
    async (world, expect) => {
      const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
      const { id, ts } = await world.asked(survivor, 'one');
      const updates = () => world.slack.traffic.filter(({ method }) => method === 'chat.update').length;

      // the receiver answers at once, so the update has waited for it
      const stop = await victim.stopAt('after put', 2);
      expect(await world.click(victim, alice, ts, 'approve')).toMatchObject(taken);
      await stop.reached;
      await victim.kill();

      expect(updates()).toBe(0);
      expect((await world.record(id)).approval.delivery).toMatchObject({ state: 'delivered' });
      await expectClaimAfterMinute(world, survivor, expect);
      expect(world.receiver.attempts).toHaveLength(1);
      expect(updates()).toBe(1);
      expect(JSON.stringify(world.cards())).toContain('Handed over');
      expect(await world.row(id)).toMatchObject(unleased);
    },
  );

  const nothing = 'nothing is found, the lease is cleared';
  line('8', `a late outcome put under a dead holder’s lease: ${nothing}`, async (world, expect) => {
    const [late, victim] = await Promise.all([world.startBehindGate(), world.start()]);
    const posting = world.gate.hold((place) => place === 'after chat.postMessage');
    const { approval } = await late.ask('one', 'order 1');
    await posting.reached;
    await world.advance(minute);
    const claim = await victim.stopAt('after claim');
    begin(victim.processDue());
    await claim.reached;
    await victim.kill();
    const { leaseToken } = (await world.row(approval.id)) ?? {};

    posting.goOn();
    await late.settled();
    expect((await world.record(approval.id)).approval.work.copies).toMatchObject([{ ts: world.cards()[0]?.ts }]);
    expect(await world.row(approval.id)).toMatchObject({ leaseToken, claimCount: 2, dueAt: world.clock() + minute });

    await expectClaimAfterMinute(world, late, expect);
    expect(await world.row(approval.id)).toMatchObject(unleased);
    await world.advance(10 * minute);
    expect(await late.processDue()).toBe(0);
    expect(world.cards()).toHaveLength(1);
  });
}

/** Killed before anything was tried, again and again: line 9. */
export function killedOnClaim(line: Line): void {
  line('9', 'claim and first attempt: again after 60 s, ten times, then set aside', async (world, expect) => {
    const [survivor, asking] = await Promise.all([world.start(), world.start()]);
    const stop = await asking.stopAt('after put');
    begin(asking.ask('one', 'order 1'));
    await stop.reached;
    await asking.kill();
    const { approval } = await survivor.ask('one', 'order 1');

    for (let claimCount = 2; claimCount < 10; claimCount += 1) {
      await world.advance(minute);
      const victim = await world.start();
      const claim = await victim.stopAt('after claim');
      begin(victim.processDue());
      await claim.reached;
      await victim.kill();
      expect(await world.row(approval.id)).toMatchObject({
        claimCount,
        attention: null,
        dueAt: world.clock() + minute,
      });
      expect(await survivor.processDue()).toBe(0);
    }
    await world.advance(minute);
    expect(await survivor.processDue()).toBe(1);

    const { expiresAt } = approval;
    expect(await world.row(approval.id)).toMatchObject({ ...unleased, attention: 'stuck', dueAt: expiresAt });
    expect(survivor.events).toContainEqual(expect.objectContaining({ name: 'stuck', approvalId: approval.id }));
    await world.advance(10 * minute);
    expect(await survivor.processDue()).toBe(0);
    await world.advance((expiresAt ?? 0) - world.clock());
    expect(await survivor.processDue()).toBe(1);
    expect(await world.row(approval.id)).toMatchObject({ ...unleased, status: 'expired', dueAt: null });
    expect(world.cards()).toEqual([]);
    expect(world.receiver.applied).toEqual([]);
  });
}
