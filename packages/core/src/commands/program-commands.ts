import { decide } from '../domain/decide/decide.js';
import type { StepState } from '../domain/model/approval.js';
import { limits } from '../domain/model/limits.js';
import type { Requester } from '../domain/model/person.js';
import type { UserRule } from '../domain/model/policy.js';
import { SlackApprovalError } from '../errors.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { newPart, partText } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { cleanText, cutText } from '../slack/blocks/text.js';
import { type CommandResult, command } from './command.js';
import { readRequester } from './requester.js';

/** Who takes a question back, and why. */
export interface WithdrawOptions {
  readonly by: string | UserRule;
  readonly reason: string;
}

export async function withdraw(
  app: Runtime,
  id: string,
  by: Requester,
  reason: string,
  releaseKey: boolean,
): Promise<CommandResult<unknown>> {
  const part = newPart(shortened(reason));
  return await command(app, id, ({ approval }, now) => ({
    ...decide({ type: 'withdraw', now, by, reasonRef: part.ref, releaseKey }, approval),
    parts: approval.status === 'pending' ? [part] : [],
  }));
}

export async function withdrawById(
  app: Runtime,
  id: string,
  options: WithdrawOptions,
): Promise<CommandResult<unknown>> {
  return await withdraw(app, id, readWithdrawer(options), options.reason, false);
}

/** @throws {SlackApprovalError} invalid_requester, invalid_argument — it is by nobody; an option is unknown */
export function readWithdrawer(options: WithdrawOptions): Requester {
  refuseUnknownKeys('withdraw', options, { by: true, reason: true }, 'invalid_argument');
  return readRequester(options.by);
}

export function releaseKey(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return command(app, id, ({ approval }, now) => decide({ type: 'release_key', now }, approval));
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
export async function reportProgress(
  app: Runtime,
  id: string,
  update: ProgressReport,
): Promise<CommandResult<unknown>> {
  refuseUnknownKeys('reportProgress', update, { step: true, state: true, detail: true }, 'invalid_argument');
  const { step, state, detail } = update;
  if (!states.includes(state))
    throw new SlackApprovalError('invalid_argument', 'A step is "pending", "active", "done" or "failed".');
  // over HTTP, what is left out may come as null
  const text = detail === undefined || detail === null ? null : shortened(detail);
  const part = text === null ? null : newPart(text);
  return await command(
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
    { grows: true },
  );
}

export function redeliver(app: Runtime, id: string, by: Requester | null): Promise<CommandResult<unknown>> {
  return command(
    app,
    id,
    (record, now) => decide({ type: 'redeliver', now, by, historyFull: isHistoryFull(record) }, record.approval),
    { grows: true },
  );
}

export function repost(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return command(app, id, ({ approval }, now) => decide({ type: 'repost', now }, approval));
}

export function erase(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return command(app, id, ({ approval }, now) => decide({ type: 'erase', now }, approval));
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
