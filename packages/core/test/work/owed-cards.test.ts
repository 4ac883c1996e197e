import { user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { skipHanging } from '../world/skip-hanging.js';
import { createWorld, day, minute, present, second, start, type World } from '../world/world.js';

const posts = ({ slack }: World): number =>
  slack.messages('C0PIZZA').filter((message) => message.threadTs === null && message.ephemeralFor === null).length;
const calls = ({ slack }: World, method: string): number =>
  slack.traffic.filter((entry) => entry.direction === 'in' && entry.method === method).length;

async function asked(world: World) {
  const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.approvals.flush();
  return approval;
}

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

describe('a post that Slack did not take', () => {
  test('is tried again after 1 s, 5 s, 30 s and then every 5 minutes, and stands once', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'chat.postMessage', how: 'error', error: 'ratelimited', times: 4 });
    await asked(world);

    for (const wait of [second, 5 * second, 30 * second]) await later(world, wait);
    const before = calls(world, 'chat.postMessage');
    await later(world, 5 * minute - 1);
    const early = calls(world, 'chat.postMessage');
    await later(world, 1);

    expect([before, early]).toEqual([4, 4]);
    expect(posts(world)).toBe(1);
  });

  test('waits as long as Retry-After says', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'chat.postMessage', how: 'rate_limit', retryAfterSeconds: 40 });
    await asked(world);

    await later(world, 39 * second);
    const early = posts(world);
    await later(world, second);

    expect([early, posts(world)]).toEqual([0, 1]);
  });

  test('waits after a day as for a cause that a person has to mend, and the channel is named', async () => {
    const world = await createWorld({ kind: { expiresIn: 'never' } });
    const failed: string[] = [];
    world.approvals.on('cardFailed', ({ channelId }) => failed.push(channelId));
    world.slack.fail({ method: 'chat.postMessage', how: 'error', error: 'ratelimited', times: 10_000 });
    const approval = await asked(world);

    for (let step = 0; step < 300; step += 1) await later(world, 5 * minute);

    expect(failed).toEqual(['C0PIZZA']);
    expect(await world.get(approval.id)).toMatchObject({
      status: 'pending',
      attention: { code: 'card_waiting' },
      copies: [{ problem: 'ratelimited' }],
    });
    expect(world.clock()).toBeGreaterThan(approval.askedAt + day);
  });

  test('goes to the fallback channel where its own refuses it', async () => {
    const world = await createWorld({ kind: { channel: 'C0NOWHERE', fallbackChannel: 'C0PIZZA' } });

    const approval = await asked(world);
    await world.work();

    expect(posts(world)).toBe(1);
    expect((await world.get(approval.id)).copies).toMatchObject([
      { channelId: 'C0NOWHERE', problem: 'channel_not_found' },
      { channelId: 'C0PIZZA', problem: null },
    ]);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Slack refuses it in <#C0NOWHERE>: channel_not_found');
  });

  test('says so in the fallback channel alone, which may be a direct message, whatever is drawn later', async () => {
    const world = await createWorld({
      kind: { channel: ['C0NOWHERE', 'C0NEITHER'], fallbackChannel: 'U0ALICE', quorum: { approve: 2 } },
    });
    const { id, digest } = await asked(world);
    await world.work();
    const before = JSON.stringify(cardIn(world, 'U0ALICE').blocks);

    await world.approvals.vote(id, { by: user('U0BOB'), answer: 'approve', digest, via: 'cli' });
    await world.work();
    const after = JSON.stringify(cardIn(world, 'U0ALICE').blocks);

    for (const blocks of [before, after]) expect(blocks).toContain('Slack refuses it in <#C0NOWHERE>');
    expect(after).toContain('1 of 2 approvals');
  });

  test('names the person where their direct message refuses it', async () => {
    const world = await createWorld({
      kind: { channel: 'U0ALICE', fallbackChannel: 'C0PIZZA', quorum: { approve: 2 } },
    });
    const { id, digest } = await asked(world);
    world.slack.fail({ method: 'chat.update', how: 'error', error: 'is_inactive' });

    await world.approvals.vote(id, { by: user('U0BOB'), answer: 'approve', digest, via: 'cli' });
    await world.work();

    expect(JSON.stringify(cardIn(world).blocks)).toContain('Slack refuses it in <@U0ALICE>: is_inactive');
  });

  test('says nothing of other channels where it stands in its own', async () => {
    const world = await createWorld({ kind: { channel: ['C0PIZZA', 'C0NOWHERE'], quorum: { approve: 2 } } });
    const { id, digest } = await asked(world);

    await world.approvals.vote(id, { by: user('U0BOB'), answer: 'approve', digest, via: 'cli' });
    await world.work();

    expect(JSON.stringify(cardIn(world).blocks)).toContain('1 of 2 approvals');
    expect(JSON.stringify(cardIn(world).blocks)).not.toContain('C0NOWHERE');
  });

  test('goes nowhere else where the fallback channel’s environment variable is empty', async () => {
    const world = await createWorld({ kind: { channel: 'C0NOWHERE', fallbackChannel: '' } });
    const failed: string[] = [];
    world.approvals.on('cardFailed', ({ channelId }) => failed.push(channelId));

    await asked(world);
    await world.work();

    expect(failed).toEqual(['C0NOWHERE']);
  });
});

