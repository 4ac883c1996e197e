import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, day, hour, minute, type Order, orderOptions, second, type World } from '../world/world.js';

const channels = [{ id: 'C0PIZZA' }, { id: 'C0TROUBLE' }, { id: 'C0OTHER' }];
const watching = { slack: { channels }, options: { troubleChannel: 'C0TROUBLE' } };
const failing = {
  onDecision: async (): Promise<never> => {
    throw new SlackApprovalError('delivery_rejected', 'no such oven');
  },
};
const titled = { card: ({ size }: Order) => ({ title: `Order a ${size} *pizza*?` }) };

const troubles = ({ slack }: World, channelId = 'C0TROUBLE'): readonly string[] =>
  slack.messages(channelId).map(({ text }) => text);

async function approved(world: World, size = 'large', channel = 'C0PIZZA'): Promise<string> {
  const approval = await world.ask({ size }, { key: size, channel });
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  return approval.id;
}

async function later(world: World, ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.work();
}

describe('the trouble channel hears', () => {
  test('of a dead delivery: which, why, and where its card is', async () => {
    const world = await createWorld({ ...watching, kind: { ...titled, ...failing } });
    await approved(world);
    const [message, ...more] = world.slack.messages('C0TROUBLE');

    expect(more).toEqual([]);
    expect(message?.text).toMatch(
      /^⚠ Needs attention\nOrder a large .*pizza.* was approved, and never carried out: the sink rejected it <https:\/\/pizza\.slack\.com\/archives\/C0PIZZA\/p\d+\|Open>$/,
    );
    expect(JSON.stringify(message?.blocks)).toContain('"Order a large *pizza*?"');
  });

  test('of a step that failed, with what was reported', async () => {
    const world = await createWorld({ ...watching, kind: { ...titled, steps: ['bake'] } });
    const id = await approved(world);
    await world.approvals.reportProgress(id, { step: 'bake', state: 'failed', detail: 'the oven is cold' });
    await world.work();

    expect(troubles(world)).toEqual([expect.stringContaining('the step "bake" failed: the oven is cold')]);
  });

  test('of a card that has waited for a quarter of an hour, with the remedy', async () => {
    const world = await createWorld({ ...watching, kind: { ...titled, expiresIn: 'never' } });
    world.slack.arrange({ channels: [{ id: 'C0PIZZA', appIsMember: false }] });
    await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    await later(world, 0);
    await later(world, 15 * minute - 1);
    const before = troubles(world);
    await later(world, 1);

    expect(before).toEqual([]);
    expect(troubles(world)).toEqual([
      expect.stringMatching(
        /cannot show its card: Slack refuses the card: not_in_channel\. Invite .* \(a[a-z2-7]{25}\)$/,
      ),
    ]);
  });

  test('of an approval that crashed every process', async () => {
    const world = await createWorld({ ...watching, kind: titled });
    const { id } = await world.ask();
    const row = await world.row(id);
    const now = world.clock();
    await world.store.put({ ...row, claimCount: 9, leaseToken: 'dead', leaseUntil: now, dueAt: now }, row.version);
    await world.work();

    expect(troubles(world)).toEqual([expect.stringContaining('crashed every process that worked on it')]);
    expect(await world.row(id)).toMatchObject({ attention: 'stuck', leaseToken: null });
  });
});

test('several troubles of a minute are one message, and each is told once', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, ...failing } });
  for (const size of ['large', 'small', 'tiny']) await approved(world, size);
  await later(world, minute);
  await later(world, hour);

  expect(troubles(world).map((text) => text.match(/Order a \w+/g))).toEqual([
    ['Order a large'],
    ['Order a small', 'Order a tiny'],
  ]);
});

test('a trouble that is over before its minute comes is not told', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, steps: ['bake'] } });
  const ids = [await approved(world, 'large'), await approved(world, 'small')];
  for (const id of ids) {
    await world.approvals.reportProgress(id, { step: 'bake', state: 'failed' });
    await world.work();
  }
  for (const id of ids) await world.approvals.reportProgress(id, { step: 'bake', state: 'done' });
  await later(world, hour);

  expect(troubles(world)).toHaveLength(1);
});

