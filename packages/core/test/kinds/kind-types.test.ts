import {
  type Approval,
  type CommandResult,
  createApprovals,
  type Decision,
  type Kind,
  memoryStore,
  user,
} from '@k8s-pizza/slack-approval';
import { type } from 'arktype';
import * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';

const approvals = createApprovals({ store: memoryStore() });
const rest = { channel: 'C0PIZZA', approvers: [user('U0ALICE')] } as const;

interface Ordered {
  size: string;
  at: number;
}
interface Given {
  size: string;
  at: string;
}

test('a kind takes what its zod schema takes, and gives what it returns', () => {
  const kind = approvals.define('zod', {
    ...rest,
    schema: z.object({ size: z.string(), at: z.string().transform((text) => Date.parse(text)) }),
    card: (order) => {
      expectTypeOf(order).toEqualTypeOf<Ordered>();
      return { title: order.size };
    },
    onDecision: async (decision) => {
      expectTypeOf(decision).toEqualTypeOf<Decision<Ordered>>();
    },
  });

  expect(kind).toHaveProperty('ask');
  expectTypeOf(kind).toEqualTypeOf<Kind<Given, Ordered>>();
  expectTypeOf(kind.ask).parameter(0).toEqualTypeOf<Given>();
  expectTypeOf(kind.ask).returns.resolves.toHaveProperty('approval').toEqualTypeOf<Approval<Ordered>>();
  expectTypeOf(kind.amend).returns.resolves.toEqualTypeOf<CommandResult<Ordered>>();
  expectTypeOf(kind.waitForDecision).returns.resolves.toEqualTypeOf<Decision<Ordered> | null>();
});

test('of valibot', () => {
  const kind = approvals.define('valibot', {
    ...rest,
    schema: v.object({
      size: v.string(),
      at: v.pipe(
        v.string(),
        v.transform((text) => Date.parse(text)),
      ),
    }),
    card: (order) => ({ title: order.size, fields: { At: order.at.toFixed() } }),
    onDecision: () => undefined,
  });

  expect(kind).toHaveProperty('ask');
  expectTypeOf(kind).toEqualTypeOf<Kind<Given, Ordered>>();
});

test('of arktype', () => {
  const kind = approvals.define('arktype', {
    ...rest,
    schema: type({ size: 'string', at: 'string.date.parse' }),
    card: (order) => ({ title: order.at.toISOString() }),
    onDecision: () => undefined,
  });

  expect(kind).toHaveProperty('ask');
  expectTypeOf(kind.ask).parameter(0).toEqualTypeOf<{ size: string; at: string }>();
  expectTypeOf(kind.waitForDecision).returns.resolves.toEqualTypeOf<Decision<{ size: string; at: Date }> | null>();
});

test('what does not fit does not compile', () => {
  const kind = approvals.define('strict', {
    ...rest,
    schema: z.object({ size: z.string() }),
    card: ({ size }) => ({ title: size }),
    onDecision: () => undefined,
  });

  expect(kind).toHaveProperty('ask');
  // @ts-expect-error a number is no size
  expectTypeOf(kind.ask).toBeCallableWith({ size: 4 }, { requester: 'x' });
  // @ts-expect-error somebody has to ask
  expectTypeOf(kind.ask).toBeCallableWith({ size: 'x' }, {});
  // @ts-expect-error only user(…) can ask, a group cannot
  expectTypeOf(kind.ask).toBeCallableWith({ size: 'x' }, { requester: { type: 'usergroup', id: 'S1', count: null } });
});

test('inputs name properties of the payload', () => {
  const schema = z.object({ size: z.number() });

  approvals.define('inputs', { ...rest, schema, inputs: { size: { type: 'number', label: 'Size' } } });
  // @ts-expect-error a misspelt input
  approvals.define('misspelt', { ...rest, schema, inputs: { sise: { type: 'number', label: 'Size' } } });
  approvals.guard('guarded', { ...rest, inputs: { size: { type: 'number', label: 'Size' } } }, (_: Ordered) => null);
  // @ts-expect-error a misspelt input
  approvals.guard(
    'guarded-misspelt',
    { ...rest, inputs: { sise: { type: 'number', label: 'Size' } } },
    (_: Ordered) => null,
  );

  expect(approvals).toHaveProperty('define');
});
