import {
  type Choice,
  createApprovals,
  type Decision,
  type KindOptions,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import { createTestApprovals, type TestApprovals } from '@k8s-pizza/slack-approval-testing';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, onTestFinished, test } from 'vitest';

interface Deploy {
  readonly service: string;
}

type Options = KindOptions<Deploy> & { readonly schema: StandardSchemaV1<Deploy> };

const deployOptions: Options = {
  // as: what these tests ask is a deploy
  schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Deploy }) } },
  channel: 'C0OPS',
  card: ({ service }) => ({ title: `Deploy ${service}?`, fields: { Region: 'eu-north' } }),
  approvers: [user('U0ALICE'), user('U0BOB')],
  expiresIn: '30m',
};

/** An app with one kind, and what its decisions came to. */
async function aDeployApp(change: Partial<Options> = {}, options: Parameters<typeof createTestApprovals>[0] = {}) {
  const app = await createTestApprovals(options);
  onTestFinished(() => app.close());
  const decided: unknown[] = [];
  const deployed = {
    ...deployOptions,
    onDecision: async ({ outcome, reason }: Decision<Deploy>) =>
      void decided.push(reason === null ? outcome : [outcome, reason]),
    ...change,
    // as: no change here is about stages
  } as Options;
  const deploys = app.approvals.define('deploy', deployed);
  const ask = async (service = 'api') => (await deploys.ask({ service }, { requester: 'ci', key: service })).approval;
  return { app, ask, decided };
}

describe('a card', () => {
  test('is there once a program has asked, and is found by what it shows', async () => {
    const { app, ask } = await aDeployApp();
    const { id } = await ask('api');
    await ask('web');

    const wanted = { id, channelId: 'C0OPS', text: expect.stringContaining('Deploy api?'), approval: { key: 'api' } };
    expect(await app.expectCard({ text: 'Deploy api?' })).toMatchObject(wanted);
    expect(await app.expectCard({ text: /^Deploy a/m, kind: 'deploy', status: 'pending' })).toMatchObject(wanted);
    expect(await app.expectCard({ channel: 'C0OPS', key: 'api' })).toMatchObject(wanted);
    expect(await app.cards({ text: 'eu-north' })).toHaveLength(2);
  });

  test('is waited for where the program asks later', async () => {
    const { app } = await aDeployApp();
    const decision = new Promise((resolve) => setTimeout(resolve, 100)).then(() =>
      app.approvals.request({
        key: 'a',
        title: 'Go on?',
        channel: 'C0PIZZA',
        approvers: [user('U0ALICE')],
        requester: 'ci',
      }),
    );

    const card = await app.expectCard({ text: 'Go on?' });
    await app.approve(card, { as: 'U0ALICE' });

    expect(await decision).toMatchObject({ outcome: 'approved' });
  });

  test('stands in the direct messages of a person', async () => {
    const { app, ask } = await aDeployApp({ channel: 'U0BOB' });
    await ask();

    await app.approve(await app.expectCard({ channel: 'U0BOB' }), { as: 'U0BOB' });

    expect(await app.cards({ status: 'approved', channel: 'U0BOB' })).toHaveLength(1);
    expect(await app.cards({ channel: 'U0ALICE' })).toEqual([]);
  });

  test('of each of many questions to one channel is posted, and the clock says how long that took', async () => {
    const { app, ask } = await aDeployApp();
    const before = app.clock();
    for (const service of ['a', 'b', 'c']) await ask(service);

    expect(await app.cards()).toHaveLength(3);
    expect(app.clock() - before).toBe(2_000);
  });
});

describe('a person', () => {
  test('approves, and the decision is delivered', async () => {
    const { app, ask, decided } = await aDeployApp();

    await app.approve(await ask(), { as: 'U0ALICE' });

    expect(decided).toEqual(['approved']);
    expect(await app.expectCard({ status: 'approved' })).toMatchObject({ text: expect.stringContaining('Approved') });
  });

  test('answers on the card that a test names, in a channel that not everyone is in', async () => {
    const { app, ask } = await aDeployApp({ channel: ['C0OPS', 'C0PARTNER'], approvers: [user('U0OUTSIDER')] });
    await ask();

    await app.approve(await app.expectCard({ channel: 'C0PARTNER' }), { as: 'U0OUTSIDER' });

    expect(await app.cards({ status: 'approved' })).toHaveLength(2);
  });

  test('rejects with a reason, written into the form', async () => {
    const { app, ask, decided } = await aDeployApp({ reason: { reject: 'required' } });

    await app.reject(await ask(), { as: 'U0ALICE', reason: 'No oven' });

    expect(decided).toEqual([['rejected', 'No oven']]);
  });

  test('chooses one of several answers, and the only one without saying which', async () => {
    const choices: readonly Choice[] = [
      { id: 'now', label: 'Now', answer: 'approve' },
      { id: 'tonight', label: 'Tonight', answer: 'approve', reason: 'required' },
      { id: 'no', label: 'No', answer: 'reject', reason: 'none' },
    ];
    const { app, ask } = await aDeployApp({ choices });
    const [first, second] = [await ask('api'), await ask('web')];

    await expect(app.approve(first, { as: 'U0ALICE' })).rejects.toThrow('say which choice');
    await expect(app.approve(first, { as: 'U0ALICE', choice: 'never' })).rejects.toThrow('no such button');
    await app.approve(first, { as: 'U0ALICE', choice: 'tonight', reason: 'Traffic' });
    await app.reject(second, { as: 'U0ALICE' });

    const decisionOf = async ({ id }: { readonly id: string }) => (await app.approvals.get(id))?.decision;
    expect(await decisionOf(first)).toMatchObject({ outcome: 'approved', choice: 'tonight', reason: 'Traffic' });
    expect(await decisionOf(second)).toMatchObject({ outcome: 'rejected', choice: 'no' });
  });

  test('is one of two who have to approve', async () => {
    const { app, ask, decided } = await aDeployApp({ quorum: { approve: 2 } });
    const approval = await ask();

    await app.approve(approval, { as: 'U0ALICE' });
    const after = [...decided];
    await app.approve(approval, { as: 'U0BOB' });

    expect([after, decided]).toEqual([[], ['approved']]);
  });

  test('who is in the workspace of a test may be one of its group', async () => {
    const workspace = {
      people: [{ id: 'U0DAVE', name: 'dave' }],
      channels: [{ id: 'C0NEW', name: 'new', members: ['U0DAVE'] }],
      usergroups: [{ id: 'S0NEW', users: ['U0DAVE'] }],
    };
    const { app, ask } = await aDeployApp({ channel: 'C0NEW', approvers: [usergroup('S0NEW')] }, { workspace });

    await app.approve(await ask(), { as: 'U0DAVE' });

    expect(await app.cards({ status: 'approved' })).toHaveLength(1);
  });
});

