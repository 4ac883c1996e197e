import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import PgBoss from 'pg-boss';
import { sharedPostgres } from 'test-engines/in-this-run';
import { expect, onTestFinished, test, vi } from 'vitest';
import { workOnDeploys } from '../src/deploy-jobs.js';

const patient = { timeout: 30_000, interval: 50 };

/** A worker of its queues, and people who answer. */
async function aWorker(deploy: (version: string, approvalId: string) => Promise<void>) {
  const app = await createTestApprovals();
  const { urlOf } = await sharedPostgres();
  const boss = new PgBoss({ connectionString: urlOf('postgres'), schema: 'deploy_jobs' });
  await boss.start();
  onTestFinished(async () => {
    await boss.stop({ graceful: false, wait: true });
    await app.close();
  });
  await workOnDeploys(app.approvals, boss, deploy);
  const stateOf = async (id: string) => (await boss.getJobById('deploys', id))?.state;
  const cardOf = (id: string) => vi.waitUntil(async () => (await app.cards({ key: id }))[0], patient);
  return { ...app, boss, stateOf, cardOf };
}

test('a job asks under its id and ends; the decision is a job that deploys', async () => {
  const deploy = vi.fn(async () => undefined);
  const { boss, stateOf, cardOf, approve } = await aWorker(deploy);
  const id = (await boss.send('deploys', { version: '4.2' })) ?? '';
  const card = await cardOf(id);
  await vi.waitFor(async () => expect(await stateOf(id)).toBe('completed'), patient);
  expect(deploy).not.toHaveBeenCalled();

  await approve(card, { as: 'U0BOB' });

  await vi.waitFor(() => expect(deploy.mock.calls).toEqual([['4.2', card.id]]), patient);
});

test('what is rejected is not deployed', async () => {
  const deploy = vi.fn(async () => undefined);
  const { boss, cardOf, reject } = await aWorker(deploy);
  const card = await cardOf((await boss.send('deploys', { version: '4.3' })) ?? '');

  await reject(card, { as: 'U0BOB' });

  const left = async () => await boss.getQueueSize('decided-deploys', { before: 'completed' });
  await vi.waitFor(async () => expect(await left()).toBe(0), patient);
  expect(deploy).not.toHaveBeenCalled();
});
