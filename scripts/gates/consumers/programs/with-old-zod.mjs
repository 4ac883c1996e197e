import assert from 'node:assert/strict';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import { z } from 'zod-3.23';

const kind = {
  schema: z.object({ size: z.string() }),
  channel: 'C0PIZZA',
  card: () => ({ title: 'Order pizza?' }),
  approvers: [user('U0ALICE')],
  onDecision: async () => undefined,
};
assert.throws(
  () => createApprovals({ store: memoryStore() }).define('pizza-order', kind),
  /no `~standard` member.*zod 3\.24/s,
);
