import { limits } from '../domain/model/limits.js';
import { plainText } from '../domain/model/live-text.js';
import { notFound, type Refusal, type RefusalCode, refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { applyChange } from '../record/apply-change.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { type Commit, type Committed, commit, type DecidedWithParts } from '../storage/commit.js';
import { notShown, sayWhy } from '../views/explain-end.js';
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
      app,
      await commit(app, id, {
        decide: ({ record }, now) => decide(record, now),
        apply: applyChange,
        ...options,
      }),
    );
  } catch (error) {
    if (isSlackApprovalError(error) && error.code === 'record_too_large')
      return refusalResult(app, refusal('record_too_large', { cause: 'record' }), null);
    throw error;
  }
}

/** Makes the result of a refusal. @param record - the unchanged approval; null: there is no approval to show */
export function refusalResult(
  app: Pick<Runtime, 'messages'>,
  why: Refusal,
  record: ApprovalRecord | null,
): CommandResult<unknown> {
  return saidResult(why.code, sayWhy(app, why, record), record);
}

/** The same for a refusal that is said already, with its live parts marked. */
export function saidResult(code: RefusalCode, said: string, record: ApprovalRecord | null): CommandResult<unknown> {
  return { ok: false, code, explanation: plainText(said), approval: record === null ? null : toApproval(record) };
}

function toResult(app: Pick<Runtime, 'messages'>, committed: Committed): CommandResult<unknown> {
  if (committed.type === 'newer') return refusalResult(app, notShown.newer, null);
  if (committed.type !== 'done') return refusalResult(app, notFound, null);
  const { record } = committed.loaded;
  if (committed.refusal === null)
    return { ok: true, approval: toApproval(record), changed: committed.events.length > 0 };
  return refusalResult(app, committed.refusal, committed.refusal.code === 'not_found' ? null : record);
}

/** Tells whether the history has reached its limit. */
export function isHistoryFull({ history }: ApprovalRecord): boolean {
  return history.length >= limits.historyEntries;
}