describe('an answer that is not taken fails with what the person was told', () => {
  const failing: readonly [string, Partial<Options>, (app: TestApprovals, id: string) => Promise<void>, string][] = [
    ['no approver', {}, (app, id) => app.approve({ id }, { as: 'U0CAROL' }), 'not one of the approvers'],
    [
      'no approver, where there is a form',
      { reason: { reject: 'required' } },
      (app, id) => app.reject({ id }, { as: 'U0CAROL', reason: 'no' }),
      'not one of the approvers',
    ],
    [
      'no reason, where it is required',
      { reason: { reject: 'required' } },
      (app, id) => app.reject({ id }, { as: 'U0ALICE' }),
      'U0ALICE cannot reject "Deploy api?',
    ],
    [
      'a reason that nobody asked for',
      { reason: { approve: 'none' } },
      (app, id) => app.approve({ id }, { as: 'U0ALICE', reason: 'why not' }),
      'its kind asks for none',
    ],
    [
      'a second answer',
      {},
      async (app, id) => {
        await app.approve({ id }, { as: 'U0ALICE' });
        await app.reject({ id }, { as: 'U0BOB' });
      },
      'the card has no such button',
    ],
    ['an unknown person', {}, (app, id) => app.approve({ id }, { as: 'U0NOBODY' }), 'U0NOBODY'],
    ['an id that no approval has', {}, (app) => app.approve({ id: 'none' }, { as: 'U0ALICE' }), 'has no card'],
  ];

  test.each(failing)('%s', async (_, change, answer, message) => {
    const { app, ask } = await aDeployApp(change);
    const { id } = await ask();

    await expect(answer(app, id)).rejects.toThrow(message);
  });
});

describe('an expectation that fails says what cards there are', () => {
  test('none, as no program has asked', async () => {
    const { app } = await aDeployApp();

    await expect(app.expectCard({ text: 'Deploy' })).rejects.toMatchObject({
      name: 'AssertionError',
      message: 'One card must have text "Deploy": no card does.\nNo program has asked.',
    });
  });

  test('others, one of which is not posted', async () => {
    const { app, ask } = await aDeployApp({ channel: ['C0OPS', 'C0QUIET'] });
    await ask('api');

    const message = expect.stringMatching(
      /^One card must have text \/web\/: no card does.\nThe cards are:\n {2}C0OPS: "Deploy api\?.*", kind "deploy", key "api", pending\n {2}C0QUIET: not posted \(not_in_channel\), kind/,
    );
    await expect(app.expectCard({ text: /web/ })).rejects.toMatchObject({ message });
  });

  test('two that match', async () => {
    const { app, ask } = await aDeployApp();
    await ask('api');
    await ask('web');

    await expect(app.expectCard({ kind: 'deploy' })).rejects.toThrow('One card must have kind "deploy": 2 cards do.');
    await expect(app.expectCard()).rejects.toThrow('Exactly one card was expected: there are 2.');
  });
});

test('as the clock moves, what nobody answers expires', async () => {
  const { app, ask, decided } = await aDeployApp();
  await ask();
  const startedAt = app.clock();

  await app.advance('29m');
  const early = [...decided];
  await app.advance('1m');

  expect([early, decided]).toEqual([[], ['expired']]);
  expect(app.clock() - startedAt).toBe(30 * 60_000);
});

test('an app makes its approvals in its own way, under a namespace and in other words', async () => {
  const { app, ask, decided } = await aDeployApp(
    {},
    {
      startAt: Date.UTC(2030, 0, 1),
      create: (options) => createApprovals({ ...options, namespace: 'staging', messages: { approve: 'Genehmigen' } }),
    },
  );

  await app.approve(await ask(), { as: 'U0ALICE' });

  expect(decided).toEqual(['approved']);
  expect(await app.expectCard()).toMatchObject({ approval: { askedAt: Date.UTC(2030, 0, 1) } });
});

test('what went wrong in a decision that is delivered is delivered again as the clock moves', async () => {
  let attempts = 0;
  const { app, ask } = await aDeployApp({
    onDecision: async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('away');
    },
  });
  await app.approve(await ask(), { as: 'U0ALICE' });
  const first = attempts;

  await app.advance('1h');

  expect([first, attempts]).toEqual([1, 2]);
});

test('`await using` ends it', async () => {
  let url = '';
  {
    await using app = await createTestApprovals();
    url = app.slack.url;
  }

  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
