import { type Person, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { click, toldTo } from '../world/people.js';
import { buttonValue, clickPayload, formOf, sendClick, signed } from '../world/signed.js';
import { createWorld, minute, type OrderOptions, second, type World } from '../world/world.js';

const security = { name: 'Security', approvers: [user('U0ALICE'), user('U0BOB')] };
const operations = { name: 'Operations', approvers: [user('U0BOB'), user('U0CAROL')] };
/** Security decides, then Operations. */
const inStages = (change: object = {}): Partial<OrderOptions> =>
  // as: stages take the place of the approvers that the world's kind has
  ({ approvers: undefined, stages: [security, operations], ...change }) as unknown as Partial<OrderOptions>;

async function asked(change: object = {}) {
  const world = await createWorld({ kind: inStages(change) });
  const approval = await world.ask();
  return { world, approval };
}

const person = (userId: string): Person => ({ userId, teamId: null, enterpriseId: null });
const messagesIn = ({ slack }: World, channelId: string) =>
  slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null);
const cardText = (world: World) => JSON.stringify(messagesIn(world, 'C0PIZZA')[0]?.blocks);

describe('an approval in stages', () => {
  test('is approved by one after the other, and the decision has the people of all', async () => {
    const { world, approval } = await asked();
    expect(approval).toMatchObject({ stage: 'Security', votes: [] });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const between = await world.get(approval.id);
    await click(world, approval, 'U0CAROL', 'approve');
    await world.work();

    expect(between).toMatchObject({ status: 'pending', stage: 'Operations', votes: [{ stage: 'Security' }] });
    const after = await world.get(approval.id);
    expect(after).toMatchObject({ status: 'approved', stage: null });
    expect(after.votes.map(({ by, stage }) => `${by.userId} in ${stage}`)).toEqual([
      'U0ALICE in Security',
      'U0CAROL in Operations',
    ]);
    expect(after.decision?.decidedBy.map(({ userId }) => userId)).toEqual(['U0ALICE', 'U0CAROL']);
    const history = await world.approvals.history(approval.id);
    expect(history.map(({ event }) => event['type'])).toEqual([
      ...['asked', 'voted', 'stage_begun', 'voted', 'decided', 'delivered'],
    ]);
  });

  test('says on the card which stage it is, and who is still needed', async () => {
    const { world, approval } = await asked();
    expect(cardText(world)).toContain('Stage 1 of 2: Security');

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(cardText(world)).toContain('Stage 2 of 2: Operations');
    expect(cardText(world)).toContain('0 of 1 approvals; still needed: 1 from <@U0BOB> / <@U0CAROL>');
  });

  test('mentions the people of the next stage, however many questions reach it at once', async () => {
    const world = await createWorld({ kind: inStages() });
    const asked = [];
    for (let index = 0; index < 7; index += 1) asked.push(await world.ask({ size: `pizza ${index}` }));
    for (const approval of asked) await click(world, approval, 'U0ALICE', 'approve');
    for (let index = 0; index < 10; index += 1) {
      world.clock.advance(second);
      await world.work();
    }

    const begun = messagesIn(world, 'C0PIZZA').filter(({ threadTs }) => threadTs !== null);
    expect(begun.map(({ notified, isBroadcast }) => [notified.length, isBroadcast])).toEqual(
      asked.map(() => [2, true]),
    );
  });

  test('tells the people of the next stage in the thread, once', async () => {
    const { world, approval } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    world.clock.advance(2 * second);
    await world.work();

    const [, begun, ...more] = messagesIn(world, 'C0PIZZA');
    expect(begun).toMatchObject({ threadTs: approval.copies[0]?.ts });
    expect(begun?.text).toContain('Stage 2 of 2: Operations. This now waits for your answer.');
    expect(begun?.text).toContain('<@U0BOB> <@U0CAROL>');
    expect(more).toEqual([]);
  });

  test('posts the card of a stage in its own place when the stage begins', async () => {
    const { world, approval } = await asked({ stages: [security, { ...operations, channel: 'C0OPS' }] });
    expect(messagesIn(world, 'C0OPS')).toEqual([]);

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(messagesIn(world, 'C0OPS')).toMatchObject([{ text: expect.stringContaining('<@U0BOB> <@U0CAROL>') }]);
    expect(messagesIn(world, 'C0PIZZA')).toHaveLength(1);
  });

  test('ends with a rejection in any stage', async () => {
    const { world, approval } = await asked({ reason: { reject: 'none' } });
    await click(world, approval, 'U0ALICE', 'approve');

    await click(world, approval, 'U0BOB', 'reject');

    expect(await world.get(approval.id)).toMatchObject({
      status: 'rejected',
      decision: { decidedBy: [{ userId: 'U0BOB' }] },
    });
  });

  test('expires with the time of a stage', async () => {
    const { world, approval } = await asked({ stages: [{ ...security, expiresIn: '5m' }, operations] });

    world.clock.advance(5 * minute);
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'expired' });
  });

  test('lists all of its stages and who may decide in the details', async () => {
    const { world, approval } = await asked({ vetoers: [usergroup('S0SECURITY')] });

    await click(world, approval, 'U0ALICE', 'details');

    const details = JSON.stringify(world.slack.views('U0ALICE').at(-1)?.blocks);
    for (const words of ['Stage 1 of 2: Security', 'Stage 2 of 2: Operations', 'Who may reject alone', 'S0SECURITY'])
      expect(details).toContain(words);
  });

  test('waits for the people of its stage: in pendingFor, the App Home and explain', async () => {
    const { world, approval } = await asked();
    const pending = async (userId: string) => (await world.approvals.pendingFor(person(userId))).approvals.length;
    const code = async (userId: string) => (await world.approvals.explain(approval.id, person(userId))).code;
    const people = ['U0ALICE', 'U0BOB', 'U0CAROL'];
    const before = await Promise.all(people.map(async (one) => [await pending(one), await code(one)]));

    await click(world, approval, 'U0ALICE', 'approve');
    const after = await Promise.all(people.map(async (one) => [await pending(one), await code(one)]));

    expect(before).toEqual([
      ...[
        [1, 'allowed'],
        [1, 'allowed'],
        [0, 'stage_not_begun'],
      ],
    ]);
    expect(after).toEqual([
      ...[
        [0, 'already_voted'],
        [1, 'allowed'],
        [1, 'allowed'],
      ],
    ]);
    await world.slack.event({ type: 'app_home_opened', user: 'U0CAROL', tab: 'home', channel: 'D0HOME' });
    expect(JSON.stringify(world.slack.home('U0CAROL')?.blocks)).toContain('Stage 2 of 2: Operations');
  });
});

