import type { Command } from '../domain/model/commands.js';
import type { NewPart } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';

/** One attempt at owed work, on the current record, under the lease `token`. */
export interface Attempt {
  readonly app: Runtime;
  readonly slack: SlackAccess;
  readonly record: ApprovalRecord;
  readonly token: string;
  /** See `RunOptions`. */
  readonly lasts: boolean;
}

/** Returns the commands that record how an attempt ended, at the instant at which they are stored. */
export interface AttemptOutcome {
  (now: number): readonly Command[];
  /** The parts that the commands refer to. @default none */
  readonly parts?: readonly NewPart[];
}

export const nothingToStore: AttemptOutcome = () => [];
