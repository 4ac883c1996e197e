import { usergroup } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { cardIn, click, toldTo } from '../world/people.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, present, type World } from '../world/world.js';

const two = { quorum: { approve: 2, reject: 2 }, reason: { reject: 'none' } } as const;

/** An approval that Alice has approved. */
async function answered() {
  const world = await createWorld({ kind: two });
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  return { world, approval };
}

const detailsOf = (world: World, userId = 'U0ALICE') => present(world.slack.views(userId).at(-1));
const shown = (world: World, userId?: string) => JSON.stringify(detailsOf(world, userId).blocks);
const press = async (world: World) =>
  await world.slack.click({
    userId: 'U0ALICE',
    viewId: detailsOf(world).id,
    actionId: 'approval:default:take_back_vote',
  });

test('the details offer it to a person who has answered, and to nobody else', async () => {
  const { world, approval } = await answered();

  await click(world, approval, 'U0ALICE', 'details');
  await click(world, approval, 'U0BOB', 'details');

  expect(shown(world)).toContain('Take my vote back');
  expect(shown(world, 'U0BOB')).not.toContain('Take my vote back');
});

test('the vote is gone, from the details that are open and from the card', async () => {
  const { world, approval } = await answered();
  await click(world, approval, 'U0ALICE', 'details');

  const sent = await press(world);
  await world.work();

  expect(sent).toMatchObject({ status: 200, failure: null });
  expect(shown(world)).toContain('Your answer is taken back.');
  expect(shown(world)).not.toContain('Take my vote back');
  expect(shown(world)).not.toContain(' approved ');
  expect(JSON.stringify(cardIn(world).blocks)).toContain('0 of 2 approvals');
  expect((await world.get(approval.id)).votes).toEqual([]);
  const history = await world.approvals.history(approval.id);
  expect(history.map(({ event }) => event['type'])).toEqual(['asked', 'voted', 'vote_taken_back']);
});

test('it counts for no decision, and may be cast again', async () => {
  const { world, approval } = await answered();
  await click(world, approval, 'U0ALICE', 'details');
  await press(world);

  await click(world, approval, 'U0BOB', 'approve');
  expect((await world.get(approval.id)).status).toBe('pending');
  await click(world, approval, 'U0ALICE', 'approve');

  expect((await world.get(approval.id)).decision).toMatchObject({
    outcome: 'approved',
    decidedBy: [{ userId: 'U0BOB' }, { userId: 'U0ALICE' }],
  });
});

test('a vote that is still being checked is taken back, and its check counts nothing', async () => {
  const world = await createWorld({ kind: { ...two, approvers: [usergroup('S0ONCALL')] } });
  const approval = await world.ask();
  world.context = { waitUntil: null };
  await click(world, approval, 'U0ALICE', 'approve');
  expect((await world.get(approval.id)).votes).toMatchObject([{ checked: false }]);
  await click(world, approval, 'U0ALICE', 'details');

  await press(world);
  await world.work();

  expect((await world.get(approval.id)).votes).toEqual([]);
});

test('old details say that it is decided, or that no vote is left', async () => {
  const { world, approval } = await answered();
  await click(world, approval, 'U0ALICE', 'details');
  await press(world);
  const value = buttonValue(approval);
  const action = 'approval:default:take_back_vote';

  await sendClick(world, approval, { value, action, actionTs: '1767261800.000100' });
  expect(toldTo(world, 'U0ALICE')).toBe('You have no answer here to take back.');
  await click(world, approval, 'U0BOB', 'approve');
  await click(world, approval, 'U0CAROL', 'approve');
  await sendClick(world, approval, { value, action, actionTs: '1767261800.000200' });

  expect(toldTo(world, 'U0ALICE')).toContain('approved already');
  expect((await world.get(approval.id)).votes).toHaveLength(2);
});

test('nobody takes back the vote of another person', async () => {
  const { world, approval } = await answered();

  await sendClick(world, approval, {
    userId: 'U0MALLORY',
    value: buttonValue(approval),
    action: 'approval:default:take_back_vote',
  });

  expect((await world.get(approval.id)).votes).toHaveLength(1);
});

test('the click that voted, sent again, does not vote again', async () => {
  const world = await createWorld({ kind: two });
  const approval = await world.ask();
  const vote = { value: buttonValue(approval), actionTs: '1767261700.000100' };
  await sendClick(world, approval, vote);
  await sendClick(world, approval, {
    value: buttonValue(approval),
    action: 'approval:default:take_back_vote',
    actionTs: '1767261700.000200',
  });

  await sendClick(world, approval, vote);

  expect((await world.get(approval.id)).votes).toEqual([]);
});
