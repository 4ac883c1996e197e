import { type Choice, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { thrownBy } from '../world/thrown-by.js';
import { createWorld, type Order, type OrderOptions, present, type World } from '../world/world.js';

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve' },
  { id: 'later', label: 'Order for the next shift', answer: 'approve', reason: 'required' },
  { id: 'no', label: 'No', answer: 'reject', reason: 'none' },
];
const inputs = { size: { type: 'text', label: 'Size' } } as const;
const security = { name: 'Security', approvers: [user('U0ALICE')] };
const operations = { name: 'Operations', approvers: [user('U0BOB'), user('U0CAROL')] };
/** Security decides, then Operations. */
const inStages = (change: object = {}): Partial<OrderOptions> =>
  // as: stages take the place of the approvers that the world's kind has
  ({ approvers: undefined, stages: [security, operations], ...change }) as unknown as Partial<OrderOptions>;

async function asked(change: object, kind = inStages(change)) {
  const world = await createWorld({ kind });
  return { world, approval: await world.ask({ size: 'small' }) };
}

/** The buttons of the card, by their action ids. */
const buttons = (world: World): readonly string[] =>
  [...JSON.stringify(cardIn(world).blocks).matchAll(/"action_id":"approval:default:([a-z_:]+)"/g)].map(
    ([, id]) => id ?? '',
  );
const vote = async ({ approvals }: World, { id, digest }: { id: string; digest: string }, given: object) =>
  await approvals.vote(id, { by: user('U0BOB'), answer: 'approve', digest, via: 'cli', ...given });

describe('the last of the stages', () => {
  test('has the choices on its card, and a decision by one of them; the card of the first one approves or rejects', async () => {
    const decisions: unknown[] = [];
    const { world, approval } = await asked({
      choices,
      onDecision: (decision: unknown) => void decisions.push(decision),
    });
    expect(buttons(world)).toEqual(['approve', 'reject', 'details']);

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    expect(buttons(world)).toEqual(['approve:now', 'approve:later', 'reject:no', 'details']);
    await world.slack.click({
      ...{ userId: 'U0BOB', channelId: 'C0PIZZA', ts: present(present(approval.copies[0]).ts) },
      actionId: 'approval:default:approve:later',
    });
    const form = present(world.slack.views('U0BOB').at(-1));
    await world.slack.submit({ userId: 'U0BOB', viewId: form.id, values: { reason: 'The oven is busy' } });
    await world.work();

    expect(form.privateMetadata).toMatch(/ choice:later stage:2$/);
    expect(await world.get(approval.id)).toMatchObject({
      status: 'approved',
      decision: { choice: 'later', decidedBy: [{ userId: 'U0ALICE' }, { userId: 'U0BOB' }] },
      votes: [
        { choice: null, stage: 'Security' },
        { choice: 'later', stage: 'Operations', reason: 'The oven is busy' },
      ],
    });
    expect(decisions).toMatchObject([{ outcome: 'approved', choice: 'later' }]);
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Approved: Order for the next shift');
  });

  test.each([
    ['a choice in the first stage', {}, { by: user('U0ALICE'), choice: 'now' }, 'unknown_choice'],
    ['an edit in the first stage', {}, { by: user('U0ALICE'), edit: { size: 'large' } }, 'invalid_edit'],
    ['no choice in the last one', { isLast: true }, {}, 'unknown_choice'],
  ])('a program is refused that votes with %s', async (_, { isLast = false }: { isLast?: boolean }, given, code) => {
    const { world, approval } = await asked({ choices, inputs });
    if (isLast) await click(world, approval, 'U0ALICE', 'approve');

    expect(await vote(world, approval, given)).toMatchObject({ ok: false, code });
  });

  test('opens the form in which its people change the order; Approve of the first one opens none', async () => {
    const { world, approval } = await asked({ inputs });
    await click(world, approval, 'U0ALICE', 'approve');
    expect(world.slack.views('U0ALICE')).toEqual([]);
    await world.work();

    await click(world, approval, 'U0BOB', 'approve');
    const form = present(world.slack.views('U0BOB').at(-1));
    await world.slack.submit({ userId: 'U0BOB', viewId: form.id, values: { edit_0: 'large' } });
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({
      ...{ status: 'approved', payload: { size: 'large' }, revision: 2 },
      decision: { decidedBy: [{ userId: 'U0ALICE' }, { userId: 'U0BOB' }] },
    });
    expect((await world.approvals.history(approval.id)).map(({ event }) => event['type'])).toEqual([
      ...['asked', 'voted', 'stage_begun', 'voted', 'edited', 'decided', 'delivered'],
    ]);
  });

  test('refuses a form that was opened in the first stage, and does not ask for values that it did not show', async () => {
    const { world, approval } = await asked({ inputs, reason: { approve: 'optional' } });
    await click(world, approval, 'U0ALICE', 'approve');
    const form = present(world.slack.views('U0ALICE').at(-1));
    expect(JSON.stringify(form.blocks)).not.toContain('edit_0');
    const first = { by: user('U0ALICE') };
    await vote(world, approval, first);

    const answer = await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: {} });

    expect(answer).not.toHaveProperty('errors');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [{ stage: 'Security' }] });
  });
});

describe('an edit for whose payload the rules differ', () => {
  const isLarge = ({ size }: Order): boolean => size === 'large';
  const byRules = { approvers: [user('U0BOB')] };

  test.each<[what: string, kind: object]>([
    ['stages', { stages: (order: Order) => (isLarge(order) ? [operations, security] : [operations]) }],
    ['approvers', { approvers: (order: Order) => (isLarge(order) ? [user('U0CAROL')] : [user('U0BOB')]) }],
    ['vetoers', { ...byRules, vetoers: (order: Order) => (isLarge(order) ? [user('U0ALICE')] : []) }],
    ['quorum', { ...byRules, quorum: (order: Order) => ({ reject: isLarge(order) ? 2 : 1 }) }],
    [
      'none at all, since a function throws',
      {
        approvers: (order: Order) => {
          if (isLarge(order)) throw new Error('too large');
          return [user('U0BOB')];
        },
      },
    ],
    ['none that anyone could meet', { ...byRules, quorum: (order: Order) => ({ approve: isLarge(order) ? 2 : 1 }) }],
  ])('is refused: other %s', async (_, change) => {
    const { world, approval } = await asked({}, { approvers: undefined, inputs, ...change } as Partial<OrderOptions>);

    expect(await vote(world, approval, { edit: { size: 'large' } })).toMatchObject({
      ...{ ok: false, code: 'policy_changed' },
    });
    expect(await vote(world, approval, { edit: { size: 'tiny' } })).toMatchObject({
      approval: { status: 'approved', payload: { size: 'tiny' } },
    });
  });
});

test.each<[what: string, change: object, code: string]>([
  ['on expiry what stages decide', { onExpiry: 'approve', choices, inputs }, 'invalid_options'],
  [
    'with two people in the last stage what is edited',
    { inputs, stages: [security, { ...operations, quorum: 2 }] },
    'unsatisfiable_policy',
  ],
])('define refuses to approve %s', async (_, change, code) => {
  const { approvals } = await createWorld();

  // as: what only somebody without a compiler can give
  const error = thrownBy(() => approvals.define('other', { channel: 'C0PIZZA', ...inStages(change) } as OrderOptions));

  expect(error).toMatchObject({ code });
});
