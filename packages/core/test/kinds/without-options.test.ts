import { createApprovals, memoryStore, slackFromEnv, user } from '@k8s-pizza/slack-approval';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWorld, day, minute } from '../world/world.js';

/** A kind with a channel and approvers, and nothing else, in a new process. */
async function barest() {
  const world = await createWorld();
  const kind = world.approvals.define('roll-back', { channel: 'C0OPS', approvers: [user('U0ALICE')] });
  const { approval } = await kind.ask({ app: 'api', to: '4.1' }, { requester: 'ci' });
  await world.approvals.flush();
  const card = () => JSON.stringify(world.slack.messages('C0OPS').map(({ blocks }) => blocks));
  const approve = async () => {
    const { id, digest } = approval;
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });
    await world.approvals.flush();
  };
  return { world, kind, id: approval.id, card, approve };
}

describe('a kind that names only its channel and its approvers', () => {
  test('takes any JSON, and shows its fields under its own name', async () => {
    const { card } = await barest();

    expect(card()).toContain('Roll back');
    expect(card()).toContain('4.1');
  });

  test('refuses what is no JSON', async () => {
    const { kind } = await barest();

    await expect(kind.ask(new Date(), { requester: 'ci' })).rejects.toMatchObject({ code: 'payload_not_json' });
  });

  test('delivers nothing: the program that asked waits', async () => {
    const { world, kind, id, card, approve } = await barest();

    await approve();

    expect(await kind.waitForDecision(id, { timeout: '1s' })).toMatchObject({ outcome: 'approved' });
    expect(await world.get(id)).toMatchObject({ delivery: { state: 'none', attemptCount: 0, nextAt: null } });
    expect(card()).toContain('"Approved"');
    expect(card()).not.toMatch(/handed over/i);
    expect(await world.row(id)).toMatchObject({ leaseToken: null, dueAt: expect.any(Number) });
  });

  test('has nothing that could be delivered again, and is erased in its time', async () => {
    const { world, id, approve } = await barest();
    await approve();

    expect(await world.approvals.redeliver(id)).toMatchObject({ ok: false, code: 'nothing_to_deliver' });
    world.clock.advance(91 * day);
    await world.work();
    expect(await world.get(id)).toMatchObject({ payload: null });
  });

  test('has one update after the decision, and reports that follow keep 5 s', async () => {
    const { world, approve } = await barest();
    const updates = () => world.slack.traffic.filter(({ method }) => method === 'chat.update').length;

    await approve();
    world.clock.advance(minute);
    await world.work();

    expect(updates()).toBe(1);
  });
});

test('a title is a text, or a function of the payload', async () => {
  const approvals = createApprovals({ store: memoryStore() });
  const common = { channel: 'C0OPS', approvers: [user('U0ALICE')] };
  const fixed = approvals.define('fixed', { ...common, title: 'Roll back?' });
  const made = approvals.define<{ app: string }>('made', { ...common, title: ({ app }) => `Roll ${app} back?` });

  expect(await fixed.preview({ app: 'api' })).toMatchObject({ text: expect.stringContaining('Roll back?') });
  expect(await made.preview({ app: 'api' })).toMatchObject({ text: expect.stringContaining('Roll api back?') });
});

describe('slackFromEnv', () => {
  test('reads three variables', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 's',
      SLACK_API_URL: 'http://localhost:1/',
      OTHER: 'x',
    };

    expect(slackFromEnv(env)).toEqual({ token: 'xoxb-1', signingSecret: 's', apiUrl: 'http://localhost:1/' });
  });

  test('takes an empty address for none', () => {
    expect(slackFromEnv({ SLACK_API_URL: '' })).toEqual({
      token: undefined,
      signingSecret: undefined,
      apiUrl: undefined,
    });
  });

  test('wants no signing secret for Socket Mode, where nothing is signed', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

    expect(slackFromEnv(env)).toMatchObject({ signingSecret: null });
    expect(slackFromEnv({ ...env, SLACK_SIGNING_SECRET: 's' })).toMatchObject({ signingSecret: 's' });
    expect(() => createApprovals({ store: memoryStore(), slack: slackFromEnv(env) })).not.toThrow();
  });

  test('is the environment of this process unless another is given', () => {
    process.env['SLACK_BOT_TOKEN'] = 'xoxb-2';
    onTestFinished(() => void delete process.env['SLACK_BOT_TOKEN']);

    expect(slackFromEnv()).toMatchObject({ token: 'xoxb-2' });
  });

  test.each([
    ['the token', { SLACK_SIGNING_SECRET: 's' }, 'missing_token'],
    ['the signing secret', { SLACK_BOT_TOKEN: 'xoxb-1' }, 'missing_signing_secret'],
    [
      'a signing secret without Socket Mode',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: '' },
      'missing_signing_secret',
    ],
  ])('leaves it to createApprovals to miss %s', (_, env, code) => {
    expect(() => createApprovals({ store: memoryStore(), slack: slackFromEnv(env) })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
