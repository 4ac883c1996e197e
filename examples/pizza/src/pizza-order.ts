// What people decide on: the payload of each kind, what a person types for it, and how far an order is.

import type { ProgressReport } from '@k8s-pizza/slack-approval';
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

const instant = z.iso.datetime({ offset: true });

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
/** When shifts start, as times of day in UTC, such as `06:00`. */
export const shiftStarts = z.array(z.string().regex(timeOfDay, 'must be times such as 06:00')).min(1).max(24);

/** What the payload of each kind has: people decide on it, and the order function carries it out. */
const ordered = {
  /** The person who approves can change it. */
  size: pizzaSize,
  order: orderSpec,
  /** US dollars, for all pizzas together. A PizzaOrder has no field for it, so it becomes an annotation. */
  maxPrice: z.string().regex(/^\d{1,6}(?:\.\d\d)?$/),
  /** An order for the next shift is placed at the next of these times. */
  shiftStarts,
};

/** The choice that orders when the next shift starts. */
export const nextShift = 'next-shift';

/** The payload of `pizza-order`: one pizza. */
export const pizzaOrder = z.object({
  ...ordered,
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
  /** Set for a test: the PizzaOrder is created with `placeOrder: false`. */
  test: z.literal(true).optional(),
});
export type PizzaOrder = z.infer<typeof pizzaOrder>;

const maxPartyPizzas = 50;

/** The payload of `pizza-party`: so many equal pizzas in one PizzaOrder. */
export const pizzaParty = z.object({ ...ordered, pizzas: z.int().min(1).max(maxPartyPizzas) });
export type PizzaParty = z.infer<typeof pizzaParty>;

/** The payload of either kind. Without a number, it is one pizza. */
export type AnyOrder = PizzaOrder & Partial<Pick<PizzaParty, 'pizzas'>>;

const payloads: ReadonlyMap<string, z.ZodType<AnyOrder>> = new Map<string, z.ZodType<AnyOrder>>([
  ['pizza-order', pizzaOrder],
  ['pizza-party', pizzaParty],
]);

/** The kinds whose approvals end in a PizzaOrder. */
export const kindNames: readonly string[] = [...payloads.keys()];

/** Reads the payload of an approval as its kind defines it: only a party has a number. Null: it is not a pizza order. */
export function readOrder({ kind, payload }: { readonly kind: string; readonly payload: unknown }): AnyOrder | null {
  return payloads.get(kind)?.safeParse(payload).data ?? null;
}

/** What so many pizzas may cost, in US dollars. */
export function priceOf(pizzas: number, maxPrice: string): string {
  return ((Math.round(Number(maxPrice) * 100) * pizzas) / 100).toFixed(2);
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

/** Parses how many pizzas a party needs, and then what `parsePizza` does. */
export function parseParty(
  text: string,
  defaultPizza: Pizza,
): (Pick<PizzaParty, 'pizzas'> & Pizza) | { readonly problem: string } {
  const [count = '', ...rest] = text.trim().split(/\s+/);
  const pizzas = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  if (pizzas < 1 || pizzas > maxPartyPizzas) {
    const why =
      count === '' ? 'How many pizzas?' : `“${cutText(count, maxQuotedCharacters)}” is not a number of pizzas.`;
    return {
      problem: `${why} Type a number from 1 to ${maxPartyPizzas} first, such as /pizza party 12 large olives, ham.`,
    };
  }
  const pizza = parsePizza(rest.join(' '), defaultPizza);
  return 'problem' in pizza ? pizza : { pizzas, ...pizza };
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
