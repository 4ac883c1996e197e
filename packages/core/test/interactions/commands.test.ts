import { type AnswersExplained, user, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { cardIn, click, toldTo } from '../world/people.js';
import { buttonValue, formOf, signed, typeCommand } from '../world/signed.js';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, hour, orderOptions, present, second, type World } from '../world/world.js';

interface Reply {
  readonly response_type: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const notFound = 'There is no such approval.';
const nobody = `a${'b'.repeat(25)}`;

async function type(world: World, userId: string, text: string, channelId = 'C0PIZZA'): Promise<Reply> {
  const sent = await world.slack.command({ userId, channelId, command: '/approvals', text });
  expect(sent).toMatchObject({ status: 200, failure: null });
  return JSON.parse(sent.body) as Reply;
}

function verbsIn(blocks: readonly KnownBlock[]): readonly string[] {
  return objectsIn(blocks).flatMap(({ action_id: id }) => (typeof id === 'string' ? [id.split(':')[2] ?? ''] : []));
}

/** A private card of a person in #ops, where the card does not stand, and clicks on it as Slack sends them. */
async function privately(world: World, userId: string, id: string, verb = 'approve') {
  await type(world, userId, `${verb} ${id}`, 'C0OPS');
  const shown = present(world.slack.messages('C0OPS', { asUser: userId }).at(-1));
  const press = (action: string) =>
    world.slack.click({ userId, channelId: 'C0OPS', ts: shown.ts, actionId: `approval:default:${action}` });
  const now = () => world.slack.messages('C0OPS', { asUser: userId }).filter((one) => one.ephemeralFor === userId);
  return { shown, press, now };
}

describe('the slash command', () => {
  test.each(['help', '', 'HELP'])('%j says what it understands, by the name it was called', async (text) => {
    const world = await createWorld();

    const sent = await world.slack.command({ userId: 'U0ALICE', channelId: 'C0PIZZA', command: '/ok', text });

    expect(JSON.parse(sent.body)).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('/ok list'),
    });
  });

  test.each(['show', 'fetch x', 'show <@U0BOB>', 'approve x y'])(
    '%j is answered by what is wrong, and help',
    async (text) => {
      const world = await createWorld();

      const { text: told } = await type(world, 'U0ALICE', text);

      expect(told).toMatch(/^(Say which|There is no such command|This is not the id|Give one id)/);
      expect(told).toContain('/approvals show');
    },
  );

  test('lists what waits for a person and what they asked for, newest first', async () => {
    const world = await createWorld();
    const first = await world.ask({ size: 'small' });
    await world.ask({ size: 'large' }, { requester: user('U0ALICE') });
    world.clock.advance(second);
    const last = await world.ask({ size: 'huge' }, { requester: user('U0BOB') });

    const { blocks } = await type(world, 'U0ALICE', 'list');

    const values = objectsIn(blocks).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    expect(values.slice(0, 2)).toEqual([buttonValue(last), buttonValue(first)]);
    expect(values).toHaveLength(3);
    expect(verbsIn(blocks)).toEqual(['details', 'details', 'details']);
  });

