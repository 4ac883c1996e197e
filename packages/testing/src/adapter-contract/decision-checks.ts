import assert from 'node:assert/strict';
import { type Approvals, user } from '@k8s-pizza/slack-approval';
import { assertMatches, assertSame } from '../contract/assertions.js';
import type { Check } from './check.js';
import { send } from './host-under-test.js';
import { approverId, channelId, clickBody, formType, signed } from './slack-requests.js';

const anything = {
  '~standard': { version: 1, vendor: 'contract', validate: (value: unknown) => ({ value }) },
} as const;

async function asked(approvals: Approvals) {
  const kind = approvals.define('contract', {
    schema: anything,
    card: () => ({ title: 'Keep the contract?' }),
    channel: channelId,
    approvers: [user(approverId)],
    onDecision: async () => undefined,
  });
  const { approval } = await kind.ask({ size: 'large' }, { requester: 'contract' });
  await approvals.flush();
  return (await approvals.get(approval.id)) ?? approval;
}

/** What a click does, from the host to the stored decision. */
export const decisionChecks: readonly Check[] = [
  {
    title: 'a signed click is answered 200, and decides',
    run: async ({ approvals: make, serve }) => {
      const approvals = await make();
      const approval = await asked(approvals);
      const host = await serve(approvals);

      const answer = await send(host.at('/slack/actions'), signed(clickBody(approval), formType));

      assertMatches(answer, { status: 200, body: '' });
      assertMatches(await approvals.get(approval.id), { status: 'approved' });
    },
  },
  {
    title: 'a forged click is refused, and decides nothing',
    run: async ({ approvals: make, serve }) => {
      const approvals = await make();
      const approval = await asked(approvals);
      const host = await serve(approvals);
      const { headers, body } = signed(clickBody(approval), formType);

      const forged = { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` };
      const answer = await send(host.at('/slack/actions'), { headers: forged, body });

      assert.equal(answer.status, 401);
      assertMatches(await approvals.get(approval.id), { status: 'pending' });
    },
  },
  {
    title: 'twenty clicks at once are answered, and make one vote',
    run: async ({ approvals: make, serve }) => {
      const approvals = await make();
      const approval = await asked(approvals);
      const host = await serve(approvals);
      const click = signed(clickBody(approval), formType);

      const answers = await Promise.all(Array.from({ length: 20 }, () => send(host.at('/slack/actions'), click)));

      assertSame(
        answers.map(({ status }) => status),
        Array(20).fill(200),
      );
      const decided = await approvals.get(approval.id);
      assertMatches(decided, { status: 'approved', votes: [{ by: { userId: approverId } }] });
    },
  },
];
