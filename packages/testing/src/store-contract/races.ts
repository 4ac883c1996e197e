import type { Row } from '@k8s-pizza/slack-approval/store';
import { aRow } from '../a-row.js';
import { claim, putMany, type Suite } from './suite.js';

const rounds = 25;

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function putRaces({ test, expect, open }: Suite): void {
  test('creators of one id, exactly one is saved, and its row is the one stored', async () => {
    const store = await open();

    for (const round of times(rounds, (index) => index)) {
      const rows = times(4, (writer) => aRow({ id: `a${round}`, body: JSON.stringify({ round, writer }) }));
      const answers = await Promise.all(rows.map((row) => store.put(row, 0)));

      expect([...answers].sort()).toEqual(['conflict', 'conflict', 'conflict', 'saved']);
      expect((await store.get(`a${round}`))?.body).toBe(rows[answers.indexOf('saved')]?.body);
    }
  });

  test('writers that expect one version, exactly one is saved, and its row is the one stored', async () => {
    const store = await open();
    await store.put(aRow(), 0);

    for (const round of times(rounds, (index) => index)) {
      const rows = times(2, (writer) => aRow({ body: JSON.stringify({ round, writer }) }));
      const answers = await Promise.all(rows.map((row) => store.put(row, round + 1)));

      expect([...answers].sort()).toEqual(['conflict', 'saved']);
      expect(await store.get('aone')).toEqual({ ...rows[answers.indexOf('saved')], version: round + 2 });
    }
  });
}

function claimRaces({ test, expect, open }: Suite): void {
  test('claims, no two get the same row, and each row holds the token of the one that got it', async () => {
    const store = await open();
    const rowCount = 24;
    await putMany(store, rowCount, () => ({}));
    const taken = new Map<string, string>();

    for (let round = 0; taken.size < rowCount && round < rowCount; round += 1) {
      const tokens = times(4, (index) => `token-${round}-${index}`);
      const results = await Promise.all(tokens.map((leaseToken) => store.claimDue({ ...claim, leaseToken, limit: 3 })));
      for (const row of results.flat()) {
        expect(taken.has(row.id)).toBe(false);
        taken.set(row.id, row.leaseToken ?? '');
      }
    }

    expect(taken.size).toBe(rowCount);
    for (const [id, leaseToken] of taken) {
      expect(await store.get(id)).toMatchObject({ leaseToken, claimCount: 1, version: 2 });
    }
  });

  test('a put and a claim of one version, exactly one has its way', async () => {
    const store = await open();

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

      expect(rows).toHaveLength(answer === 'saved' ? 0 : 1);
      expect(await store.get(id)).toEqual(answer === 'saved' ? { ...decided, version: 2 } : rows[0]);
    }
  });
}

export function raceContract(suite: Suite): void {
  putRaces(suite);
  claimRaces(suite);
}
