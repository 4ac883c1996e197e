import type { Row } from '@k8s-pizza/slack-approval';

export const now = Date.UTC(2026, 0, 1, 10);

/** A plain row that is due now. */
export function aRow(fields: Partial<Row> = {}): Row {
  return {
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
    ...fields,
  };
}
