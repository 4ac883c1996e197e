import type { Command } from '../domain/model/commands.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';

/** One try of owed work: on the record as it is now, under the lease that `token` names. */
export interface Attempt {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly record: ApprovalRecord;
  readonly token: string;
}

/** The commands that say how an attempt ended, for the instant at which they are stored. */
export type AttemptOutcome = (now: number) => readonly Command[];

export const nothingToStore: AttemptOutcome = () => [];
