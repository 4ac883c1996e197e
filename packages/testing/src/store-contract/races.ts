import assert from 'node:assert/strict';
import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '../a-row.js';
import { assertMatches, assertSame } from '../contract/assertions.js';
import { claim, putMany, type Suite } from './suite.js';

const rounds = 25;

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function putRaces({ test }: Suite): void {
  test('creators of one id, exactly one is saved, and its row is the one stored', async ({ store }) => {
    for (const round of times(rounds, (index) => index)) {
      const rows = times(4, (writer) => aRow({ id: `a${round}`, body: JSON.stringify({ round, writer }) }));
      const answers = await Promise.all(rows.map((row) => store.put(row, 0)));

      assertSame([...answers].sort(), ['conflict', 'conflict', 'conflict', 'saved']);
      assert.equal((await store.get(`a${round}`))?.body, rows[answers.indexOf('saved')]?.body);
    }
  });

  test('writers that expect one version, exactly one is saved, and its row is the one stored', async ({ store }) => {
    await store.put(aRow(), 0);

    for (const round of times(rounds, (index) => index)) {
      const rows = times(2, (writer) => aRow({ body: JSON.stringify({ round, writer }) }));
      const answers = await Promise.all(rows.map((row) => store.put(row, round + 1)));

      assertSame([...answers].sort(), ['conflict', 'saved']);
      assertSame(await store.get('aone'), { ...rows[answers.indexOf('saved')], version: round + 2 });
    }
  });
}

function claimRaces({ test }: Suite): void {
  test('claims, no two get the same row, and each row holds the token of the one that got it', async ({ store }) => {
    const rowCount = 24;
    await putMany(store, rowCount, () => ({}));
    const taken = new Map<string, string>();

    for (let round = 0; taken.size < rowCount && round < rowCount; round += 1) {
      const tokens = times(4, (index) => `token-${round}-${index}`);
      const results = await Promise.all(tokens.map((leaseToken) => store.claimDue({ ...claim, leaseToken, limit: 3 })));
      for (const row of results.flat()) {
        assert.equal(taken.has(row.id), false);
        taken.set(row.id, row.leaseToken ?? '');
      }
    }

    assert.equal(taken.size, rowCount);
    for (const [id, leaseToken] of taken) {
      assertMatches(await store.get(id), { leaseToken, claimCount: 1, version: 2 });
    }
  });

  test('a put and a claim of one version, exactly one has its way', async ({ store }) => {
    for (const round of times(rounds, (index) => index)) {
      const id = `a${round}`;
      await store.put(aRow({ id }), 0);
      const decided: Row = aRow({ id, status: 'approved', dueAt: null });
      const asPut = () => store.put(decided, 1);
      const asClaim = () => store.claimDue(claim);
      // either may be sent first
      const [answer, rows] =
        round % 2 === 0
          ? await Promise.all([asPut(), asClaim()])
          : await Promise.all([asClaim(), asPut()]).then(([second, first]) => [first, second] as const);

      assert.equal(rows.length, answer === 'saved' ? 0 : 1);
      assertSame(await store.get(id), answer === 'saved' ? { ...decided, version: 2 } : rows[0]);
    }
  });
}

export function raceContract(suite: Suite): void {
  putRaces(suite);
  claimRaces(suite);
}
