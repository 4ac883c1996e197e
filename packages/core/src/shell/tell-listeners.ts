import type { ApprovalEvent } from '../domain/events.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Shell } from './shell.js';

/** Announces what was stored where somebody listens; only then is what it takes loaded. */
export async function tellListeners(
  shell: Shell,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
): Promise<void> {
  if (shell.emitter.eventNames().length === 0) return;
  const { announce } = await import('./announce.js');
  announce(shell, record, events);
}
