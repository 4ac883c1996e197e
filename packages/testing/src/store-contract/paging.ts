import type { ApprovalStore, RowQuery } from '@k8s-pizza/slack-approval/store';
import { aRow, now } from '../a-row.js';
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

function wholePages({ test, expect, open }: Suite): void {
  test('gives every row once, in order, when instants repeat across the ends of pages', async () => {
    const store = await open();
    await putMany(store, 11, (index) => ({ askedAt: now + Math.floor(index / 4) }));

    const pages = await readPages(store, { limit: 3 });

    expect(pages.map((page) => page.length)).toEqual([3, 3, 3, 2]);
    expect(pages.flat()).toEqual(descending(11));
  });

  test('says that there is no next page on the last one, also when that one is full', async () => {
    const store = await open();
    await putMany(store, 6, () => ({}));

    expect((await readPages(store, { limit: 3 })).map((page) => page.length)).toEqual([3, 3]);
    expect((await store.list({ limit: 6 })).next).toBeNull();
    expect((await store.list({ limit: 5 })).next).not.toBeNull();
  });

  test('starts at the newest when `after` is null or absent', async () => {
    const store = await open();
    await putMany(store, 3, () => ({}));

    expect(await store.list({ limit: 2, after: null })).toEqual(await store.list({ limit: 2 }));
  });

  test.each([
    { queue: 'default/b' },
    { status: 'approved' },
    { requesterId: 'U0BOB' },
    { attention: 'stuck' },
    { queue: 'default/b', status: 'approved', requesterId: 'U0BOB', attention: 'stuck' },
  ])('pages through what matches %j as well', async (filter) => {
    const store = await open();
    const matching = { queue: 'default/b', status: 'approved', requesterId: 'U0BOB', attention: 'stuck' };
    await putMany(store, 12, (index) => ({
      askedAt: now + Math.floor(index / 4),
      ...(index % 2 === 0 ? matching : {}),
    }));

    const pages = await readPages(store, { ...filter, limit: 2 });

    expect(pages).toEqual([
      ['a10', 'a08'],
      ['a06', 'a04'],
      ['a02', 'a00'],
    ]);
  });
}

function pagesInMotion({ test, expect, open }: Suite): void {
  test('neither skips nor repeats a row while newer and older rows are put between the pages', async () => {
    const store = await open();
    await putMany(store, 9, (index) => ({ askedAt: now + index }));

    const pages = await readPages(store, { limit: 2 }, async (page) => {
      await store.put(aRow({ id: `anew${page}`, askedAt: now + 100 + page }), 0);
      await store.put(aRow({ id: `aold${page}`, askedAt: now - 100 - page }), 0);
    });
    const seen = pages.flat();

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => !id.startsWith('aold'))).toEqual(descending(9));
  });

  test('goes on after a row that no longer matches, or was changed since', async () => {
    const store = await open();
    await putMany(store, 6, (index) => ({ askedAt: now + index }));

    const pages = await readPages(store, { status: 'pending', limit: 2 }, (page) =>
      // the last row of the page before is where the cursor stands
      store.put(aRow({ id: `a0${6 - page * 2}`, status: 'approved', askedAt: now + 6 - page * 2 }), 1),
    );

    expect(pages).toEqual([
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
