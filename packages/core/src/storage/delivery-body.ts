import { renderBody } from '../delivery/render-body.js';
import { limits } from '../domain/model/limits.js';
import { isError, SlackApprovalError } from '../errors.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { decisionOf } from '../views/to-decision.js';

/** A body of so many characters fits also where the record has stopped growing; a longer one is measured. */
const surelyFits = 8 * 1024;

/**
 * Renders the delivery's bytes once, in the put that decides: every attempt and redelivery sends these.
 * A process that does not know the kind, or whose own body function fails, leaves it to the first attempt. So does a body
 * of the caller's own that the record has no room for: the decision stands without it.
 */
export function withDeliveryBody(app: Runtime, record: ApprovalRecord): ApprovalRecord {
  const { approval, parts } = record;
  if (approval.status === 'pending' || parts.deliveryBody !== null || approval.erasedAt !== null) return record;
  // what renders it may be what ends each process
  if (approval.work.setAside) return record;
  const kind = app.kinds.get(approval.kind);
  const decision = decisionOf(record);
  if (kind === undefined || decision === null) return record;
  try {
    const deliveryBody = renderBody(kind.sink, decision);
    const whole = { ...record, parts: { ...parts, deliveryBody } };
    if (deliveryBody.length <= surelyFits || Buffer.byteLength(JSON.stringify(whole)) <= limits.recordBytes)
      return whole;
    throw new SlackApprovalError('record_too_large', 'the record has no room for a body of this size');
  } catch (error) {
    app.logger.error('slack-approval: the delivery body could not be rendered', {
      approvalId: approval.id,
      // with its cause: only there stands what a body function of somebody's own threw
      error: isError(error) ? [error, error.cause].join(' ') : 'not an Error',
    });
    return record;
  }
}
