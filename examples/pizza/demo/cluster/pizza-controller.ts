import { z } from 'zod';
import { pizzaStatus, type TrackerStage, trackerStages } from '../../src/pizza-order.js';
import type { ClusterObject } from './cluster-object.js';
import { patchObject, type Writing } from './write-object.js';

/**
 * Plays the pizza controller: takes every order through the stages of the tracker, one every `paceMs`.
 *
 * @returns a function that stops it
 */
export function startPizzaController(writing: Writing, paceMs: number): () => void {
  const { store, clock } = writing;
  let timer: NodeJS.Timeout | undefined;

  const schedule = (): void => {
    clearTimeout(timer);
    const dueAt = Math.min(...store.list().map((order) => nextStep(order, paceMs)?.at ?? Number.POSITIVE_INFINITY));
    if (Number.isFinite(dueAt)) timer = setTimeout(run, Math.max(0, dueAt - clock()));
  };
  const run = (): void => {
    for (const order of store.list()) {
      const next = nextStep(order, paceMs);
      const now = clock();
      if (next === null || next.at > now) continue;
      patchObject(writing, order, { status: next.patch(now) }, { part: 'status', strict: true, dryRun: false });
    }
    schedule();
  };

  const unsubscribe = store.subscribe(store.resourceVersion, schedule);
  schedule();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

/** What the controller does next to an order. */
interface NextStep {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The patch of `status`. */
  readonly patch: (now: number) => object;
}

const orderSpec = z.object({
  placeOrder: z.boolean(),
  pizzas: z.array(z.object({ size: z.string(), toppings: z.array(z.string()) })),
});
type Pizzas = z.infer<typeof orderSpec>['pizzas'];

const priceOf: Readonly<Record<string, number>> = { small: 9.99, medium: 13.99, large: 17.99 };
const pricePerTopping = 1.5;
const store = { id: '7144', address: '1 Oven Street, Seattle, WA' };

/**
 * The next step of an order: the first stage at once, each later one `paceMs` after the last. Null: the order is
 * finished. It only depends on the object, so a restarted controller continues where it was.
 */
function nextStep({ metadata, spec, status }: ClusterObject, paceMs: number): NextStep | null {
  const order = orderSpec.parse(spec);
  const { tracker } = pizzaStatus.parse(status ?? undefined);
  const index = trackerStages.findIndex((stage) => tracker[stage] === undefined);
  const stage = trackerStages[index];
  if (!order.placeOrder || stage === undefined) return null;
  const before = trackerStages[index - 1];
  if (before === undefined) {
    const placed = { placed: true, orderID: metadata.uid.slice(0, 8), price: priceOfAll(order.pizzas), store };
    return { at: Date.parse(metadata.creationTimestamp), patch: (now) => ({ ...placed, ...begin(stage, now) }) };
  }
  return { at: Date.parse(tracker[before] ?? '') + paceMs, patch: (now) => begin(stage, now) };
}

function begin(stage: TrackerStage, now: number): object {
  return { tracker: { [stage]: new Date(now).toISOString() }, delivered: stage === 'delivered' };
}

function priceOfAll(pizzas: Pizzas): string {
  const dollars = pizzas.map(({ size, toppings }) => (priceOf[size] ?? 0) + toppings.length * pricePerTopping);
  return `$${dollars.reduce((sum, one) => sum + one, 0).toFixed(2)}`;
}
