import type { Approvals } from '@k8s-pizza/slack-approval';
import { createMissingOrders } from '../missing-orders.js';
import { progressMessage } from '../order-report.js';
import { signedRoute } from '../signed/signed-route.js';
import { tellProgress } from '../tell-progress.js';
import type { FunctionRouteOptions } from './asks-route.js';
import type { Route } from './route.js';

/** Where the order function reports how far orders are: the same report again changes nothing. */
export function progressRoute(approvals: Approvals, options: FunctionRouteOptions, clock: () => number): Route {
  const noteMissing = createMissingOrders(approvals, clock);
  return signedRoute({
    ...options,
    path: '/progress',
    schema: progressMessage,
    async act({ orders, present }) {
      for (const report of orders) await tellProgress(approvals, report);
      if (present !== null) await noteMissing(present);
      return { reported: orders.length };
    },
  });
}
