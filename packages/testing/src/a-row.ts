import { type KnownKeys, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import type { Row } from '@k8s-pizza/slack-approval/store';

/** An instant that does not fit into 32 bits, as today's epoch milliseconds don't. */
export const now = Date.UTC(2026, 0, 1, 10);

/**
 * A plain row to test a store with: pending, without a lease, and due since it was asked.
 *
 * @param fields - the fields to change; by default `id` is `aone` and `version` is 0
 * @throws {SlackApprovalError} invalid_argument — a row has no such field
 */
export function aRow(fields: Partial<Row> = {}): Row {
  const row = {
    id: 'aone',
    version: 0,
    queue: 'default/pizza-order',
    status: 'pending',
    requesterId: 'alertmanager',
    askedAt: now,
    dueAt: now,
    leaseToken: null,
    leaseUntil: null,
    claimCount: 0,
    attention: null,
    body: '{"schemaVersion":1}',
  } satisfies KnownKeys<Row>;
  refuseUnknownKeys('aRow', fields, row, 'invalid_argument');
  return { ...row, ...fields };
}
