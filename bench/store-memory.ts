// What a decision costs in a store that keeps rows in a map: nearly all of it is the library's own.
// Run: npm run bench -- store-memory
import { memoryStore, type Row } from '@k8s-pizza/slack-approval';
import { type ByHand, benchDecisions } from './decisions.js';

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

await benchDecisions({ store: memoryStore(), byHand: { 'a Map by hand': aMap() }, atOnce: 1, count: 500, blocks: 15 });
