import { decide } from '../domain/decide/decide.js';
import type { Requester } from '../domain/model/person.js';
import type { Runtime } from '../runtime/runtime.js';
import { checkGrowth } from '../storage/check-growth.js';
import { type CommandResult, isHistoryFull, runCommand } from './run-command.js';

/** Delivers the decision again. */
export function redeliver(app: Runtime, id: string, by: Requester | null): Promise<CommandResult<unknown>> {
  return runCommand(
    app,
    id,
    (record, now) => decide({ type: 'redeliver', now, by, historyFull: isHistoryFull(record) }, record.approval),
    { checkGrowth },
  );
}

/** Updates the card, and posts it again where it was never posted or was deleted. */
export function repost(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return runCommand(app, id, ({ approval }, now) => decide({ type: 'repost', now }, approval));
}

/** Erases payload, texts and reasons of a decided approval. */
export function erase(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return runCommand(app, id, ({ approval }, now) => decide({ type: 'erase', now }, approval));
}
