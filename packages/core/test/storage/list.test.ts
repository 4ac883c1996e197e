import { type ApprovalQuery, type Approvals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { createWorld, day, minute, orderOptions, second, type World } from '../world/world.js';

/** Five questions, a second apart: two of another kind, one by a person, one withdrawn, one whose card failed. */
async function fiveQuestions() {
  const world = await createWorld();
  const other = world.approvals.define('archive', orderOptions({ channel: 'C0ARCHIVE' }));
  const ids: string[] = [];
  for (const [kind, requester] of [
    [world.orders, 'alertmanager'],
    [world.orders, user('U0ALICE')],
    [other, 'cron'],
    [world.orders, 'cron'],
    [other, 'alertmanager'],
  ] as const) {
    const { approval } = await kind.ask({ size: 'large' }, { requester });
    await world.approvals.flush();
    ids.push(approval.id);
    world.clock.advance(second);
  }
  await world.approvals.withdraw(ids[3] ?? '', { by: 'cron', reason: 'resolved' });
  await world.approvals.flush();
  world.clock.advance(minute);
  return { world, ids };
}

async function listed({ approvals }: World, ids: readonly string[], query?: ApprovalQuery) {
  const page = await approvals.list(query);
  return page.approvals.map(({ id }) => ids.indexOf(id));
}

describe('a page of a list is full unless it is the last one', () => {
  /** The sizes of all pages, and the ids in them. */
  async function pagesOf({ approvals }: World, query: ApprovalQuery) {
    const sizes: number[] = [];
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page = await approvals.list({ ...query, after });
      sizes.push(page.approvals.length);
      ids.push(...page.approvals.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    return { sizes, ids };
  }

  async function askMany(approvals: Approvals, count: number, name: string) {
    const kind = approvals.define(name, orderOptions());
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1)
      ids.push((await kind.ask({ size: 'large' }, { requester: 'cron' })).approval.id);
    return ids;
  }

  test('with approvals of another namespace between them', async () => {
    const store = memoryStore();
    const world = await createWorld({ store });
    const other = world.again({ namespace: 'other' });
    const mine: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      mine.push(...(await askMany(world.approvals, 1, `mine-${turn}`)));
      world.clock.advance(second);
      await askMany(other, 40, `theirs-${turn}`);
      world.clock.advance(second);
    }

    const { sizes, ids } = await pagesOf(world, { limit: 4 });

    expect(sizes).toEqual([4, 2]);
    expect(ids).toEqual(mine.toReversed());
  });

  test('with approvals that need attention between them', async () => {
    const { world, ids } = await fiveQuestions();

    const pages = await pagesOf(world, { attention: false, limit: 2 });

    expect(pages.sizes).toEqual([2, 1]);
    expect(pages.ids.map((id) => ids.indexOf(id))).toEqual([3, 1, 0]);
  });

  test('with records of a newer release between them', async () => {
    const world = await createWorld();
    const ids = await askMany(world.approvals, 5, 'many');
    for (const id of [ids[1], ids[2]]) {
      const row = await world.row(id ?? '');
      await world.store.put({ ...row, body: row.body.replace('"schemaVersion":2', '"schemaVersion":99') }, row.version);
    }

    const { sizes, ids: listed } = await pagesOf(world, { limit: 2 });

    expect(sizes).toEqual([2, 1]);
    expect(listed.toSorted()).toEqual([ids[0], ids[3], ids[4]].toSorted());
  });

  test('and costs one query where nothing is left out', async () => {
    const store = memoryStore();
    const calls: unknown[] = [];
    const world = await createWorld({
      store: {
        ...store,
        list: async (query) => {
          calls.push(query);
          return await store.list(query);
        },
      },
    });
    await askMany(world.approvals, 3, 'many');
    calls.length = 0;

    await world.approvals.list({ kind: 'many', limit: 3 });

    expect(calls).toHaveLength(1);
  });
});

describe('a list', () => {
  test('is newest asked first', async () => {
    const { world, ids } = await fiveQuestions();

    expect(await listed(world, ids)).toEqual([4, 3, 2, 1, 0]);
    expect((await world.approvals.list()).next).toBeNull();
  });

  test.each<[string, ApprovalQuery, readonly number[]]>([
    ['status', { status: 'withdrawn' }, [3]],
    ['what waits', { status: 'pending' }, [4, 2, 1, 0]],
    ['kind', { kind: 'archive' }, [4, 2]],
    ['a system that asked', { requester: 'alertmanager' }, [4, 0]],
    ['a person who asked', { requester: 'U0ALICE' }, [1]],
    ['what somebody should look at', { attention: true }, [4, 2]],
    ['all the rest', { attention: false }, [3, 1, 0]],
    ['several of these', { kind: 'order', requester: 'cron', status: 'withdrawn' }, [3]],
    ['several, attention among them', { attention: true, requester: 'cron' }, [2]],
    ['what is not there', { kind: 'water' }, []],
  ])('is narrowed by %s', async (_, query, expected) => {
    const { world, ids } = await fiveQuestions();

    expect(await listed(world, ids, query)).toEqual(expected);
  });

  test.each([{}, { attention: true }])(
    'comes in pages that leave nothing out and repeat nothing (%j)',
    async (query) => {
      const { world, ids } = await fiveQuestions();
      const all = await listed(world, ids, query);

      const paged: number[] = [];
      let after: string | null = null;
      do {
        const page = await world.approvals.list({ ...query, after, limit: 1 });
        paged.push(...page.approvals.map(({ id }) => ids.indexOf(id)));
        after = page.next;
      } while (after !== null);

      expect(paged).toEqual(all);
    },
  );

  test('ends with the last approval, although the store holds rows of the library behind it', async () => {
    const world = await createWorld();
    const { id } = await world.ask();
    // nothing was written for a while, so this writes a row to see whether the store takes one
    world.clock.advance(day);
    await world.approvals.health();

    const page = await world.approvals.list({ limit: 1 });

    expect(page).toMatchObject({ approvals: [{ id }], next: null });
  });

  test('shows what went wrong, and where the card is', async () => {
    const { world } = await fiveQuestions();

    const { approvals } = await world.approvals.list({ attention: true });

    expect(approvals).toMatchObject([
      { attention: { code: 'card_waiting' }, copies: [{ channelId: 'C0ARCHIVE', problem: 'is_archived' }] },
      { attention: { code: 'card_waiting' }, copies: [{ channelId: 'C0ARCHIVE', problem: 'is_archived' }] },
    ]);
  });
});
