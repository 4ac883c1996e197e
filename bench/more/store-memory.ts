// What a decision costs in a store that keeps rows in a map: nearly all of it is the library's own.
// Then what a claim and a list cost among 1,000 rows and among 50,000.
// Run: npm run bench -- store-memory

import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import { type ByHand, benchDecisions } from '../measure/decisions.js';
import { reportDecisions } from '../measure/report-decisions.js';
import { report } from '../report/report.js';
import { summarise } from '../report/statistics.js';

function aMap(): ByHand {
  const rows = new Map<string, Row>();
  return {
    seed: async (row) => rows.set(row.id, { ...row, version: 1 }),
    async decide(decided) {
      const found = rows.get(decided.id);
      if (found?.version !== 1) throw new Error('a conflict');
      rows.set(decided.id, { ...decided, version: found.version + 1 });
    },
  };
}

const rates = await benchDecisions({ store: memoryStore(), byHand: aMap(), atOnce: 1, count: 200, blocks: 15 });
reportDecisions({ where: 'a Map', rates, setUp: '`memoryStore` against a `Map`' });

const queue = 'default/pizza-order';
const start = Date.UTC(2026, 0, 1);

/** `count` rows that were asked a second apart and became due in another order. */
async function filled(count: number): Promise<ApprovalStore> {
  const store = memoryStore();
  const fields = { version: 0, queue, status: 'pending', requesterId: 'alertmanager', body: '{}' };
  const lease = { leaseToken: null, leaseUntil: null, claimCount: 0, attention: null };
  for (let index = 0; index < count; index += 1) {
    const instants = { askedAt: start + index * 1000, dueAt: start + ((index * 7919) % count) * 1000 };
    await store.put({ id: `a${index}`, ...fields, ...lease, ...instants }, 0);
  }
  return store;
}

/** What one call takes, many times over. */
async function timesOf(call: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const startedAt = performance.now();
    await call();
    times.push((performance.now() - startedAt) * 1000);
  }
  return times;
}

for (const count of [1000, 50_000]) {
  const store = await filled(count);
  const claim = { queue, now: start + count * 1000, leaseUntil: start + count * 1000, leaseToken: 'token', limit: 8 };
  const calls = {
    'claimDue of 8': () => store.claimDue(claim),
    'claimDue of nothing': () => store.claimDue({ ...claim, now: start - 1 }),
    'list of 50': () => store.list({ limit: 50 }),
    'list of 50 of one queue, from the middle': () =>
      store.list({ queue, limit: 50, after: `${start + count * 500}.a` }),
  };
  for (const [what, call] of Object.entries(calls)) {
    const times = await timesOf(call);
    const { median, spread } = summarise(times);
    report({
      section: 'More',
      what: `memoryStore, ${what}, ${count} rows`,
      figures: [
        { value: median, spread, unit: 'µs' },
        { value: Math.max(...times), unit: 'µs at most' },
      ],
    });
  }
}
