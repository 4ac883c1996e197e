import type { Approvals, Kind } from '@k8s-pizza/slack-approval';
import type { Route } from '../app/route.js';
import type { ClusterView } from '../kubernetes/cluster-view.js';
import type { OrderSpec, PizzaOrder } from '../pizza-order.js';
import type { Workspace } from './workspace.js';

/** What commands and messages are answered from. */
export interface CommandContext {
  readonly approvals: Approvals;
  readonly kind: Kind<PizzaOrder, PizzaOrder>;
  /** What is ordered where a person names nothing else. */
  readonly order: OrderSpec;
  /** null: this app reaches none. */
  readonly cluster: ClusterView | null;
  /** What an order may cost, in US dollars. */
  readonly maxPrice: string;
  /** The app's own door for alerts, and what opens it. */
  readonly alerts: { readonly route: Route; readonly token: string | null; readonly alertname: string };
  readonly workspace: Workspace;
  readonly clock: () => number;
}
