import { SlackApprovalError } from '../errors.js';
import type { Runtime, SlackAccess } from '../runtime/runtime.js';

/** @throws {SlackApprovalError} slack_required — `createApprovals` got no `slack` */
export function slackOf({ slack }: Runtime): SlackAccess {
  if (slack !== null) return slack;
  throw new SlackApprovalError('slack_required', 'This method needs `slack`: pass it to createApprovals.');
}
