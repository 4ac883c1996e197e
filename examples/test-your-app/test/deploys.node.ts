import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createTestApprovals, type TestApprovals } from '@k8s-pizza/slack-approval-testing';
import { defineDeploys } from '../src/deploys.js';

let app: TestApprovals;
beforeEach(async () => {
  app = await createTestApprovals();
});
afterEach(() => app.close());

test('a service is deployed once Alice has approved', async () => {
  const deployed: string[] = [];
  const deploys = defineDeploys(app.approvals, async (service) => void deployed.push(service));
  await deploys.ask({ service: 'api' }, { requester: 'ci' });

  await app.approve(await app.expectCard({ text: 'Deploy api?' }), { as: 'U0ALICE' });

  assert.deepEqual(deployed, ['api']);
});
