import type { Person } from '../domain/person.js';
import type { Shell } from './shell.js';

/** Tells this process's listeners what was refused, and to whom. */
export function announceRefusal(
  shell: Shell,
  approvalId: string | null,
  by: Person | null,
  refusal: { readonly code: string; readonly explanation: string },
): void {
  shell.emitter.emit('refused', { approvalId, by, refusal });
}
