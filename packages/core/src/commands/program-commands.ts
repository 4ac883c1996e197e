import { decide } from '../domain/decide/decide.js';
import type { StepState } from '../domain/model/approval.js';
import { limits } from '../domain/model/limits.js';
import type { Requester } from '../domain/model/person.js';
import type { UserRule } from '../domain/model/policy.js';
import type { Refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { newPart, partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import type { ApprovalView } from '../views/to-approval.js';
import { commandApproval } from './command-approval.js';
import { readRequester } from './requester.js';

type Answer = Promise<ApprovalView<unknown> | Refusal>;

/** Who takes a question back, and why. */
export interface WithdrawOptions {
  readonly by: string | UserRule;
  readonly reason: string;
}

export async function withdraw(
  runtime: Runtime,
  id: string,
  by: Requester,
  reason: string,
  releaseKey: boolean,
): Answer {
  const part = newPart(shortened(reason));
  return await commandApproval(runtime, id, ({ approval }, now) => ({
    ...decide({ type: 'withdraw', now, by, reasonRef: part.ref, releaseKey }, approval),
    parts: approval.status === 'pending' ? [part] : [],
  }));
}

export async function withdrawById(runtime: Runtime, id: string, options: WithdrawOptions): Answer {
  return await withdraw(runtime, id, readWithdrawer(options), options.reason, false);
}

/** @throws {SlackApprovalError} invalid_requester, invalid_argument — it is by nobody; an option is unknown */
export function readWithdrawer(options: WithdrawOptions): Requester {
  refuseUnknownKeys('withdraw', options, { by: true, reason: true }, 'invalid_argument');
  return readRequester(options.by);
}

export function releaseKey(runtime: Runtime, id: string): Answer {
  return commandApproval(runtime, id, ({ approval }, now) => decide({ type: 'release_key', now }, approval));
}

/** How far one of the kind's declared steps has come. */
export interface ProgressReport {
  readonly step: string;
  readonly state: StepState;
  /** Cut at 500 characters. */
  readonly detail?: string;
}

const states: readonly unknown[] = ['pending', 'active', 'done', 'failed'] satisfies StepState[];

/** @throws {SlackApprovalError} invalid_argument — the state is none; what a compiler would have refused may come over HTTP */
export async function report(runtime: Runtime, id: string, update: ProgressReport): Answer {
  refuseUnknownKeys('report', update, { step: true, state: true, detail: true }, 'invalid_argument');
  const { step, state, detail } = update;
  if (!states.includes(state))
    throw new SlackApprovalError('invalid_argument', 'A step is "pending", "active", "done" or "failed".');
  // over HTTP, what is left out may come as null
  const text = detail === undefined || detail === null ? null : shortened(detail);
  const part = text === null ? null : newPart(text);
  return await commandApproval(
    runtime,
    id,
    (record, now) => {
      const command = {
        type: 'report',
        now,
        step,
        state,
        detailRef: part?.ref ?? null,
        sameDetail: detailOf(record, step) === text,
        historyFull: isHistoryFull(record),
      } as const;
      return { ...decide(command, record.approval), parts: part === null ? [] : [part] };
    },
    true,
  );
}

export function redeliver(runtime: Runtime, id: string, by: Requester | null): Answer {
  return commandApproval(
    runtime,
    id,
    (record, now) => decide({ type: 'redeliver', now, by, historyFull: isHistoryFull(record) }, record.approval),
    true,
  );
}

export function repost(runtime: Runtime, id: string): Answer {
  return commandApproval(runtime, id, ({ approval }, now) => decide({ type: 'repost', now }, approval));
}

export function erase(runtime: Runtime, id: string): Answer {
  return commandApproval(runtime, id, ({ approval }, now) => decide({ type: 'erase', now }, approval));
}

function isHistoryFull({ history }: ApprovalRecord): boolean {
  return history.length >= limits.historyEntries;
}

function detailOf({ approval, parts }: ApprovalRecord, step: string): string | null {
  if (approval.status === 'pending') return null;
  return partText(parts, approval.progress.find((one) => one.step === step)?.detailRef ?? null);
}

/** @throws {SlackApprovalError} invalid_argument — it is no text */
function shortened(text: string): string {
  if (typeof text !== 'string') throw new SlackApprovalError('invalid_argument', 'A reason and a detail are texts.');
  return cutText(cleanText(text), limits.reasonLength);
}
