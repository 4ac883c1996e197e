import type { Approvals } from '@k8s-pizza/slack-approval';

/** Every question of `request` that waits for an answer, newest first. */
export async function listPending(approvals: Approvals) {
  const pending: { id: string; key: string | null; minutes: number }[] = [];
  let after: string | null = null;
  do {
    const page = await approvals.list({ kind: 'request', status: 'pending', after });
    for (const { id, key, askedAt } of page.approvals)
      pending.push({ id, key, minutes: Math.floor((Date.now() - askedAt) / 60_000) });
    after = page.next;
  } while (after !== null);
  return pending;
}
