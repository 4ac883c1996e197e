import { expect, test } from 'vitest';
import { whyNotWithdraw } from './may-withdraw.js';
import { given } from './testing/given.js';
import { alice, asked, dave, decided, withdrawn } from './testing/world.js';

const mine = given(asked({ requester: dave })).approval;
const over = given(asked({ requester: dave }), decided()).approval;
const gone = given(asked({ requester: dave }), withdrawn({ by: dave })).approval;
const alerts = given(asked()).approval;

test.each([
  ['who asked can take it back', mine, dave, null],
  ['an approver can not', mine, alice, 'not_the_requester'],
  ['nobody can take back what a system asked', alerts, dave, 'not_the_requester'],
  ['not once it is decided', over, dave, 'already_decided'],
  ['not twice', gone, dave, 'withdrawn'],
])('%s', (_, approval, by, code) => {
  expect(whyNotWithdraw(approval, by)?.code ?? null).toBe(code);
});

test('the refusal says whose question it is', () => {
  expect(whyNotWithdraw(mine, alice)?.explanation).toBe('Only <@U0DAVE>, who asked for this, can withdraw it.');
});
