// Runs one program as a process that can be killed: child.ts <folder> <program> <id of the call that its model makes>
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApprovals } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { refundKind } from './agent-world.js';
import { programs } from './programs/programs.js';

const [folder = '', name = '', callId = ''] = process.argv.slice(2);
const file = (named: string) => join(folder, named);

const store = sqliteStore(file('approvals.db'));
const approvals = createApprovals({ store, slack: JSON.parse(readFileSync(file('slack'), 'utf8')) });
const refunds = approvals.define('refund', refundKind);
approvals.start({ pollEvery: '200ms' });

const program = await programs[name]?.();
const told = await program?.({
  refunds,
  conversation: 'chat-7',
  calls: [{ id: callId, tool: 'refund', input: { order: '4711', amount: 40 } }],
  refund: ({ order, amount }) => {
    appendFileSync(file('done'), `refunded ${amount} of ${order}\n`);
    return `refunded ${amount}`;
  },
  look: () => '',
  storageUrl: `file:${file('mastra.db')}`,
  saved: {
    load: () => (existsSync(file('saved')) ? readFileSync(file('saved'), 'utf8') : null),
    save: (text) => writeFileSync(file('saved'), text),
  },
});
writeFileSync(file('told'), told ?? '');
await approvals.stop();
await store.close();
process.exit(0);
