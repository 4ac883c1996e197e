import { SlackApprovalError } from '../errors.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';

/** @throws {SlackApprovalError} slack_required — the process was made without access to Slack */
export function slackOf({ slack }: Runtime): SlackAccess {
  if (slack !== null) return slack;
  throw new SlackApprovalError(
    'slack_required',
    'This process was made without `slack`: it may ask, amend, withdraw, report and read. Pass `slack` to createApprovals.',
  );
}
