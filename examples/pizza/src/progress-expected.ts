import type { Approval, Approvals } from '@k8s-pizza/slack-approval';

const kind = 'pizza-order';
const longestMs = 7 * 24 * 3_600_000;
const pageSize = 100;

// a function elsewhere may take a decision first, and create the order a moment later
const createdWithinMs = 120_000;

/**
 * The approvals whose orders exist and are not finished: approved, delivered, and a step still open. An order that may not be created
 * yet is none of them. Nobody waits for a pizza that was asked for over a week ago.
 */
export async function expectedOrders(approvals: Approvals, now: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page = await approvals.list({ kind, status: 'approved', after, limit: pageSize });
    const recent = page.approvals.filter(({ askedAt }) => askedAt > now - longestMs);
    ids.push(...recent.filter((one) => isCreated(one, now) && isOpen(one)).map(({ id }) => id));
    after = recent.length < page.approvals.length ? null : page.next;
  } while (after !== null);
  return ids;
}

function isCreated({ delivery, decision, progress }: Approval<unknown>, now: number): boolean {
  if (delivery.state !== 'delivered' || decision === null) return false;
  return progress.some(({ state }) => state !== 'pending') || decision.decidedAt < now - createdWithinMs;
}

function isOpen({ progress }: Approval<unknown>): boolean {
  return progress.some(({ state }) => state !== 'done') && progress.every(({ state }) => state !== 'failed');
}
