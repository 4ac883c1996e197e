import type { Decision } from '@k8s-pizza/slack-approval';
import type { CoreV1Event } from '@kubernetes/client-node';
import { apiVersion, kind, type PizzaOrderResource } from './pizza-order-resource.js';

const component = 'slack-approval';
const mostNamed = 10;

/**
 * The Kubernetes Event that says on a PizzaOrder who let it be ordered: `kubectl describe` shows it. It is named after the order, so
 * that a repeat creates it once.
 */
export function approvalEvent(
  decision: Decision<unknown>,
  { metadata }: PizzaOrderResource,
  namespace: string,
): CoreV1Event {
  const { name, uid } = metadata;
  const at = new Date(decision.decidedAt);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.approved`, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid },
    type: 'Normal',
    reason: 'Approved',
    message: `Approved by ${whoDecided(decision)}, approval ${decision.approvalId}, digest ${decision.digest}`,
    source: { component },
    reportingComponent: component,
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  };
}

/** A message of an Event holds 1,024 characters, and so many people may decide that they do not fit. */
function whoDecided({ decidedBy }: Decision<unknown>): string {
  if (decidedBy.length === 0) return 'nobody (its time ran out)';
  const named = decidedBy.slice(0, mostNamed).map(({ userId }) => userId);
  const more = decidedBy.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
