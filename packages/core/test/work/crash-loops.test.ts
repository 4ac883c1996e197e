import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test, vi } from 'vitest';
import { deferred } from '../world/deferred.js';
import { day, hour, minute, orderOptions, present, second } from '../world/world.js';
import { bootUntilQuiet, type CrashWorld, createCrashWorld } from './crashing-processes.js';

const unleased = { leaseToken: null, leaseUntil: null };
const sizes = ['killer', 'tiny', 'small', 'medium', 'large', 'huge', 'double', 'family', 'party', 'slice'];

/** Ten orders of a kind, the killer first: their decisions are to be delivered, or their cards updated. */
async function tenOrders(owed: 'delivery' | 'update' = 'delivery') {
  const world = createCrashWorld();
  const ids = new Map<string, string>();
  for (const size of sizes) ids.set(size, await world.ask(size));
  if (owed === 'update') await world.boot().approvals.processDue();
  for (const [size, id] of ids) await (owed === 'delivery' ? world.withdraw(id) : world.amend(id, size));
  const rows = async () => await Promise.all([...ids].map(async ([size, id]) => ({ size, ...(await world.row(id)) })));
  return { world, ids, rows };
}

/** The row was claimed so often before without an end. */
async function abandon({ change, clock }: CrashWorld, id: string, claimCount: number): Promise<void> {
  await change(id, { claimCount, leaseToken: 'dead', leaseUntil: clock(), dueAt: clock() });
}

describe('an order that ends each process working on it', () => {
  test.each([
    ['as it is delivered', 'delivery', { inSink: ['killer'] }],
    ['as its card is updated', 'update', { inUpdate: ['killer'] }],
  ] as const)('%s: it alone is set aside, after ten of them, and all others are done', async (_, owed, killers) => {
    const { world, rows } = await tenOrders(owed);

    const deaths = await bootUntilQuiet(world, killers);

    // the tenth claim sets it aside and tries nothing
    expect(deaths).toBe(9);
    const all = await rows();
    expect(all.filter(({ attention }) => attention !== null).map(({ size }) => size)).toEqual(['killer']);
    const others = all.filter(({ size }) => size !== 'killer');
    for (const { body, ...row } of others) {
      const { approval } = JSON.parse(body);
      expect(row).toMatchObject({ ...unleased, claimCount: 0 });
      if (owed === 'delivery') expect(approval.delivery.state).toBe('delivered');
      else expect(approval.work.copies).toMatchObject([{ wanted: 2, shown: 2 }]);
    }
  });

  test('expires all the same', async () => {
    const { world, ids } = await tenOrders('update');
    await bootUntilQuiet(world, { inUpdate: ['killer'] });
    const killer = present(ids.get('killer'));
    const before = await world.row(killer);
    world.clock.advance(day);

    await bootUntilQuiet(world, { inUpdate: ['killer'] });

    expect(before).toMatchObject({ status: 'pending', attention: 'stuck' });
    expect(await world.row(killer)).toMatchObject({ status: 'expired', attention: 'stuck', dueAt: null });
  });

  test('keeps no other kind back, and takes none of it with it', async () => {
    const { world, rows } = await tenOrders();
    const others: string[] = [];
    for (const size of ['a', 'b', 'c']) others.push(await world.ask(size, 'other'));
    for (const id of others) await world.withdraw(id);

    await bootUntilQuiet(world, { inSink: ['killer'] }, ['order', 'other']);

    const attentions = (await rows()).map(({ attention }) => attention).filter((attention) => attention !== null);
    expect(attentions).toEqual(['stuck']);
    for (const id of others) expect(await world.row(id)).toMatchObject({ ...unleased, claimCount: 0, attention: null });
  });

  test('is found beside a second one: both are set aside, and nothing else', async () => {
    const { world, rows } = await tenOrders();

    await bootUntilQuiet(world, { inSink: ['killer', 'medium'] });

    const all = await rows();
    expect(all.flatMap(({ attention, size }) => (attention === 'stuck' ? [size] : []))).toEqual(['killer', 'medium']);
    expect(all.map(({ claimCount }) => claimCount)).toEqual(all.map(() => 0));
  });
});