describe('an attack on stages', () => {
  test('an approval from a card that still shows the stage before is refused', async () => {
    const { world, approval } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    const stale = {
      actions: [{ type: 'button', action_id: 'approval:default:approve', block_id: 'stage:1', ...value(approval) }],
    };

    await sendClick(world, approval, { value: buttonValue(approval), userId: 'U0BOB', change: stale });

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [{ by: { userId: 'U0ALICE' } }] });
    expect(toldTo(world, 'U0BOB')).toContain('The stage that you saw is over');
    await click(world, approval, 'U0BOB', 'approve');
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
  });

  const value = (approval: Parameters<typeof buttonValue>[0]) => ({
    value: buttonValue(approval),
    action_ts: '1767261700.000200',
  });

  test('the bytes of a vote, sent again in the next stage, change nothing', async () => {
    const { world, approval } = await asked();
    const payload = clickPayload(world, approval, { value: buttonValue(approval), userId: 'U0BOB' });
    await world.approvals.handleRaw(await signed(world, formOf(payload)), world.context);
    const before = await world.row(approval.id);

    const again = await world.approvals.handleRaw(await signed(world, formOf(payload)), world.context);

    expect(again.status).toBe(200);
    expect((await world.row(approval.id)).body).toBe(before.body);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', stage: 'Operations' });
  });

  test('a form that was opened in one stage approves nothing in the next', async () => {
    const { world, approval } = await asked({ reason: { approve: 'optional' } });
    await click(world, approval, 'U0BOB', 'approve');
    const viewId = world.slack.views('U0BOB').at(-1)?.id ?? '';
    await world.approvals.vote(approval.id, {
      ...{ by: user('U0ALICE'), answer: 'approve', digest: approval.digest, via: 'cli' },
    });

    await world.slack.submit({ userId: 'U0BOB', viewId, values: {} });

    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', stage: 'Operations', votes: [{}] });
    expect(JSON.stringify(world.slack.views('U0BOB').at(-1)?.blocks)).toContain('The stage that you saw is over');
  });

  test('one person counts in one stage only, and is told so', async () => {
    const { world, approval } = await asked();
    await click(world, approval, 'U0BOB', 'approve');
    await world.work();

    await click(world, approval, 'U0BOB', 'approve');

    expect(toldTo(world, 'U0BOB')).toContain('one stage only');
    expect((await world.get(approval.id)).stage).toBe('Operations');
  });

  test('an amendment between the stages makes all votes void, and begins the first again', async () => {
    const { world, approval } = await asked();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });
    await sendClick(world, approval, { value: buttonValue(approval), userId: 'U0CAROL' });

    expect(await world.get(approval.id)).toMatchObject({
      status: 'pending',
      stage: 'Security',
      votes: [],
      revision: 2,
    });
    expect(toldTo(world, 'U0CAROL')).toContain('changed after you saw it');
  });
});

describe('a veto', () => {
  const vetoed = (vetoers: OrderOptions['vetoers']) =>
    createWorld({
      kind: {
        approvers: [user('U0ALICE'), user('U0BOB')],
        quorum: { approve: 2, reject: 2 },
        reason: { reject: 'none' },
        ...(vetoers === undefined ? {} : { vetoers }),
      },
    });

  test('rejects alone, whatever the quorum', async () => {
    const world = await vetoed([user('U0CAROL')]);
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'reject');
    expect((await world.get(approval.id)).status).toBe('pending');

    await click(world, approval, 'U0CAROL', 'reject');

    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected' });
  });

  test.each([
    ['wins if it counts', ['U0CAROL'], 'rejected'],
    ['lets the quorum be if it does not', [], 'approved'],
  ])('is checked before the quorum of the same second decides, and %s', async (_, users, status) => {
    const world = await vetoed([usergroup('S0SECURITY')]);
    world.slack.arrange({ usergroups: [{ id: 'S0SECURITY', handle: 'security', users }] });
    const approval = await world.ask();
    world.context = { waitUntil: null };
    await click(world, approval, 'U0CAROL', 'reject');
    await click(world, approval, 'U0ALICE', 'approve');
    await click(world, approval, 'U0BOB', 'approve');
    const before = await world.get(approval.id);

    await world.work();

    expect(before).toMatchObject({ status: 'pending', votes: [{}, {}, { checked: false }] });
    expect((await world.get(approval.id)).status).toBe(status);
  });
});
