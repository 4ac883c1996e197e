import { dateLeaf } from '@k8s-pizza/slack-approval';
import type { PizzaOrderResource } from '../kubernetes/pizza-order-resource.js';
import { trackerStages } from '../pizza-status.js';
import { nameOf } from '../progress-steps.js';
import type { Line } from './said.js';

/** How far an order is. */
export interface OrderState {
  /** It is still to come. */
  readonly isOpen: boolean;
  readonly words: Line;
}

export function orderState({ spec, status }: PizzaOrderResource): OrderState {
  if (!spec.placeOrder) return { isOpen: false, words: ['a test, not placed'] };
  const stage = trackerStages.findLast((one) => status.tracker[one] !== undefined);
  if (stage === undefined) return { isOpen: true, words: [status.placed === true ? 'placed' : 'not placed yet'] };
  const since = Date.parse(status.tracker[stage] ?? '');
  const words = [`${nameOf[stage]} since `, dateLeaf(since, '{date_short_pretty} {time}')];
  return { isOpen: stage !== 'delivered', words: stage === 'delivered' ? ['delivered'] : words };
}
