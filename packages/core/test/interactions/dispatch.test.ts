import { createApprovals } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { cardIn, toldTo } from '../world/people.js';
import { buttonValue, clickPayload } from '../world/signed.js';
import { createWorld, orderOptions, present, second, type World } from '../world/world.js';

/** A click in the form that Bolt hands on: parsed JSON, verified by somebody else. */
async function clicked(world: World, userId = 'U0ALICE', action?: string) {
  const approval = await world.ask();
  const click = { value: buttonValue(approval), userId, ...(action === undefined ? {} : { action }) };
  return { approval, payload: clickPayload(world, approval, click) };
}

describe('what somebody else has verified', () => {
  test('is decided on like every click', async () => {
    const world = await createWorld();
    const { approval, payload } = await clicked(world);

    const answer = await world.approvals.handleVerified(payload);
    await world.work();

    expect(answer).toEqual({ status: 200, headers: {}, body: '' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    expect(cardIn(world).text).toContain('Approved by <@U0ALICE>');
  });

  test('is refused like every click, in private', async () => {
    const world = await createWorld();
    const { approval, payload } = await clicked(world, 'U0GUEST');

    const answer = await world.approvals.handleVerified(payload);

    expect(answer.status).toBe(200);
    expect(toldTo(world, 'U0GUEST')).toBe('You are not one of the approvers of this.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending' });
  });

  test('of a form is answered in the body, for ack', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const answer = await world.approvals.handleVerified({
      type: 'view_submission',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0GUEST', team_id: world.slack.teamId },
      view: {
        id: 'V0FORM',
        hash: '1.a',
        callback_id: 'approval:default:reject_form',
        private_metadata: buttonValue(approval),
        state: { values: { reason: { reason: { type: 'plain_text_input', value: 'no' } } } },
      },
    });

    expect(JSON.parse(answer.body)).toMatchObject({ response_action: 'update' });
    expect(answer.body).toContain('not one of the approvers');
  });

  test('of a command is answered in the body', async () => {
    const world = await createWorld();

    const answer = await world.approvals.handleVerified({
      command: '/approvals',
      text: 'help',
      user_id: 'U0ALICE',
      channel_id: 'C0PIZZA',
      team_id: world.slack.teamId,
      api_app_id: world.slack.appId,
    });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ response_type: 'ephemeral', text: expect.any(String) });
  });

  test.each([
    [{ type: 'event_callback', event: { type: 'app_mention' }, event_id: 'Ev1' }, 200],
    [{ type: 'block_suggestion' }, 200],
    [{}, 400],
    [null, 400],
    ['text', 400],
    [[], 400],
    [{ type: 'block_actions' }, 400],
  ])('%j is answered %i', async (payload, status) => {
    const world = await createWorld();

    expect((await world.approvals.handleVerified(payload)).status).toBe(status);
  });
});

test.each([
  ['another app', { api_app_id: 'A0OTHER' }],
  ['another workspace', { team_id: 'T0OTHER' }],
])('a command of %s is told of nothing', async (_, change) => {
  const world = await createWorld();
  await world.ask();
  const ours = {
    user_id: 'U0ALICE',
    channel_id: 'C0PIZZA',
    team_id: world.slack.teamId,
    api_app_id: world.slack.appId,
  };

  const answer = await world.approvals.handleVerified({ ...ours, command: '/approvals', text: 'help', ...change });

  expect(JSON.parse(answer.body)).toMatchObject({ text: 'There is no such approval.' });
});

describe('the context is the one of receive', () => {
  /** The deliveries under way, and a gate that lets them through. */
  async function withDeliveries() {
    const delivered: string[] = [];
    const sink = async ({ approvalId }: { readonly approvalId: string }) => void delivered.push(approvalId);
    const world = await createWorld({ access: { transport: agreeableTransport() }, kind: { onDecision: sink } });
    return { world, delivered, ...(await clicked(world)) };
  }

  test('a host that is given the work waits for it or not, as it likes', async () => {
    const { world, delivered, approval, payload } = await withDeliveries();
    const given: Promise<unknown>[] = [];

    await world.approvals.handleVerified(payload, { waitUntil: (work) => void given.push(work) });
    await present(given[0]);

    expect(given).toHaveLength(1);
    expect(delivered).toEqual([approval.id]);
  });

  test('an answer waits for the promise that waitUntil returns', async () => {
    const { world, delivered, approval, payload } = await withDeliveries();

    await world.approvals.handleVerified(payload, { waitUntil: (work) => work });

    expect(delivered).toEqual([approval.id]);
  });

  test('null leaves everything to processDue', async () => {
    const { world, delivered, approval, payload } = await withDeliveries();

    await world.approvals.handleVerified(payload, { waitUntil: null });
    await world.approvals.flush();
    const before = [...delivered];
    const row = await world.row(approval.id);
    await world.approvals.processDue();

    expect([before, row.leaseToken, row.dueAt]).toEqual([[], null, world.clock()]);
    expect(delivered).toEqual([approval.id]);
  });
});

describe('what comes from another workspace, of which no record knows yet', () => {
  const elsewhere = { team: { id: 'T0ELSEWHERE' } };

  /** Asked by a process without Slack, so the record does not say where the app is installed. */
  async function askedElsewhere() {
    const access = { transport: agreeableTransport(), teamId: 'T0PIZZA', appId: 'A0APPROVAL' };
    const world = await createWorld({ access });
    const asking = createApprovals({ store: world.store, clock: world.clock }).define('order', orderOptions());
    const { approval } = await asking.ask({ size: 'large' }, { requester: 'alertmanager' });
    return { world, approval };
  }

  test('a click decides nothing', async () => {
    const { world, approval } = await askedElsewhere();
    const payload = clickPayload(world, approval, { value: buttonValue(approval), change: elsewhere });

    await world.approvals.handleVerified({ ...payload, api_app_id: 'A0APPROVAL' });
    await world.approvals.flush();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test.each([
    ['T0ELSEWHERE', 0],
    ['T0PIZZA', 1],
  ])('an app that joins a channel of %s posts %i cards there', async (teamId, count) => {
    let isInvited = false;
    const posts: string[] = [];
    const { post } = agreeableTransport();
    const transport = agreeableTransport({
      post: async (message) => {
        if (!isInvited) return { type: 'waiting', reason: 'not_in_channel', isAppWide: false, needed: null };
        posts.push(message.channelId);
        return await post(message);
      },
    });
    const world = await createWorld({ access: { transport, teamId: 'T0PIZZA', appId: 'A0APPROVAL' } });
    await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await world.approvals.flush();
    isInvited = true;
    world.clock.advance(second);

    await world.approvals.handleVerified({
      type: 'event_callback',
      api_app_id: 'A0APPROVAL',
      team_id: teamId,
      event_id: 'Ev1',
      authorizations: [{ team_id: teamId, enterprise_id: null, user_id: 'U0BOT', is_bot: true }],
      event: { type: 'member_joined_channel', user: 'U0BOT', channel: 'C0PIZZA' },
    });
    await world.approvals.flush();

    expect(posts).toHaveLength(count);
  });
});
