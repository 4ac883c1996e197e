import { memoryStore, user, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { cardIn, click } from '../world/people.js';
import { createWorld, day, hour, minute, orderOptions, second, type World } from '../world/world.js';

const postsEach = 'chat.postMessage';
const calls = ({ slack }: World, method: string): number =>
  slack.traffic.filter((entry) => entry.direction === 'in' && entry.method === method).length;
const cards = ({ slack }: World, channelId = 'C0PIZZA'): number =>
  slack.messages(channelId).filter(({ threadTs, ephemeralFor }) => threadTs === null && ephemeralFor === null).length;

/** Slack answers a method with this error until `mend`. */
async function refusing(error: string, method: string, world: World): Promise<{ mend: () => void }> {
  world.slack.fail({ method, how: 'error', error, times: 'until_mended' });
  return { mend: () => world.slack.mend() };
}

async function asked(world: World, key?: string) {
  const { approval } = await world.orders.ask(
    { size: 'large' },
    { requester: 'alertmanager', ...(key === undefined ? {} : { key }) },
  );
  await world.work();
  return approval;
}

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

const errorsIn = ({ log }: World) => log.lines.filter(({ level }) => level === 'error');

function heard(world: World): string[] {
  const events: string[] = [];
  world.approvals.on('cardFailed', ({ channelId, reason }) => events.push(`failed ${channelId} ${reason}`));
  world.approvals.on('cardHealed', ({ channelId }) => events.push(`healed ${channelId}`));
  return events;
}

const ofOneChannel = [
  ...['not_in_channel', 'channel_not_found', 'is_archived', 'is_inactive', 'no_permission', 'ekm_access_denied'],
  ...['restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
  ...['messages_tab_disabled', 'team_not_found', 'a_code_that_slack_adds_next_year'],
];
const ofTheWholeApp = [
  ...['token_expired', 'token_revoked', 'invalid_auth', 'not_authed', 'account_inactive', 'team_access_not_granted'],
  ...['org_login_required', 'two_factor_setup_required', 'not_allowed_token_type', 'missing_scope', 'access_denied'],
  ...['accesslimited', 'message_limit_exceeded'],
];

describe.each([...ofOneChannel, ...ofTheWholeApp])('where Slack answers %s until it is mended', (error) => {
  test('the card stays owed, says why, and comes once the cause is mended', async () => {
    const world = await createWorld({ kind: { expiresIn: 'never' } });
    const events = heard(world);
    const { mend } = await refusing(error, postsEach, world);
    const { id } = await asked(world);
    const waiting = await world.get(id);
    await later(world, minute);
    await later(world, 5 * minute);
    await later(world, day);
    mend();
    await later(world, 15 * minute);

    expect(waiting).toMatchObject({
      status: 'pending',
      attention: { code: 'card_waiting', explanation: expect.stringContaining(error) },
      copies: [{ channelId: 'C0PIZZA', ts: null, problem: error }],
    });
    expect(cards(world)).toBe(1);
    expect(await world.get(id)).toMatchObject({ attention: null, copies: [{ ts: cardIn(world).ts, problem: null }] });
    expect(events).toEqual([`failed C0PIZZA ${error}`, 'healed C0PIZZA']);
    expect((await world.approvals.history(id)).map(({ event }) => event['type'])).toEqual([
      ...['asked', 'card_failed', 'card_healed'],
    ]);
  });

  test('a decided card is updated once the cause is mended, and the decision is delivered meanwhile', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    const { mend } = await refusing(error, 'chat.update', world);

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const waiting = await world.get(approval.id);
    const before = cardIn(world).text;
    mend();
    await later(world, minute);

    expect(waiting).toMatchObject({
      status: 'approved',
      delivery: { state: 'delivered' },
      attention: { code: 'card_waiting' },
    });
    expect(before).toContain('Waiting for an answer');
    expect(cardIn(world).text).toContain('Approved by');
    expect(await world.get(approval.id)).toMatchObject({ attention: null });
  });

  test('one line is logged with the remedy, however often it fails, and never with the token', async () => {
    const world = await createWorld();
    await refusing(error, postsEach, world);
    await asked(world);
    for (let turn = 0; turn < 3; turn += 1) await later(world, minute);

    expect(errorsIn(world)).toHaveLength(1);
    expect(world.log.text()).toContain(error);
    expect(world.log.text()).toMatch(/remedy: '.{10,}/);
    expect(world.log.text()).not.toContain(world.slack.botToken);
  });
});

describe('two channels, one of which refuses the card', () => {
  const twoChannels = { kind: { channel: ['C0PIZZA', 'C0ARCHIVE'], fallbackChannel: 'C0OPS' } };

  test('a person is told, the other card stands, and the fallback channel stays empty', async () => {
    const world = await createWorld(twoChannels);
    const { id } = await asked(world);

    expect(await world.get(id)).toMatchObject({
      attention: { code: 'card_waiting', explanation: expect.stringContaining('C0ARCHIVE: Slack refuses the card') },
      copies: [{ channelId: 'C0PIZZA', problem: null }, { channelId: 'C0ARCHIVE' }],
    });
    expect(cards(world, 'C0OPS')).toBe(0);
    expect(errorsIn(world)).toHaveLength(1);
  });
});

describe('a cause that concerns the whole app', () => {
  test.each(ofTheWholeApp)('sends no card to the fallback channel: %s', async (error) => {
    const world = await createWorld({ kind: { fallbackChannel: 'C0OPS' } });
    await refusing(error, postsEach, world);
    const { id } = await asked(world);

    expect((await world.get(id)).copies).toMatchObject([{ channelId: 'C0PIZZA', problem: error }]);
  });

  test('that is mended, and uncovers a refusal of one channel: that is logged and told as well', async () => {
    const world = await createWorld();
    const events = heard(world);
    await refusing('token_expired', postsEach, world);
    await asked(world);
    world.slack.mend();
    await refusing('not_in_channel', postsEach, world);
    await later(world, minute);

    expect(events).toEqual(['failed C0PIZZA token_expired', 'failed C0PIZZA not_in_channel']);
    expect(errorsIn(world)).toHaveLength(2);
    expect(world.log.text()).toContain('not_in_channel. Invite the app to the channel.');
  });

  test('no other call is made, one auth.test a minute asks whether it is over, and one line is logged an hour', async () => {
    const world = await createWorld({ kind: { expiresIn: 'never', fallbackChannel: 'C0OPS' } });
    await refusing('token_expired', '*', world);
    for (let count = 0; count < 5; count += 1) await asked(world);
    const posts = calls(world, postsEach);
    const tests = calls(world, 'auth.test');
    for (let turn = 0; turn < 59; turn += 1) await later(world, minute);
    const lines = errorsIn(world).length;
    for (let turn = 0; turn < 16; turn += 1) await later(world, minute);

    expect(posts + tests).toBeLessThanOrEqual(2);
    expect(calls(world, postsEach)).toBe(posts);
    expect(calls(world, 'auth.test')).toBeLessThanOrEqual(tests + 75);
    expect([lines, errorsIn(world).length]).toEqual([1, 2]);
  });

  test('a process with the new token heals what the old one left', async () => {
    const world = await createWorld();
    await refusing('token_revoked', '*', world);
    const { id } = await asked(world);
    await later(world, 2 * minute);
    world.slack.mend();

    const fresh = world.again();
    fresh.define('order', orderOptions());
    fresh.start({ pollEvery: '5ms' });
    await expect.poll(async () => (await world.get(id)).copies[0]?.problem).toBeNull();
    await fresh.stop();

    expect(cards(world)).toBe(1);
  });

  test('the process that met it goes on by itself once auth.test says so', async () => {
    const world = await createWorld();
    await refusing('invalid_auth', '*', world);
    const { id } = await asked(world);
    await later(world, minute);
    await later(world, 5 * minute);
    world.slack.mend();
    world.clock.advance(minute);

    world.approvals.start({ pollEvery: '5ms' });
    await expect.poll(async () => (await world.get(id)).copies[0]?.problem).toBeNull();
    await world.approvals.stop();

    expect(cards(world)).toBe(1);
  });

  test('and wakes what was refused a moment ago', async () => {
    const world = await createWorld();
    await refusing('invalid_auth', '*', world);
    world.approvals.start({ pollEvery: '5ms' });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    const attempts = async () => JSON.parse((await world.row(approval.id)).body).approval.work.copies[0].attemptCount;
    await expect.poll(attempts).toBe(1);
    world.clock.advance(minute);
    await expect.poll(attempts).toBe(2);
    world.slack.mend();
    world.clock.advance(minute);

    await expect.poll(async () => (await world.get(approval.id)).copies[0]?.problem).toBeNull();
    await world.approvals.stop();

    expect(cards(world)).toBe(1);
  });

  test('health names it with the remedy, and stays ok: no restart mends a token', async () => {
    const world = await createWorld();
    await refusing('token_revoked', '*', world);
    await asked(world);

    const { ok, problems } = await world.approvals.health();

    expect(ok).toBe(true);
    expect(problems).toEqual([expect.stringContaining('token_revoked. Give the process a valid bot token')]);
  });

  test('an answer that is being checked waits for the token, and counts', async () => {
    const world = await createWorld({
      kind: { approvers: [usergroup('S0ONCALL')] },
      slack: { usergroups: [{ id: 'S0ONCALL', users: ['U0ALICE'] }] },
    });
    const approval = await world.ask();
    await refusing('token_expired', '*', world);
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    world.slack.mend();
    await later(world, minute);

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });
});

describe('a waiting card is tried sooner', () => {
  test('when the same key is asked again', async () => {
    const world = await createWorld();
    const { mend } = await refusing('not_in_channel', postsEach, world);
    const { id } = await asked(world, 'oven-3');
    mend();
    world.clock.advance(second);
    const again = await asked(world, 'oven-3');

    expect(again.id).toBe(id);
    expect(cards(world)).toBe(1);
  });

  test('on repost', async () => {
    const world = await createWorld();
    const { mend } = await refusing('is_archived', postsEach, world);
    const { id } = await asked(world);
    mend();
    world.clock.advance(second);

    const answer = await world.approvals.repost(id);
    await world.work();

    expect(answer).toMatchObject({ ok: true, approval: { id, status: 'pending' } });
    expect(cards(world)).toBe(1);
  });

  test('when a process starts, but not what was refused less than a minute ago', async () => {
    const world = await createWorld();
    const { mend } = await refusing('not_in_channel', postsEach, world);
    const { id } = await asked(world);
    mend();
    world.approvals.start({ pollEvery: '5ms' });
    await world.approvals.flush();
    await world.approvals.stop();
    const early = cards(world);
    await later(world, minute + second);
    const afterwards = (await world.get(id)).copies[0]?.problem;

    expect([early, afterwards]).toEqual([0, null]);
  });

  test('when a person invites the app to the channel: at once, and no worker has to run', async () => {
    const world = await createWorld();
    world.slack.grantScopes('channels:read');
    world.slack.removeApp('C0PIZZA');
    const { id } = await asked(world);
    const before = (await world.get(id)).copies[0]?.problem;
    world.clock.advance(second);

    await world.slack.inviteApp('C0PIZZA');
    await world.approvals.flush();

    expect(before).toBe('not_in_channel');
    expect(cards(world)).toBe(1);
    expect(await world.get(id)).toMatchObject({ attention: null, copies: [{ problem: null }] });
  });

  test.each([
    ['the app joins its channel', {}, 1],
    ['the app joins another channel', { channel: 'C0OTHER' }, 0],
    ['a person joins its channel', { user: 'U0CAROL' }, 0],
  ])('or not, when %s', async (_, change, expected) => {
    const world = await createWorld();
    const { mend } = await refusing('not_in_channel', postsEach, world);
    await asked(world);
    mend();
    world.clock.advance(second);

    await world.slack.event({
      type: 'member_joined_channel',
      user: world.slack.botUserId,
      channel: 'C0PIZZA',
      ...change,
    });
    await world.approvals.flush();

    expect(cards(world)).toBe(expected);
  });

  test('also where one of the records cannot be written: the others are woken', async () => {
    const base = memoryStore();
    const broken: { id: string | null } = { id: null };
    const store: ApprovalStore = {
      ...base,
      put: async (row, version) => {
        if (row.id === broken.id) throw new Error('disk I/O error');
        return await base.put(row, version);
      },
    };
    const world = await createWorld({ store });
    const { mend } = await refusing('not_in_channel', postsEach, world);
    await asked(world);
    world.clock.advance(second);
    const newest = await asked(world);
    mend();
    broken.id = newest.id;
    world.clock.advance(second);

    await world.slack.event({ type: 'member_joined_channel', user: world.slack.botUserId, channel: 'C0PIZZA' });
    await world.approvals.flush();

    expect(cards(world)).toBe(1);
    expect(world.log.text()).toContain('a waiting card could not be woken');
  });

  test('repost of an unknown id says so', async () => {
    const world = await createWorld();

    expect(await world.approvals.repost('anowhere')).toMatchObject({ code: 'not_found' });
  });
});

describe('a card that Slack does not take as it is drawn', () => {
  /** A Slack that takes cards up to so many characters. */
  function narrow(most: number): { transport: SlackTransport; lengths: number[] } {
    const agreeable = agreeableTransport();
    const lengths: number[] = [];
    const post: SlackTransport['post'] = async (message) => {
      lengths.push(JSON.stringify(message.blocks).length);
      return JSON.stringify(message.blocks).length > most
        ? { type: 'unfit', reason: 'msg_blocks_too_long' }
        : await agreeable.post(message);
    };
    return { transport: agreeableTransport({ post }), lengths };
  }
  const card = () => ({ title: 'Order pizza?', text: 'dough '.repeat(1_000), fields: { Size: 'large' } });

  test.each([
    ['smaller', 3_000, 2],
    ['as short as it gets', 1_600, 3],
  ])('is drawn %s, and stands', async (_, most, attempts) => {
    const { transport, lengths } = narrow(most);
    const world = await createWorld({ access: { transport }, kind: { card } });
    const { id } = await asked(world);
    for (let turn = 0; turn < 3; turn += 1) await later(world, second);

    expect(lengths).toHaveLength(attempts);
    expect(await world.get(id)).toMatchObject({ attention: null, copies: [{ problem: null }] });
    expect(errorsIn(world)).toEqual([]);
  });

  test('even at its shortest is given up: a person should look, and the log says whose fault it is', async () => {
    const world = await createWorld({ access: { transport: narrow(10).transport }, kind: { card } });
    const { id } = await asked(world);
    for (let turn = 0; turn < 3; turn += 1) await later(world, second);

    expect(await world.get(id)).toMatchObject({ status: 'pending', attention: { code: 'card_failed' }, copies: [] });
    expect(world.log.text()).toContain('Report this as a bug');
    expect(errorsIn(world)).toHaveLength(1);
  });
});

describe('a card that a person deletes in Slack while it is pending', () => {
  test('is posted again with its buttons at the next change', async () => {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    const approval = await world.ask();
    world.slack.fail({ method: 'chat.update', how: 'error', error: 'message_not_found' });

    await world.approvals.vote(approval.id, {
      by: user('U0BOB'),
      answer: 'approve',
      digest: approval.digest,
      via: 'cli',
    });
    await later(world, second);
    await later(world, second);

    expect(cards(world)).toBe(2);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('approval:default:approve');
    expect(await world.get(approval.id)).toMatchObject({ attention: null, copies: [{ ts: cardIn(world).ts }] });
  });

  test('is noticed by the reminder, which is not sent to a thread that is gone', async () => {
    const world = await createWorld({ kind: { remindEvery: '10m', expiresIn: '2h' } });
    const approval = await world.ask();
    world.slack.fail({ method: 'chat.update', how: 'error', error: 'message_not_found' });

    await later(world, 10 * minute);
    await later(world, second);

    const threaded = world.slack.messages('C0PIZZA').filter(({ threadTs }) => threadTs !== null);
    expect(threaded).toEqual([]);
    expect(await world.get(approval.id)).toMatchObject({ copies: [{ ts: cardIn(world).ts }] });
    expect(cards(world)).toBe(2);
  });
});

test('a waiting card costs one call for each attempt, not one for each poll', async () => {
  const world = await createWorld({ kind: { expiresIn: 'never' } });
  await refusing('not_in_channel', postsEach, world);
  await asked(world);
  const before = calls(world, postsEach);
  for (let turn = 0; turn < 60; turn += 1) await later(world, second);
  const afterAMinute = calls(world, postsEach);
  for (let turn = 0; turn < 60; turn += 1) await later(world, minute);

  expect([before, afterAMinute]).toEqual([1, 2]);
  expect(calls(world, postsEach)).toBeLessThanOrEqual(2 + 1 + Math.ceil(hour / (15 * minute)));
});
