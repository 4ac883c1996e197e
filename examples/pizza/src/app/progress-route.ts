import type { Approvals } from '@k8s-pizza/slack-approval';
import { progressMessage } from '../order-report.js';
import { signedRoute } from '../signed/signed-route.js';
import { tellProgress } from '../tell-progress.js';
import type { FunctionRouteOptions } from './asks-route.js';
import type { Route } from './route.js';

/** Where the order function reports how far orders are: the same report again changes nothing. */
export function progressRoute(approvals: Approvals, options: FunctionRouteOptions): Route {
  return signedRoute({
    ...options,
    path: '/progress',
    schema: progressMessage,
    async act({ orders }) {
      for (const report of orders) await tellProgress(approvals, report);
      return { reported: orders.length };
    },
  });
}