  test('lists nothing that is answered, over, or not for the person', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const answered = await world.ask();
    await click(world, answered, 'U0ALICE', 'approve');
    const withdrawn = await world.ask();
    await world.approvals.withdraw(withdrawn.id, { by: 'alertmanager', reason: 'resolved' });

    const [alice, robot] = [await type(world, 'U0ALICE', 'list'), await type(world, 'U0ROBOT', 'list')];

    for (const { blocks } of [alice, robot]) expect(verbsIn(blocks)).toEqual([]);
    expect(JSON.stringify(alice.blocks)).toContain('Nothing is waiting for you.');
  });

  test('lists nothing whose time is over', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h' } });
    await world.ask();
    world.clock.advance(hour);

    const { blocks } = await type(world, 'U0ALICE', 'list');

    expect(verbsIn(blocks)).toEqual([]);
  });

  test.each(['show', 'approve', 'reject'])(
    '%s shows the card privately, with its buttons, and changes nothing',
    async (verb) => {
      const world = await createWorld();
      const approval = await world.ask();
      const before = await world.row(approval.id);

      const reply = await type(world, 'U0ALICE', `${verb} ${approval.id.toUpperCase()} `, 'C0OPS');

      expect(reply.response_type).toBe('ephemeral');
      expect(verbsIn(reply.blocks)).toEqual(['approve', 'reject', 'details']);
      expect(objectsIn(reply.blocks).map(({ value }) => value)).toContain(buttonValue(approval));
      expect(await world.row(approval.id)).toEqual(before);
    },
  );

  test('offers whoever asked to take it back', async () => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0CAROL') });

    const { blocks } = await type(world, 'U0CAROL', `show ${approval.id}`);

    expect(verbsIn(blocks)).toEqual(['approve', 'reject', 'details', 'withdraw']);
  });

  test('tells at once who may not give that answer, instead of what to press', async () => {
    const messages = { refusal: ({ code }: { readonly code: string }) => code };
    const world = await createWorld({ options: { messages }, kind: { vetoers: [user('U0GUEST')] } });
    const approval = await world.ask({ size: 'large' }, { requester: user('U0CAROL') });

    const [own, theirs] = [
      await type(world, 'U0CAROL', `approve ${approval.id}`),
      await type(world, 'U0GUEST', `approve ${approval.id}`),
    ];

    expect([own.text, theirs.text]).toEqual([
      expect.stringMatching(/^self_approval\n/),
      expect.stringMatching(/^not_an_approver\n/),
    ]);
  });

  test('says of what is decided who decided it, and shows no button to decide it', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    await click(world, approval, 'U0BOB', 'approve');
    await world.work();

    const { text, blocks } = await type(world, 'U0ALICE', `approve ${approval.id}`);

    expect(text).toContain('already approved by <@U0BOB>');
    expect(verbsIn(blocks)).toEqual(['details']);
  });

  test.each([
    ['U0ALICE', 'You can approve or reject this.'],
    ['U0CAROL', 'someone else has to decide it'],
    ['U0GUEST', 'not one of the approvers'],
  ])('why tells %s: %s', async (userId, why) => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0CAROL') });

    expect((await type(world, userId, `why ${approval.id}`)).text).toContain(why);
  });

  test('why tells who has answered that the answer is in, and that they may still give the other one', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    const { text } = await type(world, 'U0ALICE', `why ${approval.id}`);
    expect(text).toBe('Your answer is in. You can reject this.');
  });

  test('why tells what Slack does not say, and which answer needs it not', async () => {
    const world = await createWorld({
      slack: { scopes: ['chat:write'] },
      kind: { approvers: [usergroup('S0ONCALL', 1), user('U0ALICE')] },
    });
    const { id } = await world.ask();

    const { text } = await type(world, 'U0ALICE', `why ${id}`);

    expect(text).toMatch(/lacks the scope usergroups:read.* You can reject this\.$/);
  });

  test('why uses the words of the app', async () => {
    const mayDecide = ({ approve, reject }: AnswersExplained) => `${approve.code}, ${reject.code}`;
    const world = await createWorld({ kind: { quorum: { approve: 2 } }, options: { messages: { mayDecide } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');

    expect((await type(world, 'U0ALICE', `why ${approval.id}`)).text).toBe('already_voted, allowed');
  });
});

describe('to others it is not there, in the words for what does not exist', () => {
  const verbs = ['show', 'approve', 'reject', 'why'];

  test.each(verbs)('%s, for a person whom it does not concern', async (verb) => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();

    const [theirs, unknown] = [
      await type(world, 'U0ALICE', `${verb} ${approval.id}`, 'C0OPS'),
      await type(world, 'U0ALICE', `${verb} ${nobody}`, 'C0OPS'),
    ];

    expect(theirs).toEqual(unknown);
    expect(theirs.text).toBe(notFound);
  });

  test('but it is in the channel of the card', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();

    expect((await type(world, 'U0ALICE', `show ${approval.id}`, 'C0PIZZA')).text).toContain('Order pizza?');
  });

  test('for a member of a group that Slack has to be asked about', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();

    expect((await type(world, 'U0ALICE', `show ${approval.id}`, 'C0OPS')).text).toContain('Order pizza?');
    expect((await type(world, 'U0CAROL', `show ${approval.id}`, 'C0OPS')).text).toBe(notFound);
  });

  test('where Slack can not be asked', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', how: 'status' });

    expect((await type(world, 'U0ALICE', `show ${approval.id}`, 'C0OPS')).text).toBe(notFound);
  });

  test('nor in another installation, nor another deployment', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const other = world.again({ namespace: 'staging' });
    const staged = await other.define('order', orderOptions()).ask({ size: 'huge' }, { requester: 'x' });
    const fields = { command: '/approvals', text: `show ${approval.id}`, channel_id: 'C0PIZZA', user_id: 'U0ALICE' };

    const partner = await world.approvals.handleVerified({ ...fields, api_app_id: 'A0APPROVAL', team_id: 'T0PARTNER' });

    expect(JSON.parse(partner.body)).toMatchObject({ text: notFound });
    expect((await type(world, 'U0ALICE', `show ${staged.approval.id}`)).text).toBe(notFound);
  });

  test('nor are the details, where a button of it is clicked elsewhere', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0BOB')] } });
    const approval = await world.ask();
    const payload = {
      type: 'block_actions',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0ALICE', team_id: world.slack.teamId },
      trigger_id: '1.2.abc',
      container: { type: 'message', message_ts: '1.2', channel_id: 'C0OPS', is_ephemeral: false },
      actions: [{ action_id: 'approval:default:details', value: buttonValue(approval), action_ts: '1.2' }],
    };

    await world.approvals.handleRaw(await signed(world, formOf(payload)));

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(toldTo(world, 'U0ALICE', 'C0OPS')).toBe(notFound);
  });
});

