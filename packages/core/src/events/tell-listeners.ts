import type { ApprovalEvent } from '../domain/model/events.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import type { ApprovalEvents } from './approval-events.js';
import { hasLoggedEvent } from './has-logged-event.js';

/**
 * Emits the events of a stored change to the listeners of this process, and logs those that need someone's attention.
 *
 * It loads `announce` only if there is a listener or a line to log.
 */
export async function tellListeners(
  app: Pick<Runtime, 'emitter' | 'announcer' | 'log' | 'messages'>,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
): Promise<void> {
  const isHeard = events.length > 0 && app.emitter.isHeard();
  if (!isHeard && !hasLoggedEvent(events)) return;
  const [announce] = await Promise.all([app.announcer(), app.emitter.ready()]);
  announce(app, record, events);
}

/** Emits `voteRefused` to the listeners of this process. */
export function tellVoteRefused({ emitter }: Pick<Runtime, 'emitter'>, refused: ApprovalEvents['voteRefused']): void {
  emitter.emit('voteRefused' satisfies keyof ApprovalEvents, refused);
}

/** Emits `requestRefused` to the listeners of this process. */
export function tellRequestRefused({ emitter }: Pick<Runtime, 'emitter'>, code: string): void {
  emitter.emit('requestRefused' satisfies keyof ApprovalEvents, { code } satisfies ApprovalEvents['requestRefused']);
}
