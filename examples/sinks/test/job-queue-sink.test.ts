import { readFileSync } from 'node:fs';
import { type Approvals, createApprovals, type Decision, user } from '@k8s-pizza/slack-approval';
import { postgresStore } from '@k8s-pizza/slack-approval-postgres';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import { Pool } from 'pg';
import PgBoss from 'pg-boss';
import { sharedPostgres } from 'test-engines/in-this-run';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { jobQueueSink } from '../src/job-queue-sink.js';

let server: Awaited<ReturnType<typeof sharedPostgres>>;
beforeAll(async () => {
  server = await sharedPostgres();
});

let count = 0;

/** Approvals and jobs in one database. */
async function aShop({ hasQueue = true } = {}) {
  const queue = `pizza-decisions-${++count}`;
  const pool = new Pool({ connectionString: await server.createSchema() });
  const store = postgresStore(pool);
  await store.migrate();
  const boss = new PgBoss({ connectionString: server.urlOf('postgres'), archiveCompletedAfterSeconds: 7 * 86_400 });
  await boss.start();
  if (hasQueue) await boss.createQueue(queue);
  const slack = await createSlackSimulator();
  const { botToken: token, signingSecret, apiUrl } = slack;
  const approvals = createApprovals({ store, slack: { token, signingSecret, apiUrl } });
  const orders = approvals.define('pizza-order', {
    schema: z.object({ size: z.string() }),
    card: ({ size }) => ({ title: `Order a ${size} pizza?` }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE')],
    onDecision: jobQueueSink(boss, queue),
  });
  onTestFinished(async () => {
    await approvals.stop();
    await boss.stop({ graceful: false, wait: true });
    await pool.end();
    await slack.close();
  });
  return { approvals, orders, boss, queue };
}

async function approve(approvals: Approvals, id: string, digest: string): Promise<void> {
  await approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
  await approvals.flush();
}

test('an approved order is one job, and a worker has the whole decision', async () => {
  const { approvals, orders, boss, queue } = await aShop();
  const { approval } = await orders.ask({ size: 'large' }, { requester: 'shop' });

  await approve(approvals, approval.id, approval.digest);

  const jobs = await boss.fetch<Decision<unknown>>(queue, { batchSize: 10 });
  expect(jobs.map(({ data }) => data)).toMatchObject([
    { approvalId: approval.id, outcome: 'approved', payload: { size: 'large' }, digest: approval.digest },
  ]);
});

test.each(['waiting', 'done'])('what is delivered again while its job is %s makes no second one', async (state) => {
  const { approvals, orders, boss, queue } = await aShop();
  const { approval } = await orders.ask({ size: 'large' }, { requester: 'shop' });
  await approve(approvals, approval.id, approval.digest);
  const jobs = state === 'done' ? await boss.fetch(queue) : [];
  for (const { id } of jobs) await boss.complete(queue, id);

  await approvals.redeliver(approval.id);
  await approvals.flush();

  expect(await approvals.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' } });
  expect(await boss.fetch(queue, { batchSize: 10 })).toHaveLength(state === 'done' ? 0 : 1);
});

test('while the queue is not there, the decision stays owed', async () => {
  const { approvals, orders } = await aShop({ hasQueue: false });
  const { approval } = await orders.ask({ size: 'large' }, { requester: 'shop' });

  await approve(approvals, approval.id, approval.digest);

  expect(await approvals.get(approval.id)).toMatchObject({
    status: 'approved',
    delivery: { state: 'owed', attemptCount: 1 },
  });
});

test.each([
  ['job-queue-sink.ts', 'ts'],
  ['deploy-jobs.ts', 'ts fragment'],
])('the guide shows the very %s that is tested here', (name, language) => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

  expect(read('../../../docs/guides/job-queue.md')).toContain(`\`\`\`${language}\n${read(`../src/${name}`)}\`\`\``);
});
