// How many decisions a second SQLite takes, each durable before it is answered: a whole signed click against its two statements by hand.
// Run: npm run bench -- store-sqlite
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { type ByHand, benchDecisions } from '../measure/decisions.js';
import { reportDecisions } from '../measure/report-decisions.js';
import { openByHand } from '../measure/sqlite-by-hand.js';

function decideByHand(path: string): ByHand {
  const store = sqliteStore(path);
  const { versionOf, put } = openByHand(path);
  return { seed: (given) => store.put(given, 0), decide: async (decided) => put(decided, versionOf(decided.id)) };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-store-sqlite-'));
try {
  const store = sqliteStore(join(folder, 'by-store.db'));
  const byHand = decideByHand(join(folder, 'by-hand.db'));
  const rates = await benchDecisions({ store, byHand, atOnce: 1, count: 24, blocks: 45 });
  reportDecisions({
    where: 'SQLite FULL',
    rates,
    budgets: { toAnswer: 0.75, withAllWork: 0.28 },
    setUp: 'libsql, `synchronous=FULL`, one after the other',
  });
} finally {
  rmSync(folder, { recursive: true });
}