describe('a vote on a private card', () => {
  test('counts, is answered in its place, and teaches no copy', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const { press, now } = await privately(world, 'U0ALICE', approval.id);

    const sent = await press('approve');
    await world.work();

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(await world.get(approval.id)).toMatchObject({
      status: 'approved',
      copies: approval.copies,
      decision: { decidedBy: [{ userId: 'U0ALICE' }] },
    });
    expect(now()).toHaveLength(1);
    expect(now()[0]?.text).toMatch(/^Your answer is in\.\n/);
    expect(verbsIn(present(now()[0]).blocks)).toEqual([]);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Approved');
  });

  test('that has to be checked says so', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();
    const { press, now } = await privately(world, 'U0ALICE', approval.id);
    world.clock.advance(2 * 60 * second);

    await press('approve');
    await world.work();

    expect(now()[0]?.text).toContain('Your answer is in and is being checked.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test('with a reason is confirmed in the form', async () => {
    const world = await createWorld({ kind: { reason: { reject: 'required' } } });
    const approval = await world.ask();
    const { press } = await privately(world, 'U0ALICE', approval.id, 'reject');
    await press('reject');
    const form = present(world.slack.views('U0ALICE')[0]);

    await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'cold' } });
    await world.work();

    expect(JSON.stringify(world.slack.views('U0ALICE')[0]?.blocks)).toContain('Your answer is in.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected', copies: approval.copies });
  });

  test.each([
    ['decided meanwhile', 'already approved by', (world: World, id: string) => decideAs(world, id, 'U0BOB')],
    [
      'amended meanwhile',
      'changed after you saw it',
      (world: World, id: string) => world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' }),
    ],
    [
      'withdrawn meanwhile',
      'withdrawn by alertmanager',
      (world: World, id: string) => world.approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' }),
    ],
  ])('that was %s is told: %s', async (_, told, meanwhile) => {
    const world = await createWorld();
    const approval = await world.ask();
    const { press, now } = await privately(world, 'U0ALICE', approval.id);
    await meanwhile(world, approval.id);

    const sent = await press('approve');

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(now().at(-1)?.text).toContain(told);
    expect((await world.get(approval.id)).votes.map(({ by }) => by.userId)).not.toContain('U0ALICE');
  });

  test('whose receipt can not be sent ends in the error of Slack, and the vote stands', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const { press } = await privately(world, 'U0ALICE', approval.id);
    world.slack.fail({ method: 'response_url', how: 'status' });

    const sent = await press('approve');

    expect(sent).toMatchObject({ status: 503, failure: 'http_error' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
    expect(await press('approve')).toMatchObject({ status: 200 });
  });

  test('by somebody who may only look is refused', async () => {
    const world = await createWorld();
    const approval = await world.ask({ size: 'large' }, { requester: user('U0CAROL') });
    const { press, now } = await privately(world, 'U0CAROL', approval.id);

    await press('approve');

    expect(now().at(-1)?.text).toContain('someone else has to decide it');
    expect((await world.get(approval.id)).votes).toEqual([]);
  });
});

test('a store that fails: the command ends in the error of Slack', async () => {
  const world = await createWorld();
  await world.store.close();

  const sent = await world.slack.command({
    userId: 'U0ALICE',
    channelId: 'C0PIZZA',
    command: '/approvals',
    text: 'list',
  });

  expect(sent).toMatchObject({ status: 503, failure: 'http_error' });
});

test('Slack is asked for a few facts at most, however many rules there are', async () => {
  const asked: string[] = [];
  const groupMembers: SlackTransport['groupMembers'] = async (id) => {
    asked.push(id);
    return { type: 'ok', value: [] };
  };
  const { agreeableTransport } = await import('../world/agreeable-transport.js');
  const rules = Array.from({ length: 30 }, (_, index) => usergroup(`S0GROUP${index}`));
  const world = await createWorld({
    access: { transport: agreeableTransport({ groupMembers }) },
    kind: { approvers: rules },
  });
  const approval = await world.ask();

  expect(await typeCommand(world, 'U0ALICE', 'list')).toMatchObject({ response_type: 'ephemeral' });
  expect(asked).toHaveLength(6);
  expect(approval.status).toBe('pending');
});

async function decideAs(world: World, id: string, userId: string) {
  const { digest } = await world.get(id);
  await world.approvals.vote(id, { by: user(userId), answer: 'approve', digest, via: 'test' });
}
