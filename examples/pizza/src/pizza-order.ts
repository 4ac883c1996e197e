// The kind of approval that this example asks for: its payload, card, approvers and steps.

import {
  type Approvals,
  type ApproverRule,
  type DecisionSink,
  type Kind,
  type ProgressReport,
  type SinkFunction,
  user,
} from '@k8s-pizza/slack-approval';
import { z } from 'zod';

const pizzaSize = z.enum(['small', 'medium', 'large']);

/** What is ordered besides the size, as a PizzaOrder's `spec` has it: people approve exactly what is created. */
const orderSpec = z.object({
  customer: z.object({ firstName: z.string(), lastName: z.string(), email: z.string() }),
  address: z.object({
    street: z.string(),
    city: z.string(),
    region: z.string().max(2),
    postalCode: z.string(),
    phone: z.string().regex(/^[2-9]\d{9}$/),
  }),
  toppings: z.array(z.string()),
  paymentSecret: z.object({ name: z.string() }),
});
/** An order as it is configured: with the size, which people can change before they approve. */
export type OrderSpec = z.infer<typeof orderSpec> & { readonly size: z.infer<typeof pizzaSize> };

/** The part of a payload that says what is ordered. An input needs its property at the top. */
export function toPayload({ size, ...order }: OrderSpec): Pick<PizzaOrder, 'size' | 'order'> {
  return { size, order };
}

export const instant = z.iso.datetime({ offset: true });

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
/** When shifts start, as times of day in UTC, such as `06:00`. */
export const shiftStarts = z.array(z.string().regex(timeOfDay, 'must be times such as 06:00')).min(1).max(24);

/** The payload of an approval: what people decide on, and what the order function carries out. */
export const pizzaOrder = z.object({
  /** The alert that asked. Absent when a person asked with `/pizza order`. */
  alert: z
    .object({
      name: z.string(),
      severity: z.string().optional(),
      since: instant,
      summary: z.string().optional(),
      links: z.record(z.string(), z.string()),
    })
    .optional(),
  /** The person who approves can change it. */
  size: pizzaSize,
  order: orderSpec,
  /** US dollars. A PizzaOrder has no field for it, so it becomes an annotation. */
  maxPrice: z.string().regex(/^\d{1,4}(?:\.\d\d)?$/),
  /** An order for the next shift is placed at the next of these times. */
  shiftStarts,
  /** Set for a test: the PizzaOrder is created with `placeOrder: false`. */
  test: z.literal(true).optional(),
});
export type PizzaOrder = z.infer<typeof pizzaOrder>;

export interface PizzaOrderSetup {
  readonly channel: string;
  readonly approvers: readonly ApproverRule[];
  /** How often people are reminded, such as `10m`. @default never */
  readonly remindEvery?: string | undefined;
  /** The id of the person who is asked as well if no one answers. @default no one */
  readonly shiftLead?: string | undefined;
  readonly sink: DecisionSink | SinkFunction<PizzaOrder>;
}

/** The choice that orders the pizza when the next shift starts. */
export const nextShift = 'next-shift';

/** Half of the time that people have to answer. */
export const asksShiftLeadAfter = '15m';

