import {
  alice,
  bob,
  carol,
  expectClaimAfterMinute,
  finishSyncs,
  type Line,
  slackError,
  taken,
  unleased,
} from './lines.js';
import { isOpen, minute } from './world.js';

/** Killed while a person's answer is taken in: lines 1, 2, 3 and 10. */
export function killedOnClick(line: Line): void {
  line('1', 'verify and put: nothing is stored, clicking again works', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await world.asked(survivor, 'one');
    const before = await world.row(id);

    const stop = await victim.stopAt('before put');
    const click = world.click(victim, alice, ts, 'approve');
    await stop.reached;
    await victim.kill();

    expect(await click).toMatchObject(slackError);
    expect(await world.row(id)).toEqual(before);
    expect(await world.click(survivor, alice, ts, 'approve')).toMatchObject(taken);
    await survivor.settled();
    expect((await world.record(id)).approval).toMatchObject({ status: 'approved', votes: [{ by: { userId: alice } }] });
    expect(world.receiver.applied).toMatchObject([{ approvalId: id, outcome: 'approved' }]);
  });

  const again = 'clicking again says so, the card follows after the lease';
  line('2', `put and answer: the vote is in, ${again}`, async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await world.asked(survivor, 'one');

    const stop = await victim.stopAt('after put');
    const click = world.click(victim, alice, ts, 'approve');
    await stop.reached;
    await victim.kill();

    expect(await click).toMatchObject(slackError);
    const left = await world.row(id);
    const leaseUntil = world.clock() + minute;
    expect(left).toMatchObject({ status: 'approved', claimCount: 1, leaseUntil, dueAt: leaseUntil });
    expect(world.cards().map(isOpen)).toEqual([true]);

    expect(await world.click(survivor, alice, ts, 'approve')).toMatchObject(taken);
    expect(world.told(alice)).toEqual([expect.stringContaining('Your answer is in')]);
    await survivor.settled();
    expect(await world.row(id)).toEqual(left);

    await expectClaimAfterMinute(world, survivor, expect);
    expect(world.cards().map(isOpen)).toEqual([false]);
    expect(world.receiver.applied).toMatchObject([{ approvalId: id, decidedBy: [{ userId: alice }] }]);
    await finishSyncs(world, survivor);
    expect(await world.row(id)).toMatchObject(unleased);
    expect((await world.record(id)).approval.votes).toHaveLength(1);
  });

  const nextStage = 'the next stage has begun, and its card might have been posted: waits 60 s, posts';
  line('2', `put and answer of the vote that ends a stage: ${nextStage}`, async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await world.asked(survivor, 'stages');
    const cardsOfStage = () =>
      world.slack.messages('C0OPS').filter(({ blocks }) => JSON.stringify(blocks).includes(id));

    const stop = await victim.stopAt('after put');
    const click = world.click(victim, alice, ts, 'approve');
    await stop.reached;
    await victim.kill();

    expect(await click).toMatchObject(slackError);
    expect(await world.row(id)).toMatchObject({ status: 'pending', claimCount: 1 });
    expect(cardsOfStage()).toEqual([]);
    expect(await world.click(survivor, alice, ts, 'approve')).toMatchObject(taken);
    expect(world.told(alice)).toEqual([expect.stringContaining('one stage only')]);

    await expectClaimAfterMinute(world, survivor, expect);
    await expectClaimAfterMinute(world, survivor, expect);
    expect(cardsOfStage()).toHaveLength(1);
    expect(await world.click(survivor, bob, ts, 'approve')).toMatchObject(taken);
    await survivor.settled();
    expect(world.receiver.applied).toMatchObject([{ approvalId: id, decidedBy: [{ userId: alice }, { userId: bob }] }]);
    expect((await world.record(id)).approval.votes).toHaveLength(2);
  });

  for (const isMember of [true, false]) {
    const who = isMember ? alice : carol;
    const what = isMember ? 'counted' : 'refused with a notice';
    line('3', `answer and check of an unchecked vote: claimed after 60 s, ${what}`, async (world, expect) => {
      const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
      const { id, ts } = await world.asked(survivor, 'group');

      const stop = world.gate.hold((place) => place === 'before usergroups.users.list');
      expect(await world.click(victim, who, ts, 'approve')).toMatchObject(taken);
      await stop.reached;
      await victim.kill();

      const left = { status: 'pending', votes: [], work: { unchecked: [{ by: { userId: who } }] } };
      expect((await world.record(id)).approval).toMatchObject(left);
      await expectClaimAfterMinute(world, survivor, expect);

      const { approval } = await world.record(id);
      expect(approval.work).toMatchObject({ unchecked: [], notices: [] });
      expect(approval.status).toBe(isMember ? 'approved' : 'pending');
      expect(approval.votes.map((vote) => vote.by.userId)).toEqual(isMember ? [who] : []);
      expect(world.told(who)).toEqual(isMember ? [] : [expect.stringContaining('Your answer does not count')]);
      expect(world.receiver.applied).toHaveLength(isMember ? 1 : 0);
      await finishSyncs(world, survivor);
      expect(await world.row(id)).toMatchObject(unleased);
    });
  }

  const edited = 'an edit and its check: decided after 60 s on what was edited, and submitting again is a repeat';
  line('3', edited, async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.startBehindGate()]);
    const { id, ts } = await world.asked(survivor, 'edit');
    await world.click(survivor, alice, ts, 'approve');
    const viewId = world.slack.views(alice)[0]?.id ?? '';
    const submit = () => world.slack.submit({ userId: alice, viewId, values: { edit_0: 'half of it' } });

    const stop = await victim.stopAt('after put');
    world.sendTo(victim);
    const first = submit();
    await stop.reached;
    await victim.kill();

    expect(await first).toMatchObject(slackError);
    const left = { status: 'pending', votes: [], work: { unchecked: [{ by: { userId: alice } }] } };
    expect((await world.record(id)).approval).toMatchObject(left);
    world.sendTo(survivor);
    expect(await submit()).toMatchObject(taken);
    await expectClaimAfterMinute(world, survivor, expect);

    const events = (await world.record(id)).history.map(({ event }) => event['type']);
    expect(events.slice(0, 4)).toEqual(['asked', 'voted', 'edited', 'decided']);
    expect(world.receiver.applied).toMatchObject([
      { approvalId: id, payload: { order: 'half of it' }, original: { revision: 1 }, decidedBy: [{ userId: alice }] },
    ]);
  });

  line('10', 'submit’s put and answer: submitting again is a repeat, and the view closes', async (world, expect) => {
    const [survivor, victim] = await Promise.all([world.start(), world.start()]);
    const { id, ts } = await world.asked(survivor, 'form');
    await world.click(survivor, alice, ts, 'reject');
    const viewId = world.slack.views(alice)[0]?.id ?? '';
    const submit = () => world.slack.submit({ userId: alice, viewId, values: { reason: 'We had pizza.' } });

    const stop = await victim.stopAt('after put');
    world.sendTo(victim);
    const first = submit();
    await stop.reached;
    await victim.kill();
    expect(await first).toMatchObject(slackError);
    expect(world.slack.views(alice)).toHaveLength(1);
    const left = await world.row(id);
    expect(left).toMatchObject({ status: 'rejected', claimCount: 1 });

    world.sendTo(survivor);
    expect(await submit()).toMatchObject(taken);
    expect(world.slack.views(alice)).toEqual([]);
    expect(world.told(alice)).toEqual([]);
    expect(await world.row(id)).toEqual(left);

    await expectClaimAfterMinute(world, survivor, expect);
    expect((await world.record(id)).approval.votes).toHaveLength(1);
    expect(world.receiver.applied).toMatchObject([{ outcome: 'rejected', reason: 'We had pizza.' }]);
    expect(world.cards().map(isOpen)).toEqual([false]);
  });
}
