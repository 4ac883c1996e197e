import { describe, expect, test } from 'vitest';
import { cardIn, click, toldTo } from '../world/people.js';
import { buttonValue, clickPayload, formOf, sendClick, signed } from '../world/signed.js';
import { createWorld, hour, second, start } from '../world/world.js';

const done = { status: 200, headers: {}, body: '' };

describe('the same click again', () => {
  test('a hundred times at once is one vote, and every time answered', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    const request = await signed(world, formOf(clickPayload(world, approval, { value: buttonValue(approval) })));

    const answers = await Promise.all(Array.from({ length: 100 }, () => world.approvals.handleRaw(request)));

    expect(answers).toEqual(Array(100).fill(done));
    expect((await world.get(approval.id)).votes).toHaveLength(1);
    const voted = (await world.approvals.history(approval.id)).filter(({ event }) => event['type'] === 'voted');
    expect(voted).toHaveLength(1);
  });

  test('after the decision changes nothing and says nothing', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const request = await signed(world, formOf(clickPayload(world, approval, { value: buttonValue(approval) })));
    await world.approvals.handleRaw(request);
    await world.work();
    const before = await world.row(approval.id);

    const answer = await world.approvals.handleRaw(request);

    expect(answer).toEqual(done);
    expect(await world.row(approval.id)).toEqual(before);
    expect(toldTo(world, 'U0ALICE')).toBeNull();
  });

  test('one that was made earlier and arrives later is nothing new', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    const value = buttonValue(approval);
    await sendClick(world, approval, { value, actionTs: '1767261700.000200' });

    const answer = await sendClick(world, approval, { value, actionTs: '1767261700.000100' });

    expect(answer).toEqual(done);
    expect(toldTo(world, 'U0ALICE')).toBeNull();
  });
});

describe('a second click by the same person', () => {
  test('on the same button is told that the answer is in', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 }, reason: { reject: 'none' } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    const sent = await click(world, approval, 'U0ALICE', 'approve');

    expect(sent.status).toBe(200);
    expect(toldTo(world, 'U0ALICE')).toBe('Your answer is in.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [{ answer: 'approve' }] });
  });

  test('opens no form for the other answer once the first has decided', async () => {
    const world = await createWorld({ kind: { quorum: { reject: 2 }, reason: { reject: 'required' } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    await click(world, approval, 'U0ALICE', 'reject');

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(toldTo(world, 'U0ALICE')).toContain('Your answer is in');
  });

  test('two people count as two', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await click(world, approval, 'U0BOB', 'approve');

    expect((await world.get(approval.id)).decision).toMatchObject({
      outcome: 'approved',
      decidedBy: [{ userId: 'U0ALICE' }, { userId: 'U0BOB' }],
    });
  });
});

describe('a click after the end', () => {
  test('says who decided', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    const answer = await sendClick(world, approval, { userId: 'U0BOB', value: buttonValue(approval) });

    expect(answer.status).toBe(200);
    expect(toldTo(world, 'U0BOB')).toBe('This was already approved by <@U0ALICE>.');
  });

  test('tells the one who decided that the answer is in', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    await sendClick(world, approval, { value: buttonValue(approval), actionTs: '1767261700.000100' });

    await sendClick(world, approval, { value: buttonValue(approval), actionTs: '1767261700.000300' });

    expect(toldTo(world, 'U0ALICE')).toContain('Your answer is in');
  });

  test('says by whom it was withdrawn, when and why', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    world.clock.set(start + hour);
    const reason = 'Resolved (see <@U0BOB> *soon*).';
    await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason });

    await sendClick(world, approval, { value: buttonValue(approval) });

    const instant = `<!date^${(start + hour) / second}^{date_short_pretty} {time}|2026-01-01T11:00:00.000Z>`;
    expect(toldTo(world, 'U0ALICE')).toBe(
      `This was withdrawn by alertmanager before it was decided (${instant}). ` +
        'The reason given: Resolved (see &lt;@U0BOB&gt; *soon*).',
    );
    expect(
      await world.approvals.explain(approval.id, { userId: 'U0ALICE', teamId: null, enterpriseId: null }),
    ).toMatchObject({
      code: 'withdrawn',
      explanation: `This was withdrawn by alertmanager before it was decided (2026-01-01T11:00:00Z). The reason given: ${reason}`,
    });
  });

  test('says what a declared outcome made of it', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h', onExpiry: 'reject' } });
    const approval = await world.ask();
    world.clock.set(start + hour);
    await world.work();

    await sendClick(world, approval, { value: buttonValue(approval) });

    expect(toldTo(world, 'U0ALICE')).toContain('Nobody answered in time, so this was rejected');
  });
});

describe('at the very end of the time', () => {
  async function clickAt(offsetMs: number) {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    const approval = await world.ask();
    world.clock.set(start + hour + offsetMs);
    const answer = await sendClick(world, approval, { value: buttonValue(approval) });
    await world.approvals.flush();
    return { world, answer, after: await world.get(approval.id) };
  }

  test('a click one millisecond before counts', async () => {
    const { answer, after } = await clickAt(-1);

    expect(answer).toEqual(done);
    expect(after.decision).toMatchObject({ outcome: 'approved', decidedAt: start + hour - 1 });
  });

  test.each([0, 1])('a click %i ms late is refused, and ends it', async (late) => {
    const { world, answer, after } = await clickAt(late);

    expect(answer).toEqual(done);
    expect(toldTo(world, 'U0ALICE')).toBe('Nobody answered in time, so this has expired.');
    expect(after).toMatchObject({ status: 'expired', votes: [] });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Expired');
  });
});

test('a click on what was amended since it was seen does not count', async () => {
  const world = await createWorld();
  const seen = await world.ask();
  await world.orders.amend({ id: seen.id }, { size: 'huge' }, { by: 'alertmanager' });
  await world.work();

  await sendClick(world, seen, { value: buttonValue(seen) });
  const afterOld = await world.get(seen.id);
  await click(world, seen, 'U0ALICE', 'approve');

  expect(toldTo(world, 'U0ALICE')).toContain('changed after you saw it');
  expect(afterOld).toMatchObject({ status: 'pending', votes: [] });
  expect((await world.get(seen.id)).decision).toMatchObject({ outcome: 'approved', payload: { size: 'huge' } });
});
