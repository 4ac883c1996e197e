import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWorld } from './world.js';

const alice = { as: 'U0ALICE' };

describe('a deployment that waits', () => {
  test('shows what is deployed, where, and by whom', async () => {
    const { github, deliver, requested, expectCard } = await createWorld();
    github.startRun(1, 'production');

    expect(await deliver(requested({ ref: 'release/4.2' }))).toMatchObject({ status: 200, action: 'asked' });
    const card = JSON.stringify((await expectCard({ text: 'Deploy octo/pizza to production?' })).blocks);

    for (const shown of ['octo/pizza', 'production', '6dcb09b5b57875f334f61aebed695e2e4193db5e', 'release/4.2', 'mona'])
      expect(card).toContain(shown);
    expect(card).toContain('https://github.com/octo/pizza/actions/runs/1');
  });

  test('goes on after an approval', async () => {
    const { github, deliver, requested, expectCard, approve, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    const { approvalId } = await deliver(requested());

    await approve(await expectCard(), alice);

    const comment = `Approved in Slack by U0ALICE.\n\nApproval ${approvalId}`;
    expect(run.reviews).toEqual([{ environment_name: 'production', state: 'approved', comment }]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'delivered', result: 'posted' });
  });

  test('stops after a rejection, and says who and why', async () => {
    const { github, deliver, requested, expectCard, reject } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());

    await reject(await expectCard(), { as: 'U0BOB', reason: 'Not on a `Friday`, @octo/ops' });

    expect(run.reviews).toMatchObject([{ state: 'rejected' }]);
    expect(run.reviews[0]?.comment).toContain('Rejected in Slack by octocat (U0BOB).');
    expect(run.reviews[0]?.comment).toContain("Reason: `Not on a 'Friday', @octo/ops`");
  });

  test('stops when nobody decides in time', async () => {
    const { github, deliver, requested, advance } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());

    await advance('24h');

    expect(run.reviews).toMatchObject([{ state: 'rejected' }]);
    expect(run.reviews[0]?.comment).toContain('Rejected: nobody decided in Slack in time.');
  });

  test('stops when the question is withdrawn', async () => {
    const { github, deliver, requested, asks, settle } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());

    await asks.withdraw({ key: 'deployment-42' }, { by: 'release manager', reason: 'A freeze began' });
    await settle();

    expect(run.reviews).toMatchObject([{ state: 'rejected' }]);
    expect(run.reviews[0]?.comment).toContain('the question in Slack was withdrawn.\n\nReason: `A freeze began`');
  });

  test('is not approved by the person who deploys it', async () => {
    const { github, deliver, requested, expectCard, approve } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested({ login: 'OctoCat' }));
    const card = await expectCard();

    await expect(approve(card, { as: 'U0BOB' })).rejects.toThrow('cannot approve');
    await approve(card, alice);

    expect(run.reviews).toMatchObject([{ state: 'approved' }]);
  });
});

describe('several questions', () => {
  test('two environments of one run are asked about and answered apart', async () => {
    const { github, deliver, requested, expectCard, approve, reject } = await createWorld();
    const run = github.startRun(1, 'staging', 'production');
    await deliver(requested({ deploymentId: 41, environment: 'staging' }));
    await deliver(requested({ deploymentId: 42 }));

    await approve(await expectCard({ text: 'to staging?' }), alice);
    await reject(await expectCard({ text: 'to production?' }), alice);

    expect(run.reviews).toMatchObject([
      { environment_name: 'staging', state: 'approved' },
      { environment_name: 'production', state: 'rejected' },
    ]);
  });

  test('a run that is started again asks anew', async () => {
    const { github, deliver, requested, expectCard, approve, reject, advance } = await createWorld();
    github.startRun(1, 'production');
    await deliver(requested());
    await reject(await expectCard(), alice);
    await advance('1m');
    const again = github.startRun(1, 'production');

    await deliver(requested({ deploymentId: 43 }));
    await approve(await expectCard({ status: 'pending' }), alice);

    expect(again.reviews).toMatchObject([{ state: 'rejected' }, { state: 'approved' }]);
  });

  test('a late yes to the first attempt never approves the second', async () => {
    const { github, deliver, requested, expectCard, approve, advance, deliveryOf } = await createWorld();
    github.startRun(1, 'production');
    await deliver(requested());
    const first = await expectCard();
    await advance('1m');
    const again = github.startRun(1, 'production');
    await deliver(requested({ deploymentId: 43 }));

    await approve(first, alice);

    expect(again.reviews).toEqual([]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'dead' });
    expect(again.waiting).toEqual(new Set(['production']));
  });

  test('a run that was cancelled needs no rejection', async () => {
    const { github, deliver, requested, expectCard, reject, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());
    run.isOver = true;

    await reject(await expectCard(), alice);

    expect(run.reviews).toEqual([]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'delivered', result: 'nothing_waits' });
  });
});