describe.each(['lose_response', 'half_body', 'hang'] as const)('a post whose answer is lost (%s)', (how) => {
  test('waits a minute for a click, and a click teaches the card: no twin', async () => {
    const world = await createWorld();
    skipHanging(world.slack);
    world.slack.fail({ method: 'chat.postMessage', how });
    const approval = await asked(world);
    const { ts } = cardIn(world);

    await world.slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId: 'approval:default:approve' });
    await later(world, 5 * minute);

    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', copies: [{ channelId: 'C0PIZZA', ts }] });
    expect(posts(world)).toBe(1);
    expect(cardIn(world).text).toContain('Approved by');
  });
});

test('a post whose answer is lost, and which nobody clicks, is posted again after a minute, twice, and then waits', async () => {
  const world = await createWorld();
  world.slack.fail({ method: 'chat.postMessage', how: 'lose_response', times: 10 });
  const approval = await asked(world);

  await later(world, minute - 1);
  const early = posts(world);
  for (let step = 0; step < 3; step += 1) await later(world, minute);

  expect([early, posts(world)]).toEqual([1, 4]);
  expect(await world.get(approval.id)).toMatchObject({ attention: { code: 'card_waiting' } });
});

test('two twins of a card both end up showing the decision', async () => {
  const world = await createWorld();
  world.slack.fail({ method: 'chat.postMessage', how: 'lose_response' });
  await asked(world);
  await later(world, minute);
  const [first, second_] = world.slack.messages('C0PIZZA');

  await world.slack.click({
    userId: 'U0ALICE',
    channelId: 'C0PIZZA',
    ts: present(first).ts,
    actionId: 'approval:default:approve',
  });
  await later(world, 10 * second);

  const texts = world.slack.messages('C0PIZZA').map((message) => message.text);
  expect([present(first).ts === present(second_).ts, texts.every((text) => text.includes('Approved by'))]).toEqual([
    false,
    true,
  ]);
});