test('of more than fifteen troubles of a minute, the others are counted', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, ...failing } });
  for (let order = 1; order <= 18; order += 1) await approved(world, `size${order}`);
  await later(world, minute);
  const [, second] = troubles(world);

  expect(second?.match(/Order a \w+/g)).toHaveLength(15);
  expect(second).toContain('and 2 more');
});

test('a trouble that is over is not told beside another one', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, steps: ['bake'] } });
  const ids = [];
  for (const size of ['large', 'small', 'tiny']) ids.push(await approved(world, size));
  for (const id of ids) {
    await world.approvals.reportProgress(id, { step: 'bake', state: 'failed' });
    await world.work();
  }
  await world.approvals.reportProgress(ids[1] ?? '', { step: 'bake', state: 'done' });
  await later(world, minute);
  await later(world, hour);

  expect(troubles(world).map((text) => text.match(/Order a \w+/g))).toEqual([['Order a large'], ['Order a tiny']]);
});

test('an app that is not in the trouble channel says so in the log, and tells it once it was invited', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, ...failing } });
  world.slack.arrange({ channels: [{ id: 'C0TROUBLE', appIsMember: false }] });
  await approved(world);
  const refused = world.log.lines.filter(({ level }) => level === 'error');
  world.slack.arrange({ channels: [{ id: 'C0TROUBLE', appIsMember: true }] });
  await later(world, minute);

  const why = {
    code: 'trouble_not_told',
    channelId: 'C0TROUBLE',
    reason: 'not_in_channel',
    remedy: expect.stringContaining('Invite'),
  };
  expect(refused.map(({ parts }) => parts[1])).toContainEqual(why);
  expect(troubles(world)).toHaveLength(1);
});

test('a message to a channel that also gets cards takes the next second', async () => {
  const world = await createWorld({
    ...watching,
    options: { troubleChannel: 'C0PIZZA' },
    kind: { ...titled, ...failing },
  });
  await approved(world);
  const before = troubles(world, 'C0PIZZA');
  await later(world, second);

  expect(before).toHaveLength(1);
  expect(troubles(world, 'C0PIZZA')).toEqual([...before, expect.stringContaining('Needs attention')]);
});

test('the channel that the kind names is kept with the approval', async () => {
  const world = await createWorld({ ...watching, kind: { ...failing, troubleChannel: 'C0OTHER' } });
  const approval = await world.ask();
  const later = world.again({ troubleChannel: 'C0TROUBLE' });
  later.define('order', orderOptions(failing));
  await click(world, approval, 'U0ALICE', 'approve');
  await later.processDue();
  world.clock.advance(minute);
  await later.processDue();

  expect([troubles(world, 'C0OTHER'), troubles(world)]).toEqual([[expect.any(String)], []]);
});

test('a process that dies before it tells leaves the message to another one', async () => {
  const world = await createWorld({ ...watching, kind: { ...titled, ...failing } });
  await approved(world, 'large');
  const approval = await world.ask({ size: 'small' }, { key: 'small' });
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  const other = world.again();
  other.define('order', orderOptions({ ...titled, ...failing }));
  world.clock.advance(2 * minute);
  await other.processDue();

  expect(troubles(world).at(-1)).toContain('Order a small');
});

test('without a trouble channel nothing is posted but the card', async () => {
  const world = await createWorld({ slack: { channels }, kind: failing });
  await approved(world);
  await later(world, day);
  await later(world, second);

  expect(troubles(world)).toEqual([]);
});

test.each([
  ['#trouble', 'troubleChannel must be a channel’s id such as C0DEPLOYS'],
  [7, 'troubleChannel must be one channel'],
])('a malformed trouble channel is refused: %j', async (troubleChannel, message) => {
  const wrong = { troubleChannel } as unknown as { troubleChannel: string };

  await expect(createWorld({ options: wrong })).rejects.toThrow(message);
  await expect(createWorld({ kind: wrong })).rejects.toThrow(message);
});

test('an empty environment variable names no trouble channel', async () => {
  const world = await createWorld({ options: { troubleChannel: '' }, kind: { ...failing, troubleChannel: ' ' } });
  await approved(world);

  expect(world.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});