describe('a record that was claimed three times without an end', () => {
  test('is done alone: the others of its kind are given back as they were before anything is started', async () => {
    const world = createCrashWorld();
    const ids = [
      await world.ask('suspect'),
      await world.ask('first'),
      await world.ask('second'),
      await world.ask('third'),
    ];
    const [suspect = '', first = '', next = '', other = ''] = ids;
    for (const id of ids) await world.withdraw(id);
    world.clock.advance(second);
    await abandon(world, suspect, 2);
    await abandon(world, next, 1);
    await abandon(world, other, 4);
    world.clock.advance(second);
    const process = world.boot({ inSink: ['suspect'] });

    void process.approvals.processDue();
    await process.died;

    expect(process.worked).toEqual(['suspect']);
    expect(process.claims.map((rows) => rows.length)).toEqual([4]);
    const { decision } = JSON.parse((await world.row(first)).body).approval;
    expect(await world.row(suspect)).toMatchObject({ claimCount: 3, leaseUntil: world.clock() + minute });
    expect(await world.row(first)).toMatchObject({ ...unleased, claimCount: 0, dueAt: decision.decidedAt });
    expect(await world.row(next)).toMatchObject({ ...unleased, claimCount: 1, dueAt: decision.decidedAt });
    // to read it may end the process as well
    expect(await world.row(other)).toMatchObject({ ...unleased, claimCount: 4, dueAt: world.clock() });
  });

  test('is not begun, and nothing more is claimed, before the work under way has ended', async () => {
    const gate = deferred();
    const begun = deferred();
    const world = createCrashWorld();
    const [slow, suspect] = [await world.ask('slow', 'slow'), await world.ask('suspect')];
    for (const id of [slow, suspect]) await world.withdraw(id);
    await abandon(world, suspect, 2);
    const process = world.boot({}, []);
    const worked: string[] = [];
    process.approvals.define('slow', {
      ...orderOptions(),
      onDecision: async () => {
        begun.resolve();
        await gate.promise;
        worked.push('slow');
      },
    });
    process.approvals.define('order', { ...orderOptions(), onDecision: async () => void worked.push('suspect') });

    const working = process.approvals.processDue();
    await begun.promise;
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    const meanwhile = process.claims.length;
    const held = await world.row(suspect);
    // as long as its lease lasts; somebody else writes it, and leaves the lease alone
    world.clock.advance(minute);
    await world.change(suspect, { requesterId: 'somebody' });
    gate.resolve();
    await working;
    const claimed = process.claims.flat().filter(({ id }) => id === suspect);

    expect(meanwhile).toBe(2);
    expect(held).toMatchObject({ claimCount: 3 });
    expect(worked).toEqual(['slow', 'suspect']);
    expect(claimed).toHaveLength(1);
    expect(await world.row(suspect)).toMatchObject({ ...unleased, claimCount: 0 });
  });

  test('is left to the process that took it over, where its lease ran out meanwhile', async () => {
    const gate = deferred();
    const begun = deferred();
    const world = createCrashWorld();
    const [slow, suspect] = [await world.ask('slow', 'slow'), await world.ask('suspect')];
    for (const id of [slow, suspect]) await world.withdraw(id);
    await abandon(world, suspect, 2);
    const [process, other] = [world.boot({}, []), world.boot()];
    const sink = async () => {
      begun.resolve();
      await gate.promise;
    };
    process.approvals.define('slow', { ...orderOptions(), onDecision: sink });
    process.approvals.define('order', { ...orderOptions(), onDecision: async () => void begun.resolve() });

    const working = process.approvals.processDue();
    await begun.promise;
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    world.clock.advance(minute);
    await other.approvals.processDue();
    const before = await world.row(suspect);
    gate.resolve();
    await working;

    expect(other.worked).toEqual(['suspect']);
    expect(await world.row(suspect)).toEqual(before);
  });

  test('two calls in one process: the second claims nothing while the first does it alone', async () => {
    const gate = deferred();
    const begun = deferred();
    const world = createCrashWorld();
    const [suspect, next] = [await world.ask('suspect'), await world.ask('next', 'other')];
    for (const id of [suspect, next]) await world.withdraw(id);
    await abandon(world, suspect, 2);
    const process = world.boot({}, ['other']);
    process.approvals.define('order', {
      ...orderOptions(),
      onDecision: async () => {
        begun.resolve();
        await gate.promise;
      },
    });
    await world.change(next, { dueAt: world.clock() + second });

    const first = process.approvals.processDue();
    await begun.promise;
    world.clock.advance(second);
    const claimed = process.claims.length;
    const other = process.approvals.processDue();
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    const meanwhile = process.claims.length;
    gate.resolve();
    await Promise.all([first, other]);

    expect(meanwhile).toBe(claimed);
    expect(process.worked).toEqual(['next']);
  });

  test('two calls in one process: what the second has just claimed is given back', async () => {
    const [gate, begun, claiming, claim] = [deferred(), deferred(), deferred(), deferred()];
    const world = createCrashWorld();
    const [suspect, next] = [await world.ask('suspect'), await world.ask('next', 'other')];
    for (const id of [suspect, next]) await world.withdraw(id);
    await abandon(world, suspect, 2);
    const { claimDue } = world.store;
    world.store.claimDue = async (given) => {
      const rows = await claimDue(given);
      if (rows.some(({ id }) => id === next)) {
        claiming.resolve();
        await claim.promise;
      }
      return rows;
    };
    const process = world.boot({}, ['other']);
    const second_ = process.approvals.processDue();
    await claiming.promise;
    process.approvals.define('order', {
      ...orderOptions(),
      onDecision: async () => {
        begun.resolve();
        await gate.promise;
      },
    });

    const first = process.approvals.processDue();
    await begun.promise;
    claim.resolve();
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    const meanwhile = [[...process.worked], await world.row(next)];
    gate.resolve();
    await Promise.all([first, second_]);

    expect(meanwhile).toMatchObject([[], { ...unleased, claimCount: 0 }]);
    expect(process.worked).toEqual(['next']);
  });

  test('gives the others back also where somebody writes one of them meanwhile', async () => {
    const world = createCrashWorld();
    const [suspect, next] = [await world.ask('suspect'), await world.ask('next')];
    for (const id of [suspect, next]) await world.withdraw(id);
    await abandon(world, suspect, 2);
    const { put } = world.store;
    let isFirst = true;
    world.store.put = async (row, version) => {
      if (row.id === next && isFirst) {
        isFirst = false;
        await put({ ...(await world.row(next)), requesterId: 'somebody' }, version);
      }
      return await put(row, version);
    };
    const process = world.boot({ inSink: ['suspect'] });

    void process.approvals.processDue();
    await process.died;

    expect(await world.row(next)).toMatchObject({ ...unleased, claimCount: 0, requesterId: 'somebody' });
  });

  test('is not begun where the time of the call is over, and counts as before', async () => {
    const world = createCrashWorld();
    const id = await world.ask('suspect');
    await abandon(world, id, 2);
    const process = world.boot();
    const now = performance.now.bind(performance);
    // the claim takes all the time that there is
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + process.claims.length * hour);

    await process.approvals.processDue({ for: `${hour}ms` });
    spy.mockRestore();

    expect(process.worked).toEqual([]);
    expect(await world.row(id)).toMatchObject({ ...unleased, claimCount: 2 });
  });

  test('of another release, or damaged, is put back as ever', async () => {
    const world = createCrashWorld();
    const [suspect, damaged] = [await world.ask('suspect'), await world.ask('damaged')];
    await world.withdraw(suspect);
    await abandon(world, suspect, 2);
    await world.change(damaged, { body: 'not a record' });
    const process = world.boot({ inSink: ['suspect'] });

    void process.approvals.processDue();
    await process.died;
    expect(await world.row(damaged)).toMatchObject({ ...unleased, claimCount: 0, dueAt: world.clock() });
    await world.boot().approvals.processDue();

    expect(await world.row(damaged)).toMatchObject({ ...unleased, attention: 'corrupt', dueAt: null });
  });
});

