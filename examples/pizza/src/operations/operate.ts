import type { Approvals } from '@k8s-pizza/slack-approval';
import type { Route } from '../app/route.js';
import type { ApprovalTracer } from './approval-trace.js';
import { healthRoutes } from './health-routes.js';
import { metricsRoute } from './metrics.js';
import { traceApprovals } from './trace-approvals.js';
import { tracedAlerts } from './traced-alerts.js';

export interface Operations {
  /** Null: nothing is traced. */
  readonly tracer: ApprovalTracer | null;
  /** Whether this process is about to end, so that a probe sends new requests elsewhere. */
  readonly isEnding: () => boolean;
}

/** What whoever operates the app needs: probes, metrics and traces. @returns all routes, the alerts' own traced */
export function operate(approvals: Approvals, alerts: Route, { tracer, isEnding }: Operations): readonly Route[] {
  if (tracer !== null) traceApprovals(approvals, tracer);
  return [
    tracer === null ? alerts : { ...alerts, answer: tracedAlerts(alerts.answer, tracer) },
    ...healthRoutes({ approvals, isEnding }),
    metricsRoute(approvals),
  ];
}