describe('what goes wrong on the way to GitHub', () => {
  const review = '/deployment_protection_rule';

  test.each([
    { end: '/access_tokens', status: 500 },
    { end: '/access_tokens', status: 'dropped' },
    { end: '/runs/1', status: 502 },
    { end: review, status: 503 },
    { end: review, status: 429 },
    { end: review, status: 403 },
    { end: review, status: 'dropped' },
  ] as const)('$status of $end is tried again', async (fault) => {
    const { github, deliver, requested, expectCard, approve, advance, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());
    github.faults.push(fault);

    await approve(await expectCard(), alice);
    expect(run.reviews).toEqual([]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'owed' });
    await advance('1m');

    expect(run.reviews).toHaveLength(1);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'delivered', result: 'posted' });
  });

  test.each([
    ['while the run goes on', false],
    ['and the run is over', true],
  ])('a review whose answer was lost %s is found, and not posted twice', async (_, isOver) => {
    const { github, deliver, requested, expectCard, approve, advance, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());
    github.faults.push({ end: review, status: 'dropped', isDone: true });

    await approve(await expectCard(), alice);
    run.isOver = isOver;
    await advance('1m');

    expect(run.reviews).toHaveLength(1);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'delivered', result: 'was_posted' });
  });

  test('a delivery that is repeated by hand posts no second review', async () => {
    const { github, deliver, requested, expectCard, approve, approvals, settle, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    const { approvalId } = await deliver(requested());
    await approve(await expectCard(), alice);

    await approvals.redeliver(approvalId);
    await settle();

    expect(run.reviews).toHaveLength(1);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'delivered' });
  });

  test.each([
    { end: '/access_tokens', status: 404 },
    { end: '/runs/1', status: 404 },
    { end: review, status: 404 },
  ] as const)('$status of $end ends the delivery at once', async (fault) => {
    const { github, deliver, requested, expectCard, approve, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());
    github.faults.push(fault);

    await approve(await expectCard(), alice);

    expect(run.reviews).toEqual([]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'dead' });
  });

  test('a redirect ends it too, and nothing is sent to where it leads', async () => {
    const { github, deliver, requested, expectCard, approve, deliveryOf } = await createWorld();
    github.startRun(1, 'production');
    await deliver(requested());
    const calls: (string | undefined)[] = [];
    const evil = await listenOnLoopback(({ url }, response) => {
      calls.push(url);
      response.writeHead(204).end();
    });
    onTestFinished(() => evil.close());
    github.faults.push({ end: review, status: 307, location: `${evil.url}/reviews` });

    await approve(await expectCard(), alice);

    expect(calls).toEqual([]);
    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'dead' });
  });

  test('a review that someone else gave at GitHub is not taken for this one', async () => {
    const { github, deliver, requested, expectCard, approve, deliveryOf } = await createWorld();
    const run = github.startRun(1, 'production');
    await deliver(requested());
    run.waiting.clear();
    run.reviews.push({ environment_name: 'production', state: 'rejected', comment: 'by hand' });

    await approve(await expectCard(), alice);

    expect(await deliveryOf('deployment-42')).toMatchObject({ state: 'dead' });
  });

  test('the token is for this repository and for reviews alone', async () => {
    const { github, deliver, requested, expectCard, approve } = await createWorld();
    github.startRun(1, 'production');
    await deliver(requested());

    await approve(await expectCard(), alice);

    const permissions = { actions: 'read', deployments: 'write' };
    expect(github.tokenRequests).toEqual([{ repository_ids: [321], permissions }]);
  });
});
