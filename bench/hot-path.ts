/**
 * A click's way through the library in one process, each step beside the same by hand.
 * Run: npm run bench -- hot-path
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { answerByHand } from './by-hand.js';
import { printTable, sideBySide } from './side-by-side.js';
import { secret, signedClick } from './signed-click.js';

const nowMs = Date.UTC(2026, 0, 1, 10);
const slack = { token: 'xoxb-bench', signingSecret: secret, teamId: 'T0PIZZA', appId: 'A0PIZZA' };
const anything: StandardSchemaV1<{ size: string }> = {
  // takes whatever it is given, so that no schema library is part of what is measured
  '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value: value as { size: string } }) },
};

/** Keeps the row it was given once, so that every click finds the same pending approval. */
function unchanging(row: Row): ApprovalStore {
  return { ...memoryStore(), get: async () => row, put: async () => 'saved' };
}

async function pendingApproval(): Promise<{ readonly row: Row; readonly value: string }> {
  const store = memoryStore();
  const approvals = createApprovals({ store, clock: () => nowMs });
  const kind = approvals.define('pizza-order', {
    schema: anything,
    channel: 'C0PIZZA',
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({ size: 'large' }, { requester: 'alertmanager' });
  const row = await store.get(approval.id);
  if (row === null) throw new Error('The approval was not stored.');
  return { row, value: `v1.${approval.id}.${approval.digest}` };
}

const { row, value } = await pendingApproval();
const foreign = signedClick({ actionId: 'other:feature', value, nowMs });
const vote = signedClick({ actionId: 'approval:default:approve', value, nowMs });
const approvals = createApprovals({ slack, store: unchanging(row), clock: () => nowMs });

async function ours(click: typeof vote): Promise<number> {
  const answer = await approvals.handleRaw(
    { method: 'POST', header: (name) => click.headers[name], body: click.body },
    { waitUntil: null },
  );
  if (answer.status !== 200) throw new Error(`The click was answered ${answer.status}.`);
  return answer.status;
}

function rawHmac(): boolean {
  const mac = createHmac('sha256', secret)
    .update(`v0:${foreign.headers['x-slack-request-timestamp']}:`)
    .update(foreign.body)
    .digest('hex');
  return timingSafeEqual(Buffer.from(`v0=${mac}`), Buffer.from(foreign.headers['x-slack-signature'] ?? ''));
}

/** What no store of text can do without. */
const recordJson = () => JSON.stringify(JSON.parse(row.body));

const byHand = {
  name: 'by hand: verify, parse, route',
  run: async () => answerByHand(foreign.body, (name) => foreign.headers[name], secret, nowMs),
};
console.log(`A click of ${foreign.body.length} bytes, Node ${process.version}`);
printTable(
  'In one process, against the same by hand',
  await sideBySide(
    [
      byHand,
      { name: 'raw HMAC alone', run: rawHmac },
      { name: 'receive, without decide and put', run: () => ours(foreign) },
      { name: "the record's JSON alone, parse and stringify", run: recordJson },
      { name: 'receive, with decide and put', run: () => ours(vote) },
    ],
    // the first thousands of votes cost three times as much: until then V8 compiles
    { warmUpRuns: 10_000 },
  ),
  '1.10 × without, 2.60 × with decide and put',
);
