import { type Choice, type Decision, isSlackApprovalError, user } from '@k8s-pizza/slack-approval';
import { expect, test } from 'vitest';
import { cardIn } from '../world/people.js';
import { thrownBy } from '../world/thrown-by.js';
import { createWorld, type OrderOptions, orderOptions, present } from '../world/world.js';

const now: Choice = { id: 'now', label: 'Order now', answer: 'approve' };
const later: Choice = { id: 'later', label: 'Order for the next shift', answer: 'approve', reason: 'required' };
const no: Choice = { id: 'no', label: 'No', answer: 'reject', style: 'danger', confirm: 'No pizza.' };

/** What only somebody without a compiler can give. */
const unchecked = (choices: unknown, more: object = {}) =>
  ({ ...orderOptions(), choices, ...more }) as unknown as OrderOptions;

test.each<[what: string, choices: unknown, message: string]>([
  ['no list', { now }, 'choices must be a list of 1 to 5 choices'],
  ['none', [], 'choices must be a list of 1 to 5 choices'],
  ['six', [1, 2, 3, 4, 5, 6].map((id) => ({ ...now, id: `${id}`, label: `${id}` })), 'a list of 1 to 5 choices'],
  ['null', [now, null], 'choices must be a list of 1 to 5 choices'],
  ['texts', ['now', 'later'], 'choices must be a list of 1 to 5 choices'],
  ['none that approves', [no], 'choices must have one whose answer is approve'],
  ['an id twice', [now, { ...later, id: 'now' }], 'choices must have different ids and labels'],
  ['a label twice', [now, { ...later, label: now.label }], 'choices must have different ids and labels'],
  ['an id with other characters', [{ ...now, id: 'Now!' }], 'choices[0].id must be 1 to 40 of'],
  ['an empty id', [now, { ...no, id: '' }], 'choices[1].id must be 1 to 40 of'],
  ['a long id', [{ ...now, id: 'n'.repeat(41) }], 'choices[0].id must be 1 to 40 of'],
  ['no id', [{ label: 'Now', answer: 'approve' }], 'choices[0].id must be 1 to 40 of'],
  ['a blank label', [{ ...now, label: ' ' }], 'choices[0].label must be 1 to 75 characters'],
  ['a long label', [{ ...now, label: 'n'.repeat(76) }], 'choices[0].label must be 1 to 75 characters'],
  ['half a character', [{ ...now, label: '\ud83c' }], 'choices[0].label must be 1 to 75 characters'],
  ['a long confirm text', [{ ...now, confirm: 'n'.repeat(151) }], 'choices[0].confirm must be 1 to 150 characters'],
  ['another answer', [now, { ...no, answer: 'wait' }], 'choices[1].answer must be approve or reject'],
  ['another reason', [{ ...now, reason: 'maybe' }], 'choices[0].reason must be none, optional or required'],
  ['another style', [{ ...now, style: 'green' }], 'choices[0].style must be primary or danger'],
  ['an unknown option', [{ ...now, lable: 'Now' }], 'unknown option "choices.lable": did you mean "label"?'],
])('define refuses choices: %s', async (_, choices, message) => {
  const { approvals } = await createWorld();

  const error = thrownBy(() => approvals.define('other', unchecked(choices)));

  expect(error).toMatchObject({ code: 'invalid_options', message: expect.stringContaining(message) });
});

test('define refuses people who may reject alone where no choice rejects', async () => {
  const { approvals } = await createWorld();
  const vetoers = [user('U0CAROL')];

  const error = thrownBy(() => approvals.define('other', unchecked([now, later], { vetoers })));

  expect(isSlackApprovalError(error) && error.message).toContain('vetoers need a choice whose answer is reject');
  approvals.define('other', unchecked([now, no], { vetoers }));
});

test('define refuses to approve on expiry what has choices', async () => {
  const { approvals } = await createWorld();

  const error = thrownBy(() => approvals.define('other', unchecked([now, no], { onExpiry: 'approve' })));

  expect(isSlackApprovalError(error) && error.message).toContain('onExpiry must not be approve');
});

test('request takes no choices', async () => {
  const { approvals } = await createWorld();
  const question = { key: 'k', requester: 'ci', title: 'Deploy?', channel: 'C0PIZZA', approvers: [user('U0ALICE')] };

  await expect(approvals.request({ ...question, choices: [now] } as never)).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringContaining('choices'),
  });
});

test('the longest ids and texts fit into every message', async () => {
  const choices = [0, 1, 2, 3, 4].map(
    (index): Choice => ({
      id: `${index}`.repeat(40),
      label: `${index}`.repeat(75),
      answer: 'approve',
      confirm: `${index}`.repeat(150),
      ...(index > 0 ? { reason: 'required' } : {}),
    }),
  );
  const world = await createWorld({ kind: { choices }, options: { namespace: 'n'.repeat(40) } });
  const approval = await world.ask();
  const buttons = JSON.stringify(cardIn(world).blocks);
  expect(buttons).toContain(`approval:${'n'.repeat(40)}:approve:${'4'.repeat(40)}`);
  expect(buttons).toContain(`"text":"Order pizza?\\n${'0'.repeat(150)}"`);

  const actionId = `approval:${'n'.repeat(40)}:approve:${'1'.repeat(40)}`;
  const [copy] = approval.copies;
  await world.slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts: present(present(copy).ts), actionId });
  const form = present(world.slack.views('U0ALICE').at(-1));
  await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'hungry' } });
  await world.work();

  expect((await world.get(approval.id)).decision?.choice).toBe('1'.repeat(40));
  expect(cardIn(world).text).toContain(`Approved: ${'1'.repeat(75)}, by <@U0ALICE>`);
});

test('a guard gets the choice; other choices under its key are another question', async () => {
  const world = await createWorld();
  const made: (Decision<unknown>['choice'] | undefined)[] = [];
  const options = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] } as const;
  const order = world.approvals.guard(
    'oven',
    { ...options, choices: [now, no] },
    (_: { size: string }, { decision }) => {
      made.push(decision.choice);
      return decision.choice;
    },
  );

  const ordered = order({ size: 'large' }, { key: 'oven-3', requester: 'ci' });
  await expect.poll(() => world.slack.messages('C0PIZZA').length).toBe(1);
  const { ts } = present(world.slack.messages('C0PIZZA')[0]);
  const actionId = 'approval:default:approve:now';
  await world.slack.click({ userId: 'U0ALICE', channelId: 'C0PIZZA', ts, actionId });

  expect(await ordered).toBe('now');
  expect(made).toEqual(['now']);
  const later = world.again().guard('oven', { ...options, choices: [now] }, (_: { size: string }) => 'never');
  await expect(later({ size: 'large' }, { key: 'oven-3', requester: 'ci' })).rejects.toMatchObject({
    code: 'key_changed',
  });
});

test('a card that was asked before a deploy keeps its choices', async () => {
  const world = await createWorld({ kind: { choices: [now, no], quorum: { approve: 2 } } });
  const approval = await world.ask();
  const next = world.again();
  next.define('order', orderOptions({ choices: [later, no] }));
  const vote = { by: user('U0ALICE'), answer: 'approve', choice: 'now', digest: approval.digest, via: 'test' } as const;

  expect(await next.vote(approval.id, vote)).toMatchObject({ ok: true });
  await next.flush();

  expect((await world.get(approval.id)).votes).toMatchObject([{ choice: 'now' }]);
  expect(JSON.stringify(cardIn(world).blocks)).toContain('approve:now');
});
