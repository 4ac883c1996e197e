import type { Outcome } from '../domain/model/approval.js';
import type { Decision } from '../ports/decision-sink.js';
import type { WebhookEvent } from './verify-webhook.js';

const outcomes: readonly string[] = ['approved', 'rejected', 'expired', 'withdrawn'] satisfies Outcome[];

/** Tells whether an event is whole enough to act on: its outcome is known, and is the one its decision states. */
export function isDecisionEvent(event: WebhookEvent): boolean {
  const data: unknown = event.data;
  if (typeof data !== 'object' || data === null) return false;
  const { approvalId, kind, outcome, revision, digest }: Partial<Record<keyof Decision<unknown>, unknown>> = data;
  const isNamed = isText(approvalId) && isText(kind) && isText(digest);
  const isKnown = isText(outcome) && outcomes.includes(outcome) && event.type === `approval.${outcome}`;
  return isNamed && isKnown && Number.isSafeInteger(revision) && 'payload' in data;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
