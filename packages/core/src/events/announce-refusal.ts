import type { Person } from '../domain/model/person.js';
import type { Runtime } from '../runtime/runtime.js';

/** Tells this process's listeners what was refused, and to whom. */
export function announceRefusal(
  runtime: Runtime,
  approvalId: string | null,
  by: Person | null,
  refusal: { readonly code: string; readonly explanation: string },
): void {
  runtime.emitter.emit('refused', { approvalId, by, refusal });
}
