import { decide } from '../domain/decide/decide.js';
import type { Requester } from '../domain/model/person.js';
import type { UserRule } from '../domain/model/policy.js';
import { refuseUnknownKeys } from '../options/refuse-unknown-keys.js';
import { newPart } from '../record/parts.js';
import type { Runtime } from '../runtime/runtime.js';
import { readRequester } from './read-requester.js';
import { readShortText } from './read-short-text.js';
import { type CommandResult, runCommand } from './run-command.js';

/** Who withdraws an approval, and why. */
export interface WithdrawOptions {
  readonly by: string | UserRule;
  readonly reason: string;
}

interface Withdrawal {
  readonly by: Requester;
  readonly reason: string;
  /** true: release the key too, even if the approval is no longer pending. */
  readonly releaseKey: boolean;
}

/** Withdraws a pending approval. */
export async function withdraw(
  app: Runtime,
  id: string,
  { by, reason, releaseKey }: Withdrawal,
): Promise<CommandResult<unknown>> {
  const part = newPart(readShortText(reason));
  return await runCommand(app, id, ({ approval }, now) => ({
    ...decide({ type: 'withdraw', now, by, reasonRef: part.ref, releaseKey }, approval),
    parts: approval.status === 'pending' ? [part] : [],
  }));
}

/** Withdraws a pending approval and leaves its key alone. */
export async function withdrawById(
  app: Runtime,
  id: string,
  options: WithdrawOptions,
): Promise<CommandResult<unknown>> {
  return await withdraw(app, id, { by: readWithdrawer(options), reason: options.reason, releaseKey: false });
}

/** @throws {SlackApprovalError} invalid_requester, invalid_argument — `by` names no one; an option is unknown */
export function readWithdrawer(options: WithdrawOptions): Requester {
  refuseUnknownKeys('withdraw', options, { by: true, reason: true }, 'invalid_argument');
  return readRequester(options.by);
}

/** Releases the key of an approval, so that the next `ask` under it creates a new one. */
export function releaseKey(app: Runtime, id: string): Promise<CommandResult<unknown>> {
  return runCommand(app, id, ({ approval }, now) => decide({ type: 'release_key', now }, approval));
}
