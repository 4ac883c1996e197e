import type { ApprovalEvent } from '../domain/model/events.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import type { ApprovalEvents } from './approval-events.js';

/** Tells this process's listeners what was stored. Loads what announces it only where someone listens. */
export async function tellListeners(
  app: Pick<Runtime, 'emitter' | 'announcer'>,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
): Promise<void> {
  if (events.length === 0 || app.emitter.eventNames().length === 0) return;
  (await app.announcer())(app, record, events);
}

/** Tells this process's listeners which vote was refused, and why. */
export function tellVoteRefused({ emitter }: Pick<Runtime, 'emitter'>, refused: ApprovalEvents['voteRefused']): void {
  emitter.emit('voteRefused' satisfies keyof ApprovalEvents, refused);
}

/** Tells this process's listeners that a request was refused. */
export function tellRequestRefused({ emitter }: Pick<Runtime, 'emitter'>, code: string): void {
  emitter.emit('requestRefused' satisfies keyof ApprovalEvents, { code } satisfies ApprovalEvents['requestRefused']);
}
