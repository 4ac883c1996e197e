import type { Approvals, Kind } from '@k8s-pizza/slack-approval';

/** Withdraws the call of a guard or of `run` by its key. A guard has its kind as `refund.kind`. */
export async function cancelCall(kind: Kind<never, unknown>, key: string): Promise<string> {
  const result = await kind.withdraw({ key }, { by: 'shop', reason: 'The parcel arrived' });
  return result.ok ? 'withdrawn' : result.explanation; // such as: it was approved a moment ago
}

/** Withdraws a question of `request` by its id, which a list has. */
export async function cancelRequest(approvals: Approvals, id: string): Promise<string> {
  const result = await approvals.withdraw(id, { by: 'admin tool', reason: 'No longer needed' });
  return result.ok ? 'withdrawn' : result.explanation;
}
