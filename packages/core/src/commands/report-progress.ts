import { decide } from '../domain/decide/decide.js';
import type { StepState } from '../domain/model/approval.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { newPart, partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { checkGrowth } from '../storage/check-growth.js';
import { mayRest } from '../storage/may-rest.js';
import { readShortText } from './read-short-text.js';
import { type CommandResult, isHistoryFull, runCommand } from './run-command.js';

/** The state of one of the kind's `steps`. */
export interface ProgressReport {
  readonly step: string;
  readonly state: StepState;
  /** Shown beside the step, cut after 500 characters. @default none */
  readonly detail?: string;
}

const states: readonly unknown[] = ['pending', 'active', 'done', 'failed'] satisfies StepState[];

/**
 * Records the progress of a step.
 *
 * @throws {SlackApprovalError} invalid_argument — `state` is unknown, or `detail` is not text; it may come over HTTP, unchecked
 */
export async function reportProgress(
  app: Runtime,
  id: string,
  update: ProgressReport,
): Promise<CommandResult<unknown>> {
  refuseUnknownKeys('reportProgress', update, { step: true, state: true, detail: true }, 'invalid_argument');
  const { step, state, detail } = update;
  if (!states.includes(state))
    throw new SlackApprovalError('invalid_argument', '`state` must be "pending", "active", "done" or "failed".');
  // a JSON client may send null for a missing detail
  const text = detail === undefined || detail === null ? null : readShortText(detail);
  const part = text === null ? null : newPart(text);
  return await runCommand(
    app,
    id,
    (record, now) => {
      const reported = {
        type: 'report',
        now,
        step,
        state,
        detailRef: part?.ref ?? null,
        sameDetail: detailOf(record, step) === text,
        historyFull: isHistoryFull(record),
      } as const;
      return { ...decide(reported, record.approval), parts: part === null ? [] : [part] };
    },
    { checkGrowth, mayRest: (approval, now) => mayRest(app, approval, now) },
  );
}

function detailOf({ approval, parts }: ApprovalRecord, step: string): string | null {
  if (approval.status === 'pending') return null;
  return partText(parts, approval.progress.find((one) => one.step === step)?.detailRef ?? null);
}
