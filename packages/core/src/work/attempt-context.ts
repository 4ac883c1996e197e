import type { Command } from '../domain/model/commands.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';

/** What an attempt needs: the process, its way to Slack, and the record as it is now. */
export interface AttemptContext {
  readonly runtime: Runtime;
  readonly slack: SlackAccess;
  readonly record: ApprovalRecord;
  readonly token: string;
}

/** The commands that say how an attempt ended, for the instant at which they are stored. */
export type AttemptOutcome = (now: number) => readonly Command[];

export const nothingToStore: AttemptOutcome = () => [];
