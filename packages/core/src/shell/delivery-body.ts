import { renderBody } from '../delivery/render-body.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Shell } from './shell.js';
import { decisionOf } from './to-decision.js';

/**
 * Renders the delivery's bytes once, in the put that decides: every attempt and redelivery sends these.
 * A process that does not know the kind, or whose own body function fails, leaves it to the first attempt.
 */
export function withDeliveryBody(shell: Shell, record: ApprovalRecord): ApprovalRecord {
  const { approval, parts } = record;
  if (approval.status === 'pending' || parts.deliveryBody !== null || approval.erasedAt !== null) return record;
  const kind = shell.kinds.get(approval.kind);
  const decision = decisionOf(record);
  if (kind === undefined || decision === null) return record;
  try {
    return { ...record, parts: { ...parts, deliveryBody: renderBody(kind.sink, decision) } };
  } catch (error) {
    shell.logger.error('slack-approval: the delivery body could not be rendered', {
      approvalId: approval.id,
      error: String(error),
    });
    return record;
  }
}
