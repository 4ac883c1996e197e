import { createApprovals, type Kind, memoryStore, user, usergroup } from '@k8s-pizza/slack-approval';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';

const approvals = createApprovals({ store: memoryStore() });
const base = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] };
const sized = z.object({ size: z.number(), at: z.string().transform((text) => new Date(text).getTime()) });

interface Refund {
  readonly id: string;
  readonly lines: readonly { readonly at: Date }[];
}

/** Compiled and never called: each line is as typed as it looks, and each wrong one is refused. */
async function onlyCompiled(): Promise<void> {
  const asking = { key: 'one', requester: 'ci' };

  // a kind's functions get what its schema returns
  const orders = approvals.define('order', {
    schema: sized,
    ...base,
    title: ({ size, at }) => `${size.toFixed()} at ${at.toFixed()}`,
    onDecision: ({ payload }) => payload.size.toFixed(),
  });
  await orders.ask({ size: 1, at: '2026-01-01' }, { requester: 'ci' });
  // @ts-expect-error -- the schema takes a text
  await orders.ask({ size: 1, at: 5 }, { requester: 'ci' });
  approvals.define<{ size: number }>('named', { ...base, title: ({ size }) => size.toFixed() });
  const options = { schema: sized, ...base, title: ({ size }: { size: number }) => size.toFixed() };
  await approvals.define('hoisted', options).ask({ size: 1, at: '2026-01-01' }, { requester: 'ci' });

  // a guard gets its payload from its schema, or from its function
  const refund = approvals.guard('refund', { schema: sized, ...base }, async ({ size }, { deliveryId }) => ({
    size,
    deliveryId,
    at: new Date(),
  }));
  const refunded = await refund({ size: 1, at: '2026-01-01' }, asking);
  refunded.size.toFixed();
  // JSON has no dates
  refunded.at.toUpperCase();
  // @ts-expect-error -- as above
  refunded.at.getTime();
  const pay = approvals.guard(
    'pay',
    { ...base, title: ({ amount }) => amount.toFixed() },
    (_: { amount: number }) => 5,
  );
  (await pay({ amount: 1 }, asking)).toFixed();
  // @ts-expect-error -- another payload
  await pay('nonsense', asking);
  // @ts-expect-error -- a guard needs a key
  await pay({ amount: 1 }, { requester: 'ci' });
  const nothing = await approvals.guard('nothing', base, async (_: string): Promise<void> => undefined)('a', asking);
  const any: unknown = await approvals.guard('any', base, async (_: string): Promise<unknown> => 5)('a', asking);
  const named = approvals.guard('interface', base, async (_: string): Promise<Refund> => ({ id: 'a', lines: [] }));
  (await named('a', asking)).lines[0]?.at.toUpperCase();
  expect([nothing, any]).toBeDefined();

  await approvals.request({ ...asking, title: 'Deploy?', channel: 'C0', approvers: [usergroup('S0')] });
  // @ts-expect-error -- nobody decides
  await approvals.request({ ...asking, title: 'Deploy?', channel: 'C0' });
  // @ts-expect-error -- nobody decides
  approvals.define('nobody', { channel: 'C0' });

  // the ids of the choices are those of the decision
  const choices = [
    { id: 'now', label: 'Now', answer: 'approve' },
    { id: 'later', label: 'Later', answer: 'approve' },
  ] as const;
  approvals.define('chosen', { schema: sized, ...base, choices, onDecision: ({ choice }) => choice === 'now' });
  approvals.define('inline', {
    ...base,
    choices: [
      { id: 'now', label: 'Now', answer: 'approve' },
      { id: 'no', label: 'No', answer: 'reject', style: 'danger' },
    ],
    onDecision: (decision) => {
      expectTypeOf(decision.choice).toEqualTypeOf<'now' | 'no' | null>();
    },
  });
  // @ts-expect-error -- a misspelt choice
  approvals.define('misspelt', { schema: sized, ...base, choices, onDecision: ({ choice }) => choice === 'nwo' });
  // @ts-expect-error -- neither approves nor rejects
  approvals.define('neither', { ...base, choices: [{ id: 'maybe', label: 'Maybe', answer: 'wait' }] });
  approvals.guard('chosen', { schema: sized, ...base, choices }, ({ size }, { decision }) => {
    expectTypeOf(decision.choice).toEqualTypeOf<'now' | 'later' | null>();
    return size;
  });
  approvals.guard('paid', { ...base, choices }, (_: { amount: number }, { decision }) => {
    // @ts-expect-error -- a misspelt choice
    return decision.choice === 'nwo';
  });
  // without choices it is any text
  approvals.define('plain', {
    ...base,
    onDecision: (decision) => {
      expectTypeOf(decision.choice).toEqualTypeOf<string | null>();
    },
  });
  // @ts-expect-error -- a request has none
  await approvals.request({ ...asking, ...base, title: 'Deploy?', choices });
  // who decides may depend on what is asked
  approvals.define('computed', {
    schema: sized,
    channel: ({ size }) => (size > 1 ? 'C0BIG' : user('U0ALICE')),
    approvers: ({ size }) => [user(size.toFixed())],
    quorum: ({ size }) => ({ approve: size }),
    vetoers: ({ at }) => (at > 0 ? [usergroup('S0')] : []),
    expiresIn: ({ size }) => (size > 1 ? 'never' : '1h'),
  });
  const stage = { name: 'Security', approvers: [user('U0ALICE')], quorum: 2, channel: 'C0', expiresIn: '1h' } as const;
  const escalate = [{ after: '5m', channel: 'C0' }] as const;
  approvals.define('staged', { schema: sized, channel: 'C0', stages: [stage, { ...stage, name: 'b', escalate }] });
  approvals.define('stages', {
    schema: sized,
    channel: 'C0',
    stages: ({ size }) => (size > 1 ? [stage, { ...stage, name: 'b' }] : [stage]),
  });
  const staged = approvals.guard('staged', { channel: 'C0', stages: [stage] }, async (_: { a: number }) => 5);
  (await staged({ a: 1 }, asking)).toFixed();
  await approvals.request({ ...asking, title: 'Deploy?', channel: 'C0', stages: [stage], vetoers: [user('U0ALICE')] });
  // @ts-expect-error -- both
  approvals.define('both', { ...base, stages: [stage] });
  // @ts-expect-error -- a stage has a quorum of its own
  approvals.define('quorum', { channel: 'C0', stages: [stage], quorum: { approve: 2 } });
  // @ts-expect-error -- and an escalation of its own
  approvals.define('escalate', { channel: 'C0', stages: [stage], escalate });
  // @ts-expect-error -- no stage
  approvals.define('empty', { channel: 'C0', stages: [] });
  // @ts-expect-error -- nobody decides in it
  approvals.define('vain', { channel: 'C0', stages: [{ name: 'Security' }] });
  // @ts-expect-error -- both
  await approvals.request({ ...asking, title: 'Deploy?', ...base, stages: [stage] });
}

test('kinds, guards and requests are typed by their schema, or by their function', () => {
  expect(onlyCompiled).toBeTypeOf('function');
});

test('a kind hands on its schema, so that a source can describe the payload', () => {
  const kind = approvals.define('described', { schema: sized, ...base });
  const bare = approvals.define('bare', base);

  expect(kind.schema).toBe(sized);
  expect(bare.schema).toBeNull();
  // a kind can be handed to what asks it less
  expectTypeOf(kind).toExtend<Kind<never, unknown>>();
});
