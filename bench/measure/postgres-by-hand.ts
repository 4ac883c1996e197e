import type { Row } from '@k8s-pizza/slack-approval/store';

const columns = ['version', 'queue', 'status', 'requester_id', 'asked_at', 'due_at', 'lease_token', 'lease_until'];
const set = [...columns, 'claim_count', 'attention', 'body'].map((column, index) => `${column} = $${index + 2}`);
/** The statement of a put. */
export const update = `UPDATE slack_approvals SET ${set} WHERE id = $1 AND version = $13 RETURNING version`;

export function valuesOf(row: Row, version: number): unknown[] {
  const { id, queue, status, requesterId, askedAt, dueAt, leaseToken, leaseUntil, claimCount, attention } = row;
  const lease = [leaseToken, leaseUntil, claimCount, attention];
  return [id, version + 1, queue, status, requesterId, askedAt, dueAt, ...lease, row.body, version];
}
