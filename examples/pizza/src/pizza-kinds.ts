// The kinds of approval that this example asks for: one pizza, and a party. Both have the same card, choices and steps.

import {
  type Approvals,
  type ApproverRule,
  channelMembers,
  type DecisionSink,
  isSlackApprovalError,
  type Kind,
  type SinkFunction,
  type Stage,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { SlackConfig } from './config.js';
import {
  type AnyOrder,
  nextShift,
  type PizzaOrder,
  type PizzaParty,
  pizzaOrder,
  pizzaParty,
  stageNames,
  trackerStages,
} from './pizza-order.js';

export interface PizzaKindSetup {
  readonly channel: string;
  readonly approvers: readonly ApproverRule[];
  /** How often people are reminded, such as `10m`. @default never */
  readonly remindEvery?: string | undefined;
  /** The id of the person who is asked as well if no one answers. @default no one */
  readonly shiftLead?: string | undefined;
  /** Who decides about a large party, after the approvers. @default no one: the approvers decide alone */
  readonly budget?: Budget | undefined;
  readonly sink: DecisionSink | SinkFunction<AnyOrder>;
}

/** Who holds the budget, and above how many pizzas they are asked. */
interface Budget {
  readonly holders: readonly ApproverRule[];
  readonly above: number;
}

/** The part of a setup that the environment names. Without approvers, everyone in the channel may decide. */
export function peopleOf({ approvers, budgetHolders = [], budgetAbove = 0, ...slack }: SlackConfig) {
  const { channel, remindEvery, shiftLead } = slack;
  return {
    ...{ channel, remindEvery, shiftLead },
    approvers: approvers.length === 0 ? [channelMembers()] : approvers.map(toRule),
    budget: budgetHolders.length === 0 ? undefined : { holders: budgetHolders.map(toRule), above: budgetAbove },
  };
}

function toRule(id: string): ApproverRule {
  return id.startsWith('S') ? usergroup(id) : user(id);
}

/** Half of the time that people have to answer about one pizza. */
export const asksShiftLeadAfter = '15m';

/** Defines the kind that asks for one pizza: for an alert, or for a person. */
export function definePizzaOrder(approvals: Approvals, setup: PizzaKindSetup): Kind<PizzaOrder, PizzaOrder> {
  return approvals.define('pizza-order', {
    ...sharedOptions(setup),
    schema: pizzaOrder,
    approvers: setup.approvers,
    escalate: toShiftLead(setup),
    expiresIn: '30m',
  });
}

/** Defines the kind that asks for the pizzas of a party. The number of pizzas decides how many stages there are. */
export function definePizzaParty(approvals: Approvals, setup: PizzaKindSetup): Kind<PizzaParty, PizzaParty> {
  return approvals.define('pizza-party', {
    ...sharedOptions(setup),
    schema: pizzaParty,
    stages: ({ pizzas }) => partyStages(pizzas, setup),
    expiresIn: '2h',
  });
}

/** The approval that a person asked for, or the reason, as a sentence for them, why they get no pizza. */
export type Asked = { readonly id: string } | { readonly problem: string };

/** Asks for a person, who can't approve it: someone else must be able to. */
export async function askAs<Payload>(userId: string, kind: Kind<Payload, Payload>, payload: Payload): Promise<Asked> {
  try {
    const { approval } = await kind.ask(payload, { requester: user(userId) });
    return { id: approval.id };
  } catch (error) {
    if (!isSlackApprovalError(error) || error.code !== 'unsatisfiable_policy') throw error;
    return {
      problem:
        'Nothing was asked: too few people could approve it. You can’t approve what you ask for, and a person approves in one stage only.',
    };
  }
}

type Deciders = Pick<PizzaKindSetup, 'approvers' | 'shiftLead' | 'budget'>;

/**
 * Who decides about so many pizzas: the approvers, and above a number the holders of the budget after them. A person
 * counts in one stage only, so the first stage leaves out people who hold the budget, if others remain.
 */
export function partyStages(pizzas: number, { approvers, shiftLead, budget }: Deciders): readonly [Stage, ...Stage[]] {
  if (budget === undefined || pizzas <= budget.above)
    return [{ name: 'Team', approvers, escalate: toShiftLead({ shiftLead }) }];
  const { holders } = budget;
  const isHolder = (id: string): boolean => holders.some((rule) => rule.type === 'user' && rule.id === id);
  const others = approvers.filter((rule) => rule.type !== 'user' || !isHolder(rule.id));
  const lead = shiftLead === undefined || isHolder(shiftLead) ? undefined : shiftLead;
  return [
    { name: 'Team', approvers: others.length === 0 ? approvers : others, escalate: toShiftLead({ shiftLead: lead }) },
    { name: 'Budget', approvers: holders },
  ];
}

/** The lead gets the card in a direct message, and may answer it there. */
function toShiftLead({ shiftLead }: Pick<PizzaKindSetup, 'shiftLead'>) {
  if (shiftLead === undefined) return [];
  return [{ after: asksShiftLeadAfter, approvers: [user(shiftLead)], channel: user(shiftLead) }];
}

/**
 * What both kinds have. How many pizzas a party has is no input: the stages were chosen by that number, so the last
 * person to approve must not change it.
 */
function sharedOptions({ channel, remindEvery, sink }: PizzaKindSetup) {
  return {
    channel,
    card: cardOf,
    choices: [
      { id: 'now', label: 'Order now', answer: 'approve', style: 'primary' },
      {
        id: nextShift,
        label: 'Order for the next shift',
        answer: 'approve',
        confirm: 'The order is placed when the next shift starts.',
      },
      { id: 'no', label: 'No', answer: 'reject', style: 'danger' },
    ],
    inputs: {
      size: {
        type: 'select',
        label: 'Size',
        options: [
          { value: 'small', label: 'Small' },
          { value: 'medium', label: 'Medium' },
          { value: 'large', label: 'Large' },
        ],
      },
    },
    steps: trackerStages.map((stage) => stageNames[stage]),
    ...(remindEvery === undefined ? {} : { remindEvery }),
    onDecision: sink,
  } as const;
}

function cardOf(payload: AnyOrder) {
  return {
    title: titleOf(payload),
    ...summaryOf(payload),
    fields: fieldsOf(payload),
    links: payload.alert?.links ?? {},
  };
}

function titleOf({ alert, test, pizzas }: AnyOrder): string {
  if (pizzas !== undefined) return `Order ${countOf(pizzas)} for a party?`;
  if (test) return 'TEST: order pizza for the people on call?';
  return alert === undefined ? 'Order this pizza?' : 'Order pizza for the people on call?';
}

/** `1 pizza`, `12 pizzas` */
export function countOf(pizzas: number): string {
  return pizzas === 1 ? '1 pizza' : `${pizzas} pizzas`;
}

/** The sentence under the title: what the alert says, if it says anything. */
export function summaryOf({ alert, pizzas }: Pick<AnyOrder, 'alert' | 'pizzas'>): { readonly summary?: string } {
  if (alert === undefined)
    return { summary: `A person asked for it with /pizza ${pizzas === undefined ? 'order' : 'party'}.` };
  return alert.summary === undefined ? {} : { summary: alert.summary };
}

function fieldsOf({ alert, maxPrice, pizzas, size, order, shiftStarts: starts, test }: AnyOrder) {
  const { customer, address, toppings } = order;
  const pizza = `${size}, ${toppings.join(', ')}`;
  return {
    ...(test ? { Test: 'Nothing is paid or baked: the PizzaOrder is created with placeOrder: false.' } : {}),
    ...(pizzas === undefined ? { Pizza: pizza } : { Pizzas: `${pizzas} × ${pizza}` }),
    'Deliver to': `${customer.firstName} ${customer.lastName}, ${address.street}, ${address.city}, ${address.region} ${address.postalCode}`,
    // the price is unknown until the order is placed
    'At most': `$${maxPrice} (not enforced)`,
    'Shifts start': `${starts.join(', ')} UTC`,
    ...(alert === undefined ? {} : { Alert: alert.name }),
    ...(alert?.severity === undefined ? {} : { Severity: alert.severity }),
    ...(alert === undefined ? {} : { Since: new Date(alert.since) }),
  };
}
