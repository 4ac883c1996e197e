import { anyone, user, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackOutcome } from '@k8s-pizza/slack-approval/slack';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { deferred } from '../world/deferred.js';
import { cardIn, click, toldTo } from '../world/people.js';
import { buttonValue, clickPayload, formOf, sendClick, signed } from '../world/signed.js';
import { createWorld, minute, second, type World } from '../world/world.js';

const onCall = { kind: { approvers: [usergroup('S0ONCALL')] } };

/** How often Slack was asked for a method. */
function callCount({ slack }: World, method: string): number {
  return slack.traffic.filter((entry) => entry.direction === 'in' && entry.method === method).length;
}

async function codeOfLastRefusal({ approvals }: World, id: string) {
  const refused = (await approvals.history(id)).filter(({ event }) => event['type'] === 'vote_refused');
  return refused.at(-1)?.event['code'];
}

describe('a vote by a member of a user group', () => {
  test('is answered before Slack is asked for the group, then counted', async () => {
    const world = await createWorld(onCall);
    const approval = await world.ask();
    world.context = { waitUntil: null };

    const sent = await click(world, approval, 'U0ALICE', 'approve');

    expect(sent.status).toBe(200);
    expect(callCount(world, 'usergroups.users.list')).toBe(0);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [{ checked: false }] });
    await world.work();
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', votes: [{ checked: true }] });
  });

  test('counts at once while the group is remembered, for a minute', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')], expiresIn: '1h' } });
    const [first, second_, third] = [await world.ask(), await world.ask(), await world.ask()];
    await click(world, first, 'U0ALICE', 'approve');
    await world.work();
    world.context = { waitUntil: null };

    world.clock.advance(50 * second);
    await click(world, second_, 'U0ALICE', 'approve');
    const withinAMinute = await world.get(second_.id);
    world.clock.advance(11 * second);
    await click(world, third, 'U0ALICE', 'approve');

    expect(withinAMinute.status).toBe('approved');
    expect(await world.get(third.id)).toMatchObject({ status: 'pending', votes: [{ checked: false }] });
  });

  test('does not count for another person while the group is remembered', async () => {
    const world = await createWorld(onCall);
    const [first, second_] = [await world.ask(), await world.ask()];
    await click(world, first, 'U0ALICE', 'approve');
    await world.work();
    world.context = { waitUntil: null };

    await click(world, second_, 'U0CAROL', 'approve');
    const before = await world.get(second_.id);
    await world.work();

    expect(before).toMatchObject({ status: 'pending', votes: [{ checked: false }] });
    expect(await world.get(second_.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await codeOfLastRefusal(world, second_.id)).toBe('not_an_approver');
  });

  test('is never refused from memory: somebody who has just joined is looked up afresh', async () => {
    const world = await createWorld(onCall);
    const [first, second_] = [await world.ask(), await world.ask()];
    await click(world, first, 'U0CAROL', 'approve');
    await world.work();
    world.slack.arrange({ usergroups: [{ id: 'S0ONCALL', users: ['U0ALICE', 'U0BOB', 'U0CAROL'] }] });

    await click(world, second_, 'U0CAROL', 'approve');
    await world.work();

    expect(await world.get(first.id)).toMatchObject({ status: 'pending' });
    expect(await codeOfLastRefusal(world, first.id)).toBe('not_an_approver');
    expect(await world.get(second_.id)).toMatchObject({ status: 'approved' });
  });

  test('asks Slack once for many who click at the same time', async () => {
    const world = await createWorld(onCall);
    const asked = [await world.ask(), await world.ask(), await world.ask()];
    world.context = { waitUntil: null };
    for (const approval of asked) await click(world, approval, 'U0ALICE', 'approve');

    await world.work();

    expect(callCount(world, 'usergroups.users.list')).toBe(1);
    for (const approval of asked) expect((await world.get(approval.id)).status).toBe('approved');
  });

  test('of which Slack knows nothing does not count, and the person is told', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0NOWHERE')] } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await codeOfLastRefusal(world, approval.id)).toBe('voter_unknown');
    expect(toldTo(world, 'U0ALICE')).toContain('S0NOWHERE');
  });

  test('is refused with the scope that the app lacks', async () => {
    const world = await createWorld({ ...onCall, slack: { scopes: ['chat:write', 'users:read'] } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(await codeOfLastRefusal(world, approval.id)).toBe('missing_scope');
    expect(toldTo(world, 'U0ALICE')).toContain('usergroups:read');
  });

  test('announces the refusal, also when it comes after the answer', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0EMPTY')] } });
    const approval = await world.ask();
    const codes: string[] = [];
    world.approvals.on('voteRefused', ({ code, by }) => codes.push(`${code} ${by.userId}`));

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(codes).toEqual(['not_an_approver U0ALICE']);
  });
});

