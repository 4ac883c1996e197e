// Decides an approval with test approvals, and closes nothing.
import { user } from '@k8s-pizza/slack-approval';
import { createTestApprovals } from '@k8s-pizza/slack-approval-testing';

/** Longer than the end of a process takes, and shorter than clients and servers keep an idle connection. */
const heldAfterMs = 3_000;

const app = await createTestApprovals();
const options = {
  key: 'a',
  title: 'Order pizza?',
  channel: 'C0PIZZA',
  approvers: [user('U0ALICE')],
  requester: 'test',
};
const decision = app.approvals.request(options);
await app.approve(await app.expectCard({ text: 'Order pizza?' }), { as: 'U0ALICE' });
process.stdout.write((await decision).outcome);

setTimeout(() => process.exit(3), heldAfterMs).unref();
