import {
  type Approval,
  type Approvals,
  type CommonOptions,
  type DecidedByRules,
  type Decision,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { InputBlock } from '@slack/types';
import { z } from 'zod';
import { cardIn, click } from '../world/people.js';
import { createWorld, present, type World, type WorldOptions } from '../world/world.js';

export const refund = z.object({
  order: z.string(),
  amount: z.number().max(400, 'At most 400 without a manager.'),
  note: z.string(),
  method: z.string(),
  day: z.string(),
  notify: z.boolean(),
});
export type Refund = z.infer<typeof refund>;

export const asked: Refund = {
  order: '4711',
  amount: 100,
  note: 'cold pizza',
  method: 'card',
  day: '2026-11-22',
  notify: false,
};

export const inputs = {
  amount: { type: 'number', label: 'Amount', min: 1, max: 500, decimals: true },
  note: { type: 'text', label: 'Note', maxLength: 40 },
  method: {
    type: 'select',
    label: 'Paid by',
    options: [
      { value: 'card', label: 'Credit card' },
      { value: 'cash', label: 'Cash' },
    ],
  },
  day: { type: 'date', label: 'On' },
  notify: { type: 'checkbox', label: 'Tell the customer' },
} as const satisfies CommonOptions<Refund>['inputs'];

export type RefundOptions = CommonOptions<Refund> & DecidedByRules<Refund>;

export function refundOptions(change: Partial<RefundOptions> = {}): RefundOptions {
  return {
    card: ({ order, amount }) => ({ title: `Refund order ${order}?`, fields: { Amount: amount } }),
    channel: 'C0PIZZA',
    approvers: [user('U0ALICE'), user('U0BOB')],
    inputs,
    ...change,
  };
}

/** The blocks of the form, in the order of the inputs. */
export const field = { amount: 'edit_0', note: 'edit_1', method: 'edit_2', day: 'edit_3', notify: 'edit_4' } as const;

/** Refunds that Alice or Bob may edit before they approve. */
export async function startRefunds(change: Partial<RefundOptions> = {}, options: WorldOptions = {}) {
  const world = await createWorld(options);
  const decisions: Decision<Refund>[] = [];
  const define = (approvals: Approvals, more: Partial<RefundOptions & { readonly schema: typeof refund }> = {}) =>
    approvals.define('refund', {
      schema: refund,
      ...refundOptions({ onDecision: (decision) => void decisions.push(decision), ...change, ...more }),
    });
  const refunds = define(world.approvals);
  const ask = async (payload: Refund = asked): Promise<Approval<unknown>> => {
    const { approval } = await refunds.ask(payload, { requester: 'shop' });
    await world.approvals.flush();
    await world.work();
    return await world.get(approval.id);
  };
  const formOf = (userId = 'U0ALICE') => present(world.slack.views(userId).at(-1));
  const open = async (approval: Approval<unknown>, userId = 'U0ALICE') => {
    await click(world, approval, userId, 'approve');
    return formOf(userId);
  };
  /** Submits the form as it stands, but for these fields: a text, or null where it was left empty. */
  const submit = async (values: Entered, userId = 'U0ALICE', form = formOf(userId)) => {
    const sent = await world.approvals.handleVerified(submission(stateOf(form, values), userId, form), world.context);
    return { status: sent.status, answer: sent.body === '' ? null : JSON.parse(sent.body) };
  };
  /** What Slack sends for this form, with a state as a test gives it. */
  const submission = (values: object, userId = 'U0ALICE', form = formOf(userId)) => {
    const { id, hash, privateMetadata, callbackId } = form;
    const view = { id, hash, callback_id: callbackId, private_metadata: privateMetadata, state: { values } };
    const { appId, teamId } = world.slack;
    return { type: 'view_submission', api_app_id: appId, team: { id: teamId }, user: { id: userId }, view };
  };
  const happened = async (id: string) => (await world.approvals.history(id)).map(({ event }) => event['type']);
  const cardText = () => JSON.stringify(cardIn(world).blocks);
  return { world, refunds, define, decisions, ask, open, formOf, submit, submission, happened, cardText };
}

type Entered = Readonly<Record<string, string | null>>;
type Form = ReturnType<World['slack']['views']>[number];

/** What Slack sends of the inputs of a form: as they stand, but for these fields. */
export function stateOf({ blocks }: Form, values: Entered = {}): object {
  const state: Record<string, object> = {};
  for (const { type, block_id, element } of blocks as readonly InputBlock[]) {
    if (type !== 'input' || block_id === undefined) continue;
    const entered = Object.hasOwn(values, block_id) ? values[block_id] : initialOf(element);
    state[block_id] = { [element.action_id ?? '']: enteredState(element.type, entered ?? null) };
  }
  return state;
}

function initialOf(element: InputBlock['element']): string | null {
  switch (element.type) {
    case 'static_select':
      return element.initial_option?.value ?? null;
    case 'datepicker':
      return element.initial_date ?? null;
    case 'checkboxes':
      return element.initial_options?.[0]?.value ?? null;
    default:
      return 'initial_value' in element && typeof element.initial_value === 'string' ? element.initial_value : null;
  }
}

function enteredState(type: string, value: string | null): object {
  const chosen = value === null ? null : { value };
  if (type === 'static_select') return { type, selected_option: chosen };
  if (type === 'datepicker') return { type, selected_date: value };
  return type === 'checkboxes' ? { type, selected_options: chosen === null ? [] : [chosen] } : { type, value };
}

export const onCall = { approvers: [usergroup('S0ONCALL')] };
