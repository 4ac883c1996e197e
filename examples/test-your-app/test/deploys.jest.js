import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { defineDeploys } from '../src/deploys.js';

let app;
beforeEach(async () => {
  app = await createTestApprovals();
});
afterEach(() => app.close());

test('a service is deployed once Alice has approved', async () => {
  const deployed = [];
  const deploys = defineDeploys(app.approvals, async (service) => void deployed.push(service));
  await deploys.ask({ service: 'api' }, { requester: 'ci' });

  await app.approve(await app.expectCard({ text: 'Deploy api?' }), { as: 'U0ALICE' });

  expect(deployed).toEqual(['api']);
});
