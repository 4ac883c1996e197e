import type { DeliveryOutcome } from '../domain/model/commands.js';
import { limits } from '../domain/model/limits.js';
import { cleanText, cutText } from '../slack/blocks/text.js';

/** What a sink of the caller's own making gave back. What cannot be understood as an outcome may have been taken: it is tried again. */
export function readSinkOutcome(outcome: unknown): DeliveryOutcome {
  // reading fields off an object of unknown make is safe, as long as each is then checked
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

/** Instants are whole milliseconds; a `Retry-After` that is a date has become NaN in many a sink. */
function readDelay(afterMs: unknown): number | null {
  return typeof afterMs === 'number' && Number.isFinite(afterMs) ? Math.max(0, Math.ceil(afterMs)) : null;
}
