import type { DeliveryOutcome } from '../domain/model/commands.js';
import { limits } from '../domain/model/limits.js';
import { cleanText, cutText } from '../slack/blocks/text.js';

/** Reads what a sink returned. If it is not an outcome, the delivery is retried. */
export function readSinkOutcome(outcome: unknown): DeliveryOutcome {
  // as: each field is checked before it is used
  const fields = typeof outcome === 'object' && outcome !== null ? (outcome as Readonly<Record<string, unknown>>) : {};
  const { type, afterMs, shortens } = fields;
  switch (type) {
    case 'delivered':
      return { type };
    case 'rejected':
      return { type, reason: readReason(fields['reason']) };
    case 'retry':
      return {
        type,
        afterMs: readDelay(afterMs),
        reason: readReason(fields['reason']),
        ...(shortens === true ? { shortens } : {}),
      };
    default:
      return { type: 'retry', afterMs: null, reason: 'the sink gave no outcome' };
  }
}

function readReason(reason: unknown): string {
  return typeof reason === 'string' && reason !== ''
    ? cutText(cleanText(reason), limits.reasonLength)
    : 'no reason given';
}

/** Instants are whole milliseconds. A sink that doesn't expect a date in `Retry-After` returns NaN. */
function readDelay(afterMs: unknown): number | null {
  return typeof afterMs === 'number' && Number.isFinite(afterMs) ? Math.max(0, Math.ceil(afterMs)) : null;
}
