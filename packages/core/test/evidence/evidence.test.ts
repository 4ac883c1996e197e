import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, present } from '../world/world.js';
import { evidenceOf, stories } from './stories.js';

describe.each(Object.keys(stories))('the evidence of an approval: %s', (name) => {
  test('holds, and contains the head of its delivery', async () => {
    const { document } = await evidenceOf(name);
    const heads = document.decision === null ? [] : [document.decision.head];

    const verdict = verifyEvidence(document, { heads });

    expect(verdict).toEqual({
      holds: true,
      approvalId: document.approvalId,
      fault: null,
      head: document.head,
      heads,
      erased: document.erased,
    });
  });
});

describe('a document of evidence', () => {
  test('says who asked, who decided, by which rules, and how it was delivered', async () => {
    const { told, document } = await evidenceOf('approved in stages');

    expect(document).toMatchObject({
      version: 1,
      approvalId: told.id,
      namespace: 'default',
      kind: 'pizza',
      key: null,
      requester: 'alertmanager',
      onBehalfOf: null,
      status: 'approved',
      decision: { outcome: 'approved', cause: 'votes', shown: true, by: [{ userId: 'U0CAROL' }, {}, {}] },
      delivery: { id: told.id, state: 'delivered', outcomes: [{ outcome: 'delivered', attempt: 1, seq: 7 }] },
      head: { seq: 7 },
      erased: [],
    });
    expect(document.decision?.head).toEqual((await told.get(told.id)).decision?.historyHead);
    expect(Object.values(document.parts).map(({ value }) => value)).toEqual(
      expect.arrayContaining([{ size: 'large' }, 'alertmanager', 'says U0ALICE']),
    );
  });

  // what stands in a document of version 1 is checked word by word, so a change of these words makes version 2
  test('has the policy in the words of its version', async () => {
    const { document } = await evidenceOf('rejected by a vetoer in the second stage');

    expect(document.policy).toEqual([
      'Stage 1 of 2: Security: The person U0CAROL: 1 approval to approve.',
      'Stage 2 of 2: Operations: Members of the user group S0ONCALL: 2 approvals to approve.',
      '1 rejection to reject.',
      'Who may reject alone: The person U0VETO.',
      'Order now (Approve), Order later (Approve), No (Reject). Approvals are counted for each choice.',
      'Those who asked cannot decide.',
      'After 1 hour: Expired: nobody answered in time.',
    ]);
    const escalated = await evidenceOf('escalated, and expired as rejected');
    expect(escalated.document.policy.slice(-2)).toEqual([
      'After 1 hour: Rejected.',
      'After 10 minutes also: The person U0BOSS.',
    ]);
    const edited = await evidenceOf('edited');
    expect(edited.document.policy).toContain('Who approves may change: Size.');
  });

  test('names each revision, and what was erased', async () => {
    const { document } = await evidenceOf('erased');

    expect(document.revisions.map(({ number, seq }) => [number, seq])).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(document).toMatchObject({ requester: { userId: 'U0ASKER' }, parts: {} });
    for (const { payloadRef, contentRef } of document.revisions)
      expect(document.erased).toEqual(expect.arrayContaining([payloadRef, contentRef]));
  });

  test('has no name of a system once it is erased', async () => {
    const { told } = await evidenceOf('rejected');
    await told.approvals.erase(told.id);

    const document = await told.approvals.evidence(told.id);

    expect(document.requester).toBe('(erased)');
    expect(JSON.stringify(document)).not.toContain('alertmanager');
    expect(verifyEvidence(document)).toMatchObject({ holds: true });
  });

  test('holds no token, no secret and no address for replies', async () => {
    const world = await createWorld({ kind: { reason: { approve: 'optional' } } });
    const approval = await world.ask();
    await click(world, approval, 'U0GUEST', 'approve');
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    const text = JSON.stringify(await world.approvals.evidence(approval.id));

    expect(text).not.toMatch(/https?:/);
    for (const secret of [world.slack.botToken, world.slack.signingSecret, 'response_url', 'writeId', 'leaseToken'])
      expect(text).not.toContain(secret);
  });

  test('cannot be had by an id that is unknown, or of another namespace', async () => {
    const { told } = await evidenceOf('pending');
    const elsewhere = told.again({ namespace: 'elsewhere' });

    await expect(told.approvals.evidence('unknown')).rejects.toMatchObject({ code: 'not_found' });
    await expect(elsewhere.evidence(told.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['damaged', '{', 'record_corrupt'],
    ['of a newer release', '{"schemaVersion":99}', 'record_newer'],
  ])('cannot be had of a record that is %s', async (_, body, code) => {
    const { told } = await evidenceOf('pending');
    const row = present(await told.store.get(told.id));
    await told.store.put({ ...row, body }, row.version);

    await expect(told.approvals.evidence(told.id)).rejects.toMatchObject({ code });
  });
});
