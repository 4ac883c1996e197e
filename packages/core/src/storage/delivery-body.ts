import { renderBody } from '../delivery/render-body.js';
import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';
import type { ApprovalRecord } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { decisionOf } from '../views/to-decision.js';

/** A body of this length fits into every record; a longer one is measured. */
const alwaysFitsLength = 8 * 1024;

/**
 * Renders the body of the delivery once, in the put that decides. Every attempt and redelivery sends it.
 *
 * If that is not possible, the decision is stored without it, and the first attempt renders it: this process may not know the
 * kind, the `body` function may fail, or its result may be too large for the record.
 */
export function withDeliveryBody(app: Runtime, record: ApprovalRecord): ApprovalRecord {
  const { approval, parts } = record;
  if (approval.status === 'pending' || parts.deliveryBody !== null || approval.erasedAt !== null) return record;
  // rendering it may be what crashes the processes
  if (approval.work.setAside) return record;
  const sink = app.kinds.get(approval.kind)?.sink;
  const decision = !sink || approval.delivery.state === 'none' ? null : decisionOf(record);
  if (!sink || decision === null) return record;
  try {
    const deliveryBody = renderBody(sink, decision);
    const whole = { ...record, parts: { ...parts, deliveryBody } };
    if (deliveryBody.length <= alwaysFitsLength || Buffer.byteLength(JSON.stringify(whole)) <= limits.recordBytes)
      return whole;
    throw new SlackApprovalError('record_too_large', 'the record has no room for a body of this size');
  } catch (error) {
    app.log.error(
      'delivery_body_failed',
      'the body of a delivery could not be rendered; the delivery renders it again',
      {
        approvalId: approval.id,
        error,
      },
    );
    return record;
  }
}