describe('a record that is set aside', () => {
  /** Pending, with an answer that is still to be checked, and set aside. */
  async function stuck(kind: Parameters<typeof orderOptions>[0] = {}) {
    const world = createCrashWorld({ expiresIn: '1h', ...kind });
    const id = await world.ask('killer');
    await abandon(world, id, 9);
    const process = world.boot();
    const stories: string[] = [];
    process.approvals.on('stuck', ({ approval }) => stories.push(`stuck ${approval.id}`));
    await process.approvals.processDue();
    return { world, id, process, stories };
  }

  test('says so, begins its count again, and is due when it expires', async () => {
    const { world, id, process, stories } = await stuck();

    expect(stories).toEqual([`stuck ${id}`]);
    expect(process.worked).toEqual([]);
    const expiresAt = world.clock() + hour;
    expect(await world.row(id)).toMatchObject({ ...unleased, claimCount: 0, attention: 'stuck', dueAt: expiresAt });
  });

  test('expires then, without Slack or sink: its delivery stays owed and untried', async () => {
    const { world, id } = await stuck({ onExpiry: 'approve' });
    world.clock.advance(hour);
    const process = world.boot({ inSink: ['killer'] });

    await process.approvals.processDue();

    expect(process.worked).toEqual([]);
    expect(await process.approvals.get(id)).toMatchObject({
      status: 'expired',
      attention: { code: 'stuck' },
      delivery: { state: 'owed', attemptCount: 0 },
    });
    expect(JSON.parse((await world.row(id)).body).parts.deliveryBody).toBeNull();
    expect(await world.row(id)).toMatchObject({ ...unleased, claimCount: 0, attention: 'stuck', dueAt: null });
  });

  test('is left unread by the third process that takes it up for that', async () => {
    const { world, id } = await stuck();
    world.clock.advance(hour);
    await world.change(id, { body: 'ends each reader' });
    await abandon(world, id, 2);

    await world.boot().approvals.processDue();

    expect(await world.row(id)).toMatchObject({
      ...{ ...unleased, claimCount: 0, attention: 'stuck', dueAt: null },
      body: 'ends each reader',
    });
    expect(world.log.text()).toContain(id);
    world.clock.advance(day);
    expect(await world.boot().approvals.processDue()).toEqual({ claimedCount: 0 });
  });

  test('so is one that three processes could not even set aside', async () => {
    const world = createCrashWorld();
    const id = await world.ask('killer');
    await world.change(id, { body: 'ends each reader' });
    await abandon(world, id, 12);

    await world.boot().approvals.processDue();

    expect(await world.row(id)).toMatchObject({ ...unleased, attention: 'stuck', dueAt: null });
  });

  test('has its unchecked answers closed when it expires', async () => {
    const { world, id } = await stuck({ approvers: [{ type: 'usergroup', id: 'S0ONCALL', count: null }] });
    const record = JSON.parse((await world.row(id)).body);
    const vote = {
      ...{ voteId: 'one', by: { userId: 'U0ALICE', teamId: 'T0PIZZA', enterpriseId: null }, answer: 'approve' },
      ...{ choice: null, stage: null, reasonRef: null, votedAt: world.clock(), via: 'button', onCard: true },
      ...{ channelId: 'C0KILLER', nextAt: world.clock(), attemptCount: 0 },
    };
    record.approval.work.unchecked = [vote];
    await world.change(id, { body: JSON.stringify(record) });
    world.clock.advance(hour);
    const process = world.boot();
    const refused: string[] = [];
    process.approvals.on('voteRefused', ({ code }) => refused.push(code));

    await process.approvals.processDue();

    expect(await process.approvals.get(id)).toMatchObject({ status: 'expired', votes: [] });
    const history = await process.approvals.history(id);
    expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'vote_refused', 'decided', 'never_shown']);
    expect(history[1]?.event).toMatchObject({ code: 'voter_unknown', by: { userId: 'U0ALICE' } });
    expect(refused).toEqual(['voter_unknown']);
  });

  test('is taken back into work by redeliver', async () => {
    const { world, id } = await stuck();
    world.clock.advance(hour);
    await world.boot().approvals.processDue();
    const process = world.boot();

    const answer = await process.approvals.redeliver(id);
    await process.approvals.flush();

    expect(answer).toMatchObject({ ok: true, approval: { status: 'expired' } });
    expect(process.worked).toEqual(['killer']);
    expect(await process.approvals.get(id)).toMatchObject({
      delivery: { state: 'delivered' },
      attention: { code: 'never_shown' },
    });
  });

  test('is taken back into work by repost: pending, its card is posted', async () => {
    const { id, process } = await stuck();

    const answer = await process.approvals.repost(id);
    await process.approvals.flush();

    expect(answer).toMatchObject({ ok: true, approval: { attention: null } });
    expect(process.worked).toEqual(['killer']);
    expect(await process.approvals.get(id)).toMatchObject({ copies: [{ ts: expect.any(String) }], attention: null });
  });

  test('is taken back by repost after its end, and its decision delivered', async () => {
    const { world, id } = await stuck();
    world.clock.advance(hour);
    await world.boot().approvals.processDue();
    const process = world.boot();

    await process.approvals.repost(id);
    await process.approvals.flush();

    expect(await process.approvals.get(id)).toMatchObject({ delivery: { state: 'delivered' } });
  });

  test('counts from the beginning once it is back', async () => {
    const { world, id } = await stuck();
    await world.withdraw(id);
    await abandon(world, id, 9);
    await world.boot().approvals.processDue();
    const process = world.boot({ inSink: ['killer'] });
    await process.approvals.redeliver(id);
    await process.died;
    const { claimCount } = await world.row(id);
    world.clock.advance(minute);

    expect([claimCount, await bootUntilQuiet(world, { inSink: ['killer'] })]).toEqual([1, 8]);
    expect(await world.row(id)).toMatchObject({ attention: 'stuck' });
  });

  test('still takes a vote, which brings it back', async () => {
    const { world, id, process } = await stuck();
    const { digest } = present(await process.approvals.get(id));

    await process.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await process.approvals.flush();

    expect(await world.row(id)).toMatchObject({ status: 'approved', attention: null });
    expect(await process.approvals.get(id)).toMatchObject({ delivery: { state: 'delivered' } });
  });
});
