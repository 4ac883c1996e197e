import { digestOf } from '@k8s-pizza/slack-approval';
import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import { expect } from 'vitest';
import type { World } from './world.js';

/** Two people decide; what was delivered and what the store holds prove the same, until it is erased, and a change is found. */
export async function evidence(world: World): Promise<void> {
  const approval = await world.ask({ key: 'the evidence' });
  await world.approve(approval);
  await world.catchUp();
  const { id } = approval;
  const [decision] = world.receiver.applied(id);
  if (decision === undefined) throw new Error('Nothing was delivered.');
  const read = async (): Promise<unknown> => JSON.parse(JSON.stringify(await world.approvals.evidence(id)));
  const heads = [decision.historyHead];
  const whole = await read();
  const changed = JSON.parse(JSON.stringify(whole).replaceAll('U0BOB', 'U0CAROL'));
  await world.approvals.erase(id);
  await world.catchUp();
  const erased = await read();

  expect(digestOf(decision)).toBe(approval.digest);
  const vote = { answer: 'approve', choice: null, reason: null, checked: true, stage: null };
  const votes = ['U0ALICE', 'U0BOB'].map((userId) => ({ ...vote, by: { userId } }));
  expect(decision).toMatchObject({ requester: 'alertmanager', votes });
  expect(whole).toMatchObject({ approvalId: id, key: 'the evidence', delivery: { id, state: 'delivered' } });
  expect(verifyEvidence(whole, { heads })).toMatchObject({ fault: null, heads, erased: [] });
  expect(verifyEvidence(changed)).toMatchObject({ holds: false, fault: { code: 'chain_broken', what: 'hash' } });
  expect(verifyEvidence(erased, { heads })).toMatchObject({ fault: null, heads });
  expect(erased).toMatchObject({ requester: '(erased)', parts: {} });
}
