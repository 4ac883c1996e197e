import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import type { LoadResult } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { decisionOf } from '../views/to-decision.js';
import { awaitRecord, type Patience } from './await-record.js';

/**
 * Polls the store until there is a decision. A record of a newer release is waited for as well.
 *
 * @returns null if there is no decision in time
 * @throws {SlackApprovalError} not_found — there is no such approval, or it is of another kind, whose payload has another type
 * @throws {SlackApprovalError} record_corrupt — it cannot be read
 * @throws {SlackApprovalError} aborted — see `awaitRecord`
 */
export async function waitForDecision(
  app: Runtime,
  kind: string,
  id: string,
  patience: Patience,
): Promise<Decision<unknown> | null> {
  return await awaitRecord(app, id, (found) => decisionIn(found, kind), patience);
}

function decisionIn(found: LoadResult, kind: string): Decision<unknown> | null {
  if (found.type === 'newer') return null;
  if (found.type === 'corrupt')
    throw new SlackApprovalError('record_corrupt', 'The stored approval cannot be read; see the log.');
  if (found.type === 'loaded' && found.record.approval.kind === kind) return decisionOf(found.record);
  throw new SlackApprovalError('not_found', `The kind "${kind}" has no approval with this id.`);
}
