import { limits } from '../domain/model/limits.js';
import { notFound, type Refusal, type RefusalCode, refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { applyChange } from '../record/apply-change.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { type Commit, type Committed, commit, type DecidedWithParts } from '../storage/commit.js';
import { type ApprovalView, toApproval } from '../views/to-approval.js';

/**
 * The result of a command: it was carried out, or refused with a reason.
 *
 * `changed` is false if there was nothing to change. After a refusal, `approval` is null if there is no approval to show.
 */
export type CommandResult<Payload> =
  | { readonly ok: true; readonly approval: ApprovalView<Payload>; readonly changed: boolean }
  | {
      readonly ok: false;
      readonly code: RefusalCode;
      readonly explanation: string;
      readonly approval: ApprovalView<Payload> | null;
    };

/** Runs the command of a program on one approval. */
export async function runCommand(
  app: Runtime,
  id: string,
  decide: (record: ApprovalRecord, now: number) => DecidedWithParts,
  options: Pick<Commit, 'checkGrowth' | 'mayRest'> = {},
): Promise<CommandResult<unknown>> {
  try {
    return toResult(
      await commit(app, id, {
        decide: ({ record }, now) => decide(record, now),
        apply: applyChange,
        ...options,
      }),
    );
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large')
      return refusalResult(refusal('record_too_large', error.message), null);
    throw error;
  }
}

/** Makes the result of a refusal. @param record - the unchanged approval; null: there is no approval to show */
export function refusalResult({ code, explanation }: Refusal, record: ApprovalRecord | null): CommandResult<unknown> {
  return { ok: false, code, explanation, approval: record === null ? null : toApproval(record) };
}

function toResult(committed: Committed): CommandResult<unknown> {
  if (committed.type === 'newer')
    return refusalResult(
      refusal('not_found', 'This approval was written by a newer release; this one leaves it alone.'),
      null,
    );
  if (committed.type !== 'done') return refusalResult(notFound, null);
  const { record } = committed.loaded;
  if (committed.refusal === null)
    return { ok: true, approval: toApproval(record), changed: committed.events.length > 0 };
  return refusalResult(committed.refusal, committed.refusal.code === 'not_found' ? null : record);
}

/** Tells whether the history has reached its limit. */
export function isHistoryFull({ history }: ApprovalRecord): boolean {
  return history.length >= limits.historyEntries;
}
