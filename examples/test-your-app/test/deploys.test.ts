import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';
import { expect, test, vi } from 'vitest';
import { defineDeploys } from '../src/deploys.js';

test('a service is deployed once Alice has approved', async () => {
  await using app = await createTestApprovals();
  const deploy = vi.fn(async () => undefined);
  await defineDeploys(app.approvals, deploy).ask({ service: 'api' }, { requester: 'ci' });

  const card = await app.expectCard({ text: 'Deploy api?', channel: 'C0OPS' });
  await app.approve(card, { as: 'U0ALICE' });

  expect(deploy).toHaveBeenCalledExactlyOnceWith('api');
});

test('what Bob rejects is not deployed, and the card says why', async () => {
  await using app = await createTestApprovals();
  const deploy = vi.fn(async () => undefined);
  await defineDeploys(app.approvals, deploy).ask({ service: 'api' }, { requester: 'ci' });

  await app.reject(await app.expectCard(), { as: 'U0BOB', reason: 'The release is frozen' });

  await app.expectCard({ status: 'rejected', text: 'The release is frozen' });
  expect(deploy).not.toHaveBeenCalled();
});

test('Carol may not approve', async () => {
  await using app = await createTestApprovals();
  await defineDeploys(app.approvals, vi.fn()).ask({ service: 'api' }, { requester: 'ci' });

  const card = await app.expectCard();

  await expect(app.approve(card, { as: 'U0CAROL' })).rejects.toThrow('not one of the approvers');
});

test('after half an hour without an answer, it is too late', async () => {
  await using app = await createTestApprovals();
  const deploy = vi.fn(async () => undefined);
  await defineDeploys(app.approvals, deploy).ask({ service: 'api' }, { requester: 'ci' });

  await app.advance('30m');

  await app.expectCard({ status: 'expired' });
  expect(deploy).not.toHaveBeenCalled();
});
