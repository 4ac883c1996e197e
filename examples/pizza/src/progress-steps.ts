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

/** What an order's status says of each step that has begun: one under way, those before it done. */
export function stepsOf({ tracker, orderID, price }: PizzaStatus): readonly ProgressReport[] {
  const last = trackerStages.findLastIndex((stage) => tracker[stage] !== undefined);
  const placed = [orderID === undefined ? '' : `order ${orderID}`, price ?? ''].filter((one) => one !== '').join(', ');
  return trackerStages.slice(0, last + 1).map((stage, index) => ({
    step: nameOf[stage],
    // arriving is the end: nothing comes after `delivered` that could show it done
    state: index < last || stage === 'delivered' ? 'done' : 'active',
    ...(index === 0 && placed !== '' ? { detail: placed } : {}),
  }));
}