describe('while Slack does not say who is in the group', () => {
  const failures = [
    ['an error', { how: 'error', error: 'internal_error' }],
    ['a broken answer', { how: 'half_body' }],
    ['no server', { how: 'status', status: 503 }],
    ['too many calls', { how: 'rate_limit', retryAfterSeconds: 7 }],
  ] as const;

  test.each(failures)('%s: the vote waits, is tried again, and counts when Slack answers', async (_, failure) => {
    const world = await createWorld(onCall);
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', ...failure });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const waiting = await world.get(approval.id);
    world.clock.advance(10 * second);
    await world.work();

    expect(waiting).toMatchObject({ status: 'pending', votes: [{ checked: false }] });
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test('waits as long as Slack says', async () => {
    const world = await createWorld(onCall);
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', how: 'rate_limit', retryAfterSeconds: 30 });
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    world.clock.advance(29 * second);
    await world.work();
    expect(callCount(world, 'usergroups.users.list')).toBe(1);
    world.clock.advance(second);
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  test('after two minutes the vote does not count, and the person is told', async () => {
    const world = await createWorld(onCall);
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', how: 'error', error: 'internal_error', times: 100 });
    await click(world, approval, 'U0ALICE', 'approve');

    for (let elapsed = 0; elapsed < 119; elapsed += 1) {
      await world.work();
      world.clock.advance(second);
    }
    await world.work();
    const before = await world.get(approval.id);
    world.clock.advance(second);
    await world.work();

    expect(before.votes).toMatchObject([{ checked: false }]);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(await codeOfLastRefusal(world, approval.id)).toBe('voter_unknown');
    expect(toldTo(world, 'U0ALICE')).toContain('Please answer again');
  });

  test('the card says so after three seconds, and no longer than needed', async () => {
    const world = await createWorld(onCall);
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', how: 'rate_limit', retryAfterSeconds: 20 });
    const card = () => JSON.stringify(cardIn(world).blocks);

    await click(world, approval, 'U0ALICE', 'approve');
    await world.approvals.flush();
    world.clock.advance(2 * second);
    await world.work();
    const early = card();
    world.clock.advance(second);
    await world.work();
    const shown = card();
    world.clock.advance(20 * second);
    await world.work();

    expect(early).not.toContain('being checked');
    expect(shown).toContain('1 answer being checked');
    expect(card()).not.toContain('being checked');
  });

  test('an answer given in time counts although the time ran out since', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')], expiresIn: '1m' } });
    const approval = await world.ask();
    world.slack.fail({ method: 'usergroups.users.list', how: 'rate_limit', retryAfterSeconds: 60 });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.approvals.flush();
    world.clock.advance(30 * second);
    await world.work();
    world.clock.advance(35 * second);
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });
});

describe('while Slack is asked about somebody who has answered', () => {
  /** Alice has answered, and Slack has been asked for her group but has not said yet. */
  async function asking() {
    const begun = deferred();
    const answer = deferred<SlackOutcome<readonly string[]>>();
    const told: string[] = [];
    const transport = agreeableTransport({
      groupMembers: async () => {
        begun.resolve();
        return await answer.promise;
      },
      ephemeral: async ({ userId, text }) => {
        told.push(`${userId}: ${text}`);
        return { type: 'ok', value: null };
      },
    });
    const world = await createWorld({ ...onCall, access: { transport } });
    const approval = await world.ask();
    await sendClick(world, approval, { value: buttonValue(approval) });
    await begun.promise;
    const isMember = async () => {
      answer.resolve({ type: 'ok', value: ['U0ALICE'] });
      await world.work();
    };
    return { world, approval, isMember, told };
  }

  test('an amendment makes the answer void: the yes that comes after it counts for nothing, and she is told once', async () => {
    const { world, approval, isMember, told } = await asking();

    await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
    await isMember();

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', revision: 2, votes: [] });
    expect(told).toEqual([expect.stringMatching(/^U0ALICE: What you answered was changed since/)]);
  });

  test('a withdrawal ends it: the yes that comes after it counts for nothing, and she is told once', async () => {
    const { world, approval, isMember, told } = await asking();

    await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
    await isMember();

    expect(await world.get(approval.id)).toMatchObject({ status: 'withdrawn', votes: [] });
    expect(told).toEqual([expect.stringMatching(/^U0ALICE: This was decided while your answer was being checked/)]);
  });

  test('the lines that explain may be replaced: the answer counts all the same', async () => {
    const { world, approval, isMember, told } = await asking();

    await world.orders.replaceContext({ id: approval.id }, ['7 alerts by now']);
    await isMember();

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
    expect(told).toEqual([]);
  });
});

describe('people', () => {
  test('are remembered for five minutes where nothing stands against them', async () => {
    const world = await createWorld({ kind: { approvers: [anyone()], expiresIn: '1h' } });
    const asked = [await world.ask(), await world.ask(), await world.ask()] as const;
    await click(world, asked[0], 'U0ALICE', 'approve');
    await world.work();

    world.clock.advance(4 * minute);
    await click(world, asked[1], 'U0ALICE', 'approve');
    await world.work();
    expect(callCount(world, 'users.info')).toBe(1);
    world.clock.advance(2 * minute);
    await click(world, asked[2], 'U0ALICE', 'approve');
    await world.work();

    expect(callCount(world, 'users.info')).toBe(2);
    for (const approval of asked) expect((await world.get(approval.id)).status).toBe('approved');
  });

  test.each(['guest', 'bot', 'deleted'] as const)(
    'are never refused from memory: who was %s a minute ago is looked up afresh',
    async (what) => {
      const record = { guest: false, bot: false, deleted: false, teamId: 'T0PIZZA', enterpriseId: null };
      const records = [{ ...record, [what]: true }, record];
      const person = async () => ({ type: 'ok', value: records.shift() ?? record }) as const;
      const world = await createWorld({
        access: { transport: agreeableTransport({ person }) },
        kind: { approvers: [anyone()] },
      });
      const [first, then] = [await world.ask(), await world.ask()];
      await sendClick(world, first, { value: buttonValue(first) });
      await world.work();

      await sendClick(world, then, { value: buttonValue(then) });
      await world.work();

      expect(await world.get(first.id)).toMatchObject({ status: 'pending', votes: [] });
      expect(await world.get(then.id)).toMatchObject({ status: 'approved' });
    },
  );

  test('are never looked up where they are named', async () => {
    const world = await createWorld({ kind: { approvers: [user('U0ALICE')] } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');

    expect(callCount(world, 'users.info')).toBe(0);
    expect((await world.get(approval.id)).status).toBe('approved');
  });
});

test('a process that does not know its installation yet reads it in the record, and counts the vote at once', async () => {
  const transport = agreeableTransport();
  const world = await createWorld({ access: { transport }, kind: { approvers: [anyone()] } });
  const approval = await world.ask();
  const other = world.again();
  const alice = { userId: 'U0ALICE', teamId: null, enterpriseId: null };
  await other.explain(approval.id, alice);
  const payload = clickPayload(world, approval, { value: buttonValue(approval), change: { user: { id: 'U0ALICE' } } });

  await other.handleRaw(await signed(world, formOf(payload)), { waitUntil: null });

  expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
});

describe('of several groups that each have to approve', () => {
  const groups = ['S0FIRST', 'S0SECOND', 'S0THIRD', 'S0FOURTH', 'S0FIFTH'];

  test.each(groups)('a member of %s counts for it', async (group) => {
    const transport = agreeableTransport({
      groupMembers: async (id) => ({ type: 'ok', value: id === group ? ['U0ALICE'] : [] }),
    });
    const world = await createWorld({
      access: { transport },
      kind: { approvers: groups.map((id) => usergroup(id, 1)) },
    });
    const approval = await world.ask();

    const explained = await world.again().explain(approval.id, {
      userId: 'U0ALICE',
      teamId: 'T0PIZZA',
      enterpriseId: null,
    });
    await sendClick(world, approval, { value: buttonValue(approval) });
    await world.work();

    expect(explained).toMatchObject({ answer: 'allowed', explanation: expect.stringContaining(group) });
    expect(await world.get(approval.id)).toMatchObject({ votes: [{ by: { userId: 'U0ALICE' }, checked: true }] });
  });
});