/** Defines the kind of approval this example asks for: its card, its approvers, its deadline and its steps. */
export function definePizzaOrder(
  approvals: Approvals,
  { channel, approvers, remindEvery, shiftLead, sink }: PizzaOrderSetup,
): Kind<PizzaOrder, PizzaOrder> {
  return approvals.define('pizza-order', {
    schema: pizzaOrder,
    channel,
    card: (payload) => ({
      title: titleOf(payload),
      ...summaryOf(payload),
      fields: fieldsOf(payload),
      links: payload.alert?.links ?? {},
    }),
    approvers,
    choices: [
      { id: 'now', label: 'Order now', answer: 'approve', style: 'primary' },
      {
        id: nextShift,
        label: 'Order for the next shift',
        answer: 'approve',
        confirm: 'The pizza is ordered when the next shift starts.',
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
    expiresIn: '30m',
    ...(remindEvery === undefined ? {} : { remindEvery }),
    // the lead gets the card in a direct message, and may answer it there
    escalate:
      shiftLead === undefined
        ? []
        : [{ after: asksShiftLeadAfter, approvers: [user(shiftLead)], channel: user(shiftLead) }],
    steps: stepNames,
    onDecision: sink,
  });
}

function titleOf({ alert, test }: PizzaOrder): string {
  if (test) return 'TEST: order pizza for the people on call?';
  return alert === undefined ? 'Order this pizza?' : 'Order pizza for the people on call?';
}

/** The sentence under the title: what the alert says, if it says anything. */
export function summaryOf({ alert }: Pick<PizzaOrder, 'alert'>): { readonly summary?: string } {
  if (alert === undefined) return { summary: 'A person asked for it with /pizza order.' };
  return alert.summary === undefined ? {} : { summary: alert.summary };
}

function fieldsOf({ alert, maxPrice, size, order, shiftStarts: starts, test }: PizzaOrder) {
  const { customer, address, toppings: named } = order;
  return {
    ...(test ? { Test: 'Nothing is paid or baked: the PizzaOrder is created with placeOrder: false.' } : {}),
    Pizza: `${size}, ${named.join(', ')}`,
    'Deliver to': `${customer.firstName} ${customer.lastName}, ${address.street}, ${address.city}, ${address.region} ${address.postalCode}`,
    // the price is unknown until the order is placed
    'At most': `$${maxPrice} (not enforced)`,
    'Shifts start': `${starts.join(', ')} UTC`,
    ...(alert === undefined ? {} : { Alert: alert.name }),
    ...(alert?.severity === undefined ? {} : { Severity: alert.severity }),
    ...(alert === undefined ? {} : { Since: new Date(alert.since) }),
  };
}

/** The stages of the tracker, in order, as `status.tracker` of a PizzaOrder names them. */
export const trackerStages = ['prep', 'bake', 'qualityCheck', 'outForDelivery', 'delivered'] as const;
export type TrackerStage = (typeof trackerStages)[number];
export type Tracker = { readonly [Stage in TrackerStage]?: string };

/** Each stage as people read it. */
export const stageNames: Readonly<Record<TrackerStage, string>> = {
  prep: 'prep',
  bake: 'bake',
  qualityCheck: 'quality check',
  outForDelivery: 'out for delivery',
  delivered: 'delivered',
};

/** The steps on a card, in order. */
const stepNames: readonly string[] = trackerStages.map((stage) => stageNames[stage]);

const maxStatusCharacters = 200;
const statusText = z
  .string()
  .transform((text) => text.slice(0, maxStatusCharacters))
  .optional()
  .catch(undefined);

/**
 * `status` of a PizzaOrder. A stage is absent from the tracker until it begins.
 *
 * Another program writes the status, so a field of the wrong form reads as absent and an unknown stage is dropped: one
 * bad order must not hide the rest of the list.
 */
export const pizzaStatus = z
  .object({
    orderID: statusText,
    price: statusText,
    placed: z.boolean().optional().catch(undefined),
    tracker: z.record(z.string(), z.unknown()).catch({}).transform(toTracker),
  })
  .catch({ tracker: {} });
export type PizzaStatus = z.infer<typeof pizzaStatus>;

function toTracker(given: Readonly<Record<string, unknown>>): Tracker {
  const begun = trackerStages.flatMap((stage) => {
    const read = instant.safeParse(given[stage]);
    return read.success ? [[stage, read.data] as const] : [];
  });
  return Object.fromEntries(begun);
}

/**
 * Converts a status to reports for the card: the latest stage is active, the stages before it are done.
 *
 * @param maxPrice - the approved price in US dollars. The first step says so when the order cost more
 * @param placeAt - when the order is placed. Null: it is placed already, or never
 */
export function toSteps(
  { tracker, orderID, price }: PizzaStatus,
  maxPrice: string | null = null,
  placeAt: string | null = null,
): readonly ProgressReport[] {
  const last = trackerStages.findLastIndex((stage) => tracker[stage] !== undefined);
  if (last === -1 && placeAt !== null)
    return [{ step: stageNames.prep, state: 'active', detail: `${orderedFor} ${toMinute(placeAt)}` }];
  const isOverPrice = maxPrice !== null && dollarsIn(price ?? '') > Number(maxPrice);
  const detail = [
    orderID === undefined ? '' : `order ${orderID}`,
    price ?? '',
    isOverPrice ? `more than the approved $${maxPrice}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  return trackerStages.slice(0, last + 1).map((stage, index) => ({
    step: stageNames[stage],
    // no stage follows `delivered`, so it is done as soon as it begins
    state: index < last || stage === 'delivered' ? 'done' : 'active',
    ...(index === 0 && detail !== '' ? { detail } : {}),
  }));
}

/** How the card says that an order waits for a shift. The time follows. */
export const orderedFor = 'ordered for the next shift, at';

/** `2026-11-22T14:00:00Z` → `2026-11-22 14:00 UTC` */
function toMinute(at: string): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Reads a price such as `$1,234.50`. Anything else is NaN, which compares as not more. */
function dollarsIn(price: string): number {
  const [, amount = 'unknown'] = /^(?:US)?\$? ?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)$/.exec(price) ?? [];
  return Number(amount.replaceAll(',', ''));
}

type Pizza = Pick<OrderSpec, 'size' | 'toppings'>;

const sizes = new Map<string, Pizza['size']>([
  ['small', 'small'],
  ['medium', 'medium'],
  ['large', 'large'],
  ['x-large', 'large'],
]);
const toppings: readonly string[] = [
  ...['bacon', 'cheese', 'chicken', 'garlic', 'ham', 'jalapenos', 'mushrooms', 'olives', 'onions', 'pepperoni'],
  ...['peppers', 'pineapple', 'sausage', 'spinach', 'tomatoes'],
];
const maxToppings = 10;
const maxQuotedCharacters = 40;

/**
 * Parses what a person typed: a size, then toppings separated by spaces or commas. Whatever they leave out is taken
 * from `defaultPizza`, whose toppings they can name too.
 */
export function parsePizza(text: string, defaultPizza: Pizza): Pizza | { readonly problem: string } {
  const words = text
    .toLowerCase()
    .split(text.includes(',') ? /[,\n]/ : /\s+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const { size, rest } = takeSize(words);
  const named = [...new Set(rest)];
  const known = new Set([...toppings, ...defaultPizza.toppings.map((topping) => topping.toLowerCase())]);
  const unknown = named.find((word) => !known.has(word));
  if (unknown !== undefined)
    return {
      problem: `“${cutText(unknown, maxQuotedCharacters)}” is neither a size (small, medium, large) nor a topping. Toppings: ${[...known].join(', ')}.`,
    };
  if (named.length > maxToppings) return { problem: `A pizza has at most ${maxToppings} toppings.` };
  return { size: size ?? defaultPizza.size, toppings: named.length === 0 ? defaultPizza.toppings : named };
}

/** The size comes first. With commas it may share the first item with a topping: `small ham, olives`. */
function takeSize([first = '', ...rest]: readonly string[]) {
  const [word = '', ...more] = first.split(/\s+/);
  const size = sizes.get(word);
  if (size === undefined) return { size: null, rest: first === '' ? rest : [first, ...rest] };
  return { size, rest: more.length > 0 ? [more.join(' '), ...rest] : rest };
}

/** Shortens a text to so many characters, ending in `…`. Never splits a character. */
export function cutText(text: string, maxCharacters: number): string {
  // a character is at most two units, so no more than this has to be looked at
  const characters = [...text.slice(0, 2 * maxCharacters + 2)];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
