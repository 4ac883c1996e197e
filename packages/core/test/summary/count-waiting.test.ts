import { createApprovals, memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { hour, minute, orderOptions, present, second } from '../world/world.js';
import { calls, channelRow, copyRow, keeperOf, type Storm, seenIn, storm, summaryOf } from './storm.js';

const resolved = { by: 'alertmanager', reason: 'resolved' };

/** What the summary says of a line that has formed in the channel. */
async function summarised(world: Storm): Promise<string> {
  await world.mark();
  await world.keep();
  return seenIn(world).at(-1)?.text ?? '';
}

/** One row whose card waits. */
async function aWaitingRow(world: Storm): Promise<Row> {
  const asked = present((await world.askMany(1))[0]);
  return await world.row(asked.id);
}

/** Changes the stored copy of a card, as posting it would. */
function withCopy(row: Row, change: object): Row {
  const record = JSON.parse(row.body);
  const { work } = record.approval;
  work.copies = work.copies.map((copy: object) => ({ ...copy, ...change }));
  return { ...row, body: JSON.stringify(record) };
}

const posted = { ts: '1767261600.000100', shown: 1 };

describe('the cards that wait are counted', () => {
  test('without those that are posted, refused, or for another channel', async () => {
    const world = await storm();
    const row = await aWaitingRow(world);
    const changes = [posted, { channelId: 'C0OPS', place: 'C0OPS' }, { state: 'gone' }];
    let index = 0;
    await copyRow(world, row, 30, (one) => withCopy(one, changes[index++ % changes.length] ?? {}));

    expect(await summarised(world)).toMatch(/^One approval waits for its card here\./);
  });

  test('and those that Slack refuses are named apart', async () => {
    const world = await storm();
    const row = await aWaitingRow(world);
    const problem = { code: 'not_in_channel', since: 0, isAppWide: false };
    await copyRow(world, row, 2, (one) => withCopy(one, { problem }));

    expect(await summarised(world)).toContain('Slack refuses 2 cards here.');
  });

  test('without what is set aside, as nobody works on it', async () => {
    const world = await storm();
    const row = await aWaitingRow(world);
    const record = JSON.parse(row.body);
    record.approval.work.setAside = true;
    await copyRow(world, { ...row, body: JSON.stringify(record) }, 30);

    expect(await summarised(world)).toMatch(/^One approval waits/);
  });

  test('of every kind, also of one that this process does not define, unless nobody has worked on it for ten minutes', async () => {
    const world = await storm();
    await world.askMany(25);
    const now = await summarised(world);

    await world.later(9 * minute);
    const stillThere = await summaryOf(world);
    await world.later(2 * minute);

    expect(now).toMatch(/^25 approvals wait/);
    expect(stillThere).not.toBeNull();
    expect(await summaryOf(world)).toBeNull();
  });

  test('of this namespace alone', async () => {
    const world = await storm();
    const { store, clock } = world;
    const other = createApprovals({ store, clock, namespace: 'staging' }).define('order', orderOptions());
    for (let index = 0; index < 30; index += 1) await other.ask({ size: 'x' }, { requester: 'alertmanager' });

    expect(await summarised(world)).toBe('');
    await world.askMany(2);
    expect(await summarised(world)).toMatch(/^2 approvals wait/);
  });

  test('a page after the other, and other work has its turn in between', async () => {
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    const seen: number[] = [];
    const inner = memoryStore();
    const store: ApprovalStore = {
      ...inner,
      list: (query) => {
        seen.push(turns);
        return inner.list(query);
      },
    };
    const world = await storm({ store });
    await copyRow(world, await aWaitingRow(world), 450);
    setImmediate(turn);

    const text = await summarised(world);
    isOver = true;

    expect(text).toMatch(/^451 approvals wait/);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('in more than one look where a thousand rows are not all: the second goes on where the first stopped', async () => {
    const world = await storm();
    await world.askMany(3);
    world.clock.advance(second);
    const row = await aWaitingRow(world);
    await world.store.put(withCopy(row, posted), row.version);
    await copyRow(world, withCopy(row, posted), 1_200);
    let listed = 0;
    const list: ApprovalStore['list'] = async (query) => {
      listed += query.limit;
      return await world.store.list(query);
    };
    const keeper = keeperOf(world, { ...world.store, list });
    await world.mark();

    await keeper.processDue();
    const [first, isSaid] = [listed, seenIn(world).length];
    world.clock.advance(second);
    await keeper.processDue();

    expect(first).toBeLessThanOrEqual(1_100);
    expect(isSaid).toBe(0);
    expect(seenIn(world)[0]?.text).toMatch(/^3 approvals wait for their cards here\.\nOldest: Order pizza/);
  });

  test('and a call whose time is over stops between two pages, and is gone on with', async () => {
    const inner = memoryStore();
    const { now } = performance;
    let ahead = 0;
    let passesWithPage = 0;
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + ahead);
    onTestFinished(() => spy.mockRestore());
    const store: ApprovalStore = {
      ...inner,
      list: async (query) => {
        ahead += passesWithPage;
        return await inner.list(query);
      },
    };
    const world = await storm({ store });
    await copyRow(world, await aWaitingRow(world), 250);
    await world.mark();
    passesWithPage = hour;

    await world.keeper.processDue({ for: `${hour}ms` });
    const row = await channelRow(world);
    passesWithPage = 0;
    await world.later(second);

    expect(row).toMatchObject({ leaseToken: null, dueAt: world.clock() });
    expect(JSON.parse(row.body).summary.count).toMatchObject({ waiting: 100 });
    expect(seenIn(world)[0]?.text).toMatch(/^251 approvals wait/);
    expect(calls(world, 'chat.postMessage')).toBe(1);
  });
});

describe('approvals that ended without their card ever having been posted', () => {
  /** As the row of an expired one is marked. */
  async function expireUnshown(world: Storm, count: number, channel = 'C0PIZZA') {
    const { store, clock } = world;
    // without Slack nothing is posted, and what is over ends all the same
    const apart = createApprovals({ store, clock });
    const kind = apart.define('short', orderOptions({ channel }));
    const asked: string[] = [];
    for (let index = 0; index < count; index += 1)
      asked.push((await kind.ask({ size: 'x' }, { requester: 'alertmanager' })).approval.id);
    clock.advance(minute);
    for (const id of asked) await apart.withdraw(id, resolved);
    for (const id of asked) {
      const row = await world.row(id);
      await store.put({ ...row, attention: 'never_shown' }, row.version);
    }
  }

  test('are counted while the line is there, and when it is over', async () => {
    const world = await storm();
    const asked = await world.askMany(21);
    await summarised(world);
    await expireUnshown(world, 2);
    await expireUnshown(world, 3, 'C0OPS');

    await world.later(second);
    const meanwhile = seenIn(world)[0]?.text;
    for (const { id } of asked) await world.approvals.withdraw(id, resolved);
    await world.later(minute);

    expect(meanwhile).toContain('\n2 approvals ended before their cards could be posted.');
    expect(seenIn(world)[0]?.text).toBe(
      'No approval waits for its card here any more.\n2 approvals ended before their cards could be posted.',
    );
  });

  test('are not counted where they ended before it was there', async () => {
    const world = await storm();
    await expireUnshown(world, 2);
    world.clock.advance(hour);
    await world.askMany(21);

    expect(await summarised(world)).not.toContain('ended before');
  });
});