describe('an update', () => {
  test('whose answer is lost is repeated, and followed by one more half a minute later', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    world.slack.fail({ method: 'chat.update', how: 'lose_response' });
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    await later(world, second);
    const repeated = calls(world, 'chat.update');
    await later(world, 30 * second);
    const settled = calls(world, 'chat.update');
    await later(world, 10 * minute);

    expect([repeated, settled, calls(world, 'chat.update')]).toEqual([2, 3, 3]);
  });

  test.each([
    ['is lost on the way back', { how: 'lose_response' }],
    ['arrives by half', { how: 'half_body' }],
    ['never comes', { how: 'hang' }],
    ['is 503', { how: 'status' }],
    ['is 429', { how: 'rate_limit', retryAfterSeconds: 20 }],
    ['is internal_error', { how: 'error' }],
  ] as const)('whose answer %s is repeated until the card shows the decision', async (_, failure) => {
    const world = await createWorld();
    skipHanging(world.slack);
    const approval = await world.ask();
    world.slack.fail({ method: 'chat.update', ...failure });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const row = await world.row(approval.id);
    await later(world, 20 * second);
    await later(world, minute);

    const [copy] = JSON.parse(row.body).approval.work.copies;
    expect(copy).toMatchObject({ state: 'live', shown: 1 });
    expect(copy.wanted).toBeGreaterThan(copy.shown);
    expect(cardIn(world).text).toContain('Approved by <@U0ALICE>');
    expect(JSON.stringify(cardIn(world).blocks)).not.toContain('approval:default:approve');
    // one card, and nothing left to do but to erase it when its time is over
    expect([posts(world), (await world.row(approval.id)).dueAt]).toEqual([1, start + 90 * day]);
  });

  test('is sent at most every 5 s after the decision was first shown', async () => {
    const world = await createWorld({ kind: { steps: ['prep', 'bake', 'done'] } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const first = calls(world, 'chat.update');

    for (const step of ['prep', 'bake', 'done'])
      await world.approvals.reportProgress(approval.id, { step, state: 'done' });
    await world.work();
    const soon = calls(world, 'chat.update');
    await later(world, 5 * second);

    expect([first, soon, calls(world, 'chat.update')]).toEqual([1, 1, 2]);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('✓ done');
  });

  test('of a card that is gone ends there, and never touches the decision', async () => {
    const world = await createWorld();
    const approval = await world.ask();
    world.slack.fail({ method: 'chat.update', how: 'error', error: 'message_not_found' });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    await later(world, 10 * minute);

    expect(await world.get(approval.id)).toMatchObject({
      status: 'approved',
      copies: [],
      delivery: { state: 'delivered' },
    });
    expect(calls(world, 'chat.update')).toBe(1);
  });
});

test('a channel gets one card a second, and nothing is shed', async () => {
  const world = await createWorld();
  for (let count = 0; count < 5; count += 1) await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
  await world.work();
  const counts = [posts(world)];

  for (let turn = 0; turn < 4; turn += 1) {
    await later(world, second);
    counts.push(posts(world));
  }

  expect(counts).toEqual([1, 2, 3, 4, 5]);
});

test('a card that was never shown before the decision is not posted after it', async () => {
  const world = await createWorld();
  world.slack.fail({ method: 'chat.postMessage', how: 'error', error: 'ratelimited' });
  const approval = await asked(world);

  await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
  await later(world, minute);

  expect(posts(world)).toBe(0);
});

describe('as time passes', () => {
  test('the thread of a card is reminded, but not once it is decided', async () => {
    const world = await createWorld({ kind: { remindEvery: '10m' } });
    const approval = await world.ask();
    await later(world, 10 * minute);
    const reminded = world.slack.messages('C0PIZZA').filter((message) => message.threadTs !== null).length;

    await click(world, approval, 'U0ALICE', 'approve');
    await later(world, 10 * minute);

    expect(reminded).toBe(1);
    expect(world.slack.messages('C0PIZZA').filter((message) => message.threadTs !== null)).toHaveLength(1);
  });

  test('an escalation brings the card to another channel and lets other people decide', async () => {
    const world = await createWorld({
      kind: {
        approvers: [user('U0ALICE')],
        escalate: [{ after: '15m', approvers: [user('U0BOB')], channel: 'C0OPS' }],
      },
    });
    const approval = await world.ask();
    await click(world, approval, 'U0BOB', 'approve');
    const early = (await world.get(approval.id)).status;

    await later(world, 15 * minute);
    await later(world, second);
    const [card] = world.slack.messages('C0OPS');
    await world.slack.click({
      userId: 'U0BOB',
      channelId: 'C0OPS',
      ts: present(card).ts,
      actionId: 'approval:default:approve',
    });
    await later(world, 10 * second);

    expect([early, (await world.get(approval.id)).status]).toEqual(['pending', 'approved']);
    expect(cardIn(world).text).toContain('Approved by <@U0BOB>');
  });

  test('what nobody answers expires, is delivered, and its card says so', async () => {
    const outcomes: string[] = [];
    const world = await createWorld({
      kind: { expiresIn: '30m', onDecision: async ({ outcome }) => void outcomes.push(outcome) },
    });
    await world.ask();

    await later(world, 30 * minute);
    await later(world, 10 * second);

    expect(outcomes).toEqual(['expired']);
    expect(cardIn(world).text).toContain('Expired');
  });
});
