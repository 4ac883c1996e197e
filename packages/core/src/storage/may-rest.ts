import type { Approval } from '../domain/model/approval.js';
import { owed } from '../domain/time/owed.js';
import type { Runtime } from '../runtime/runtime.js';

/** A process that polls less often would store an outcome too late. */
const maxPollMs = 10_000;

/** Tells whether the outcome of a card's updates may wait for the next put of this process. */
export function mayRest({ watch }: Runtime, approval: Approval, now: number): boolean {
  const isOften = watch.pollMs !== null && watch.pollMs <= maxPollMs;
  if (!isOften || approval.status === 'pending' || approval.delivery.state === 'owed') return false;
  return owed(approval, now).every(({ type }) => type === 'sync');
}
