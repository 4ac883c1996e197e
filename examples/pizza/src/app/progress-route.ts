import type { Approvals } from '@k8s-pizza/slack-approval';
import { createMissingOrders } from '../missing-orders.js';
import { progressMessage } from '../order-report.js';
import { signedRoute } from '../signed/signed-route.js';
import { tellReports } from '../tell-reports.js';
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
      await tellReports({ approvals, noteMissing, log: options.log }, orders, present);
      return { reported: orders.length };
    },
  });
}
