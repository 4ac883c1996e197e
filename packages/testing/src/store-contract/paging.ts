import assert from 'node:assert/strict';
import type { ApprovalStore, RowQuery } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
import { assertSame } from '../contract/assertions.js';
import { putMany, type Suite } from './suite.js';

/** Reads page after page and lets `between` act in the gaps; the bound ends a cursor that never ends. */
async function readPages(
  store: ApprovalStore,
  query: Omit<RowQuery, 'after'>,
  between: (page: number) => Promise<unknown> = async () => null,
): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page = await store.list({ ...query, after });
    pages.push(page.rows.map((row) => row.id));
    after = page.next;
    await between(pages.length);
  } while (after !== null && pages.length < 50);
  return pages;
}

const descending = (count: number) =>
  Array.from({ length: count }, (_, index) => `a${String(count - 1 - index).padStart(2, '0')}`);

function wholePages({ test }: Suite): void {
  test('gives every row once, in order, when instants repeat across the ends of pages', async ({ store }) => {
    await putMany(store, 11, (index) => ({ askedAt: now + Math.floor(index / 4) }));

    const pages = await readPages(store, { limit: 3 });

    assertSame(
      pages.map((page) => page.length),
      [3, 3, 3, 2],
    );
    assertSame(pages.flat(), descending(11));
  });

  test('says that there is no next page on the last one, also when that one is full', async ({ store }) => {
    await putMany(store, 6, () => ({}));

    assertSame(
      (await readPages(store, { limit: 3 })).map((page) => page.length),
      [3, 3],
    );
    assert.equal((await store.list({ limit: 6 })).next, null);
    assert.notEqual((await store.list({ limit: 5 })).next, null);
  });

  test('starts at the newest when `after` is null or absent', async ({ store }) => {
    await putMany(store, 3, () => ({}));

    assertSame(await store.list({ limit: 2, after: null }), await store.list({ limit: 2 }));
  });

  for (const filter of [
    { queue: 'default/b' },
    { status: 'approved' },
    { requesterId: 'U0BOB' },
    { attention: 'stuck' },
    { queue: 'default/b', status: 'approved', requesterId: 'U0BOB', attention: 'stuck' },
  ])
    test(`pages through what matches ${JSON.stringify(filter)} as well`, async ({ store }) => {
      const matching = { queue: 'default/b', status: 'approved', requesterId: 'U0BOB', attention: 'stuck' };
      await putMany(store, 12, (index) => ({
        askedAt: now + Math.floor(index / 4),
        ...(index % 2 === 0 ? matching : {}),
      }));

      const pages = await readPages(store, { ...filter, limit: 2 });

      assertSame(pages, [
        ['a10', 'a08'],
        ['a06', 'a04'],
        ['a02', 'a00'],
      ]);
    });
}

function pagesInMotion({ test }: Suite): void {
  test('neither skips nor repeats a row while newer and older rows are put between the pages', async ({ store }) => {
    await putMany(store, 9, (index) => ({ askedAt: now + index }));

    const pages = await readPages(store, { limit: 2 }, async (page) => {
      await store.put(aRow({ id: `anew${page}`, askedAt: now + 100 + page }), 0);
      await store.put(aRow({ id: `aold${page}`, askedAt: now - 100 - page }), 0);
    });
    const seen = pages.flat();

    assert.equal(new Set(seen).size, seen.length);
    assertSame(
      seen.filter((id) => !id.startsWith('aold')),
      descending(9),
    );
  });

  test('goes on after a row that no longer matches, or was changed since', async ({ store }) => {
    await putMany(store, 6, (index) => ({ askedAt: now + index }));

    const pages = await readPages(store, { status: 'pending', limit: 2 }, (page) =>
      // the last row of the page before is where the cursor stands
      store.put(aRow({ id: `a0${6 - page * 2}`, status: 'approved', askedAt: now + 6 - page * 2 }), 1),
    );

    assertSame(pages, [
      ['a05', 'a04'],
      ['a03', 'a02'],
      ['a01', 'a00'],
    ]);
  });
}

export function pagingContract(suite: Suite): void {
  wholePages(suite);
  pagesInMotion(suite);
}
