import { anyone, channelMembers, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { click, toldDirectly, toldTo } from '../world/people.js';
import { buttonValue, clickPayload, sendClick } from '../world/signed.js';
import { createWorld, present, start } from '../world/world.js';

const quietSink = { onDecision: async () => undefined };

async function codesOf(world: Awaited<ReturnType<typeof createWorld>>, id: string) {
  const history = await world.approvals.history(id);
  return history.filter(({ event }) => event['type'] === 'vote_refused').map(({ event }) => event['code']);
}

test('somebody who is no approver is told so privately, and it is noted once', async () => {
  const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
  const approval = await world.ask();

  const first = await click(world, approval, 'U0ALICE', 'approve');
  await world.approvals.flush();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.approvals.flush();

  expect(first).toMatchObject({ status: 200, body: '' });
  expect(toldTo(world, 'U0ALICE')).toBe('You are not one of the approvers of this.');
  expect(toldTo(world, 'U0BOB')).toBeNull();
  expect(await codesOf(world, approval.id)).toEqual(['not_an_approver']);
  expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
});

describe('nobody decides what they asked for', () => {
  test('the person who asked', async () => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await click(world, approval, 'U0ALICE', 'approve');

    expect(toldTo(world, 'U0ALICE')).toContain('asked for this yourself');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('the same person with another home team', async () => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await sendClick(world, approval, {
      value: buttonValue(approval),
      change: { user: { id: 'U0ALICE', team_id: 'T0ELSEWHERE' } },
    });

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('whoever amended it since', async () => {
    const world = await createWorld();
    const asked = await world.ask();
    await world.orders.amend({ id: asked.id }, { size: 'small' }, { by: user('U0ALICE') });
    await world.work();

    await click(world, asked, 'U0ALICE', 'approve');

    expect(toldTo(world, 'U0ALICE')).toContain('changed this yourself');
    expect(await world.get(asked.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('by a program in their name neither', async () => {
    const world = await createWorld();
    const { id, digest } = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    const answer = await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'cli' });

    expect(answer).toMatchObject({ code: 'self_approval' });
  });

  test.each(['U0ALICE', '<@U0ALICE>', ' U0ALICE ', 'W012ABCDEF', 'for <@U0ALICE>', '<@U0ALICE|alice>'])(
    'and a plain name that looks like a person is none: %j',
    async (requester) => {
      const world = await createWorld();

      const asking = world.orders.ask({ size: 'large' }, { requester });

      await expect(asking).rejects.toMatchObject({ code: 'invalid_requester' });
    },
  );

  test.each(['', 'alice', '@alice', 'U0alice', '<@U0ALICE>'])('and user(%j) is no person', async (id) => {
    const world = await createWorld();

    await expect(world.orders.ask({ size: 'large' }, { requester: user(id) })).rejects.toMatchObject({
      code: 'invalid_requester',
    });
  });

  test('unless the kind allows it', async () => {
    const world = await createWorld({ kind: { allowSelfApproval: true } });
    const approval = await world.ask({ size: 'large' }, { requester: user('U0ALICE') });

    await click(world, approval, 'U0ALICE', 'approve');

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });
});

/** Everybody is in the channel; the outsider's comes from another company. */
const everywhere = ['U0ALICE', 'U0GUEST', 'U0ROBOT', 'U0OUTSIDER', 'U0GONE'];
const channels = [{ id: 'C0PIZZA', members: everywhere, externallyShared: true }];
const usergroups = [{ id: 'S0ONCALL', users: everywhere }];

const rules = { 'anyone()': anyone(), 'channelMembers()': channelMembers(), 'usergroup()': usergroup('S0ONCALL') };

describe.each(Object.entries(rules))('by %s', (name, rule) => {
  const world = () =>
    createWorld({ slack: { channels, usergroups }, kind: { approvers: [rule], channel: 'C0PIZZA', ...quietSink } });

  test('a full member counts', async () => {
    const here = await world();
    const approval = await here.ask();

    const sent = await click(here, approval, 'U0ALICE', 'approve');
    await here.work();

    expect(sent.status).toBe(200);
    expect(await here.get(approval.id)).toMatchObject({ status: 'approved', votes: [{ checked: true }] });
  });

  // Slack admits no guests and no bots to user groups, and takes out whoever is deactivated
  const refused = [
    ['somebody of another company', 'U0OUTSIDER', 'outsider'],
    ...(name === 'usergroup()'
      ? []
      : [
          ['a guest', 'U0GUEST', 'guest'],
          ['a bot', 'U0ROBOT', 'bot'],
          ['a deactivated account', 'U0GONE', 'deactivated'],
        ]),
  ];
  test.each(refused)('%s does not, and is told so', async (_, userId, code) => {
    const here = await world();
    const approval = await here.ask();
    const teamId = userId === 'U0OUTSIDER' ? 'T0PARTNER' : here.slack.teamId;

    const answer = await sendClick(here, approval, {
      value: buttonValue(approval),
      userId: present(userId),
      change: { user: { id: userId, team_id: teamId } },
    });
    await here.work();

    expect(answer.status).toBe(200);
    expect(await here.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await codesOf(here, approval.id)).toEqual([code]);
    const told = toldTo(here, present(userId)) ?? toldDirectly(here, present(userId));
    // to somebody whose account is gone nothing can be said
    expect(userId === 'U0GONE' || told !== null).toBe(true);
  });
});

test('a member who answers elsewhere is sent to the channel of the card, by its name', async () => {
  const world = await createWorld({ kind: { approvers: [channelMembers()], ...quietSink } });
  const approval = await world.ask();
  const container = { type: 'message', message_ts: '1767261600.000900', channel_id: 'C0OPS', is_ephemeral: false };

  await sendClick(world, approval, { value: buttonValue(approval), change: { container } });

  const told = world.slack.messages('C0OPS', { asUser: 'U0ALICE' }).at(-1);
  expect(told).toMatchObject({ ephemeralFor: 'U0ALICE' });
  expect(told?.text).toContain('please use the card in <#C0PIZZA>');
  expect(JSON.stringify(told?.blocks)).toContain('{"type":"channel","channel_id":"C0PIZZA"}');
  expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
});

test('a guest who is named may decide', async () => {
  const world = await createWorld({ kind: { approvers: [user('U0GUEST')] } });
  const approval = await world.ask();

  await click(world, approval, 'U0GUEST', 'approve');

  expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
});

describe('a click that does not come from this installation', () => {
  test.each([
    ['another app', { api_app_id: 'A0OTHER' }],
    ['another workspace', { team: { id: 'T0OTHER' } }],
    ['no workspace', { team: null }],
  ])('%s is not found', async (_, change) => {
    const world = await createWorld();
    const approval = await world.ask();

    await sendClick(world, approval, { value: buttonValue(approval), change });

    expect(toldTo(world, 'U0ALICE')).toBe('There is no such approval.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('is not found either on a card whose process was killed while it was posted', async () => {
    const posting = deferred();
    const post = async () => {
      posting.resolve();
      return await new Promise<never>(() => undefined);
    };
    const world = await createWorld({ access: { transport: agreeableTransport({ post }) } });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await posting.promise;
    const fresh = world.again();

    await fresh.handleVerified(
      clickPayload(
        world,
        { copies: [{ channelId: 'C0PIZZA', ts: '1767261600.000001' }] },
        {
          value: buttonValue(approval),
          change: { team: { id: 'T0OTHER' }, user: { id: 'U0ALICE', team_id: 'T0OTHER' } },
        },
      ),
    );

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [], copies: [{ ts: null }] });
  });

  test('is not found either by a process that has not asked Slack where it is', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const fresh = world.again();
    fresh.define('order', {
      ...quietSink,
      schema: { '~standard': { version: 1, vendor: 't', validate: () => ({ value: 1 }) } },
      card: () => ({ title: 't' }),
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
    });

    await fresh.handleVerified({
      type: 'block_actions',
      api_app_id: world.slack.appId,
      team: { id: 'T0OTHER' },
      user: { id: 'U0ALICE', team_id: 'T0OTHER' },
      container: { type: 'message', channel_id: 'C0PIZZA', message_ts: approval.copies[0]?.ts },
      actions: [
        { action_id: 'approval:default:approve', value: buttonValue(approval), action_ts: `${start / 1000}.000100` },
      ],
    });

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });
});
