import { channelMembers, user, usergroup } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { partyStages } from '../../src/pizza-kinds.js';

const approvers = [usergroup('S0ONCALL')];
const budget = { holders: [user('U0CAROL')], above: 5 };

test.each([
  [1, ['Team']],
  [5, ['Team']],
  [6, ['Team', 'Budget']],
  [50, ['Team', 'Budget']],
])('%i pizzas are decided by %j', (pizzas, names) => {
  expect(partyStages(pizzas, { approvers, budget }).map(({ name }) => name)).toEqual(names);
});

test('without a holder of the budget the team decides alone', () => {
  expect(partyStages(50, { approvers })).toEqual([{ name: 'Team', approvers, escalate: [] }]);
});

describe('in the first of two stages', () => {
  const firstOf = (deciders: Parameters<typeof partyStages>[1]) => partyStages(6, deciders)[0];

  test.each([
    ['a holder is left out', [user('U0ALICE'), user('U0CAROL')], [user('U0ALICE')]],
    ['holders are asked if no one else could be', [user('U0CAROL')], [user('U0CAROL')]],
    ['groups and channels stay', [usergroup('S0ONCALL'), channelMembers()], [usergroup('S0ONCALL'), channelMembers()]],
  ])('%s', (_name, given, asked) => {
    expect(firstOf({ approvers: given, budget }).approvers).toEqual(asked);
  });

  test.each([
    ['is asked if no one answers', 'U0BOB', 1],
    ['is kept for the second one, as a holder', 'U0CAROL', 0],
  ])('the shift lead %s', (_name, shiftLead, count) => {
    expect(firstOf({ approvers, budget, shiftLead }).escalate).toHaveLength(count);
  });
});
