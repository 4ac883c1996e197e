import { user, usergroup } from '@k8s-pizza/slack-approval';
import type { OrderKindOptions } from 'test-processes/app/create-app';

const common = { channel: 'C0PIZZA', approvers: [user('U0ALICE'), user('U0BOB')] } satisfies OrderKindOptions;

/** The kinds of every process: one vote, two votes, a group whose members have to be looked up, steps, an edit, two stages, a form. */
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
  stages: {
    channel: 'C0PIZZA',
    stages: [
      { name: 'Security', approvers: [user('U0ALICE')] },
      { name: 'Operations', approvers: [user('U0BOB')], channel: 'C0OPS' },
    ],
  },
  form: { ...common, reason: { approve: 'none', reject: 'required' } },
} as const satisfies Readonly<Record<string, OrderKindOptions>>;

export type KindName = keyof typeof kinds;
