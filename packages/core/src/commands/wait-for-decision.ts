import { SlackApprovalError } from '../errors.js';
import type { Decision } from '../ports/decision-sink.js';
import type { Runtime } from '../runtime/runtime.js';
import { decisionOf } from '../views/to-decision.js';
import { awaitRecord, type Patience } from './await-record.js';

/**
 * Polls the store until there is a decision.
 *
 * @returns null if there is no decision in time
 * @throws {SlackApprovalError} not_found — it is of another kind, whose payload has another type
 * @throws {SlackApprovalError} not_found, record_corrupt, aborted — see `awaitRecord`
 */
export async function waitForDecision(
  app: Runtime,
  kind: string,
  id: string,
  patience: Patience,
): Promise<Decision<unknown> | null> {
  return await awaitRecord(
    app,
    id,
    (record) => {
      if (record.approval.kind === kind) return decisionOf(record);
      throw new SlackApprovalError('not_found', `The kind "${kind}" has no approval with this id.`);
    },
    patience,
  );
}
