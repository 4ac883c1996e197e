import type { ProgressReport } from '@k8s-pizza/slack-approval';
import { type PizzaStatus, type TrackerStage, trackerStages } from './pizza-status.js';

/** A stage as people read it. */
export const nameOf: Readonly<Record<TrackerStage, string>> = {
  prep: 'prep',
  bake: 'bake',
  qualityCheck: 'quality check',
  outForDelivery: 'out for delivery',
  delivered: 'delivered',
};

/** The steps a card shows, in order. */
export const stepNames: readonly string[] = trackerStages.map((stage) => nameOf[stage]);

/**
 * What an order's status says of each step that has begun: one under way, those before it done.
 *
 * @param maxPrice - what was approved, in US dollars. Nobody knows a price before the order is placed: all that can be done here is to say that it is more
 */
export function stepsOf(
  { tracker, orderID, price }: PizzaStatus,
  maxPrice: string | null = null,
): readonly ProgressReport[] {
  const last = trackerStages.findLastIndex((stage) => tracker[stage] !== undefined);
  const isMore = maxPrice !== null && dollarsIn(price ?? '') > Number(maxPrice);
  const placed = [
    orderID === undefined ? '' : `order ${orderID}`,
    price ?? '',
    isMore ? `more than the $${maxPrice} that were approved` : '',
  ]
    .filter((one) => one !== '')
    .join(', ');
  return trackerStages.slice(0, last + 1).map((stage, index) => ({
    step: nameOf[stage],
    // arriving is the end: nothing comes after `delivered` that could show it done
    state: index < last || stage === 'delivered' ? 'done' : 'active',
    ...(index === 0 && placed !== '' ? { detail: placed } : {}),
  }));
}

/** NaN, which is not more than anything, where it is no amount of dollars. */
function dollarsIn(price: string): number {
  const [, amount = 'none'] = /^(?:US)?\$? ?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)$/.exec(price) ?? [];
  return Number(amount.replaceAll(',', ''));
}
