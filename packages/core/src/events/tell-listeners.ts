import type { ApprovalEvent } from '../domain/model/events.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';

const refusals: readonly string[] = ['copy_waits', 'copy_given_up'] satisfies ApprovalEvent['type'][];

/** Logs and announces what was stored. Each is loaded when there is something to say to a listener. */
export async function tellListeners(
  runtime: Runtime,
  record: ApprovalRecord,
  events: readonly ApprovalEvent[],
): Promise<void> {
  if (events.some(({ type }) => refusals.includes(type)))
    (await import('./log-refused-cards.js')).logRefusedCards(runtime.logger, record, events);
  if (runtime.emitter.eventNames().length === 0) return;
  const { announce } = await import('./announce.js');
  announce(runtime, record, events);
}
