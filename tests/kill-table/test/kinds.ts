import { user, usergroup } from '@k8s-pizza/slack-approval';
import type { OrderKindOptions } from 'test-processes/app/create-app';

const common: OrderKindOptions = { channel: 'C0PIZZA', approvers: [user('U0ALICE'), user('U0BOB')] };

/** The kinds of every process: one vote, two votes, a group whose members have to be looked up, steps, a form, an edit. */
export const kinds = {
  one: common,
  two: { ...common, quorum: { approve: 2 } },
  group: { ...common, approvers: [usergroup('S0ONCALL')] },
  steps: { ...common, steps: ['bake'] },
  edit: {
    ...common,
    approvers: [usergroup('S0ONCALL')],
    inputs: { order: { type: 'text', label: 'Order' } },
  },
  form: { ...common, reason: { approve: 'none', reject: 'required' } },
} as const satisfies Readonly<Record<string, OrderKindOptions>>;

export type KindName = keyof typeof kinds;
