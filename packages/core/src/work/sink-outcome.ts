import type { DeliveryOutcome, DeliveryResult } from '../domain/model/commands.js';
import { limits } from '../domain/model/limits.js';
import { isSlackApprovalError, SlackApprovalError } from '../errors.js';
import { type NewPart, newPart } from '../record/parts.js';
import type { ApprovalRecord } from '../record/record.js';
import { cleanText, cutText } from '../slack/blocks/text.js';

/** Reads what a sink returned. If it is not an outcome, the delivery is retried. */
export function readSinkOutcome(outcome: unknown): DeliveryOutcome {
  // as: each field is checked before it is used
  const fields = typeof outcome === 'object' && outcome !== null ? (outcome as Readonly<Record<string, unknown>>) : {};
  const { type, afterMs, shortens } = fields;
  switch (type) {
    case 'delivered':
      return { type, result: fields['result'] };
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

/** An outcome to record, the part that holds its result, and why a result is not kept. */
interface Kept {
  readonly result: DeliveryResult;
  readonly parts: readonly NewPart[];
  readonly lost: SlackApprovalError | null;
}

/** Keeps what a sink returned, as JSON, for the programs that wait, also after a restart. It may not fit, or be no JSON. */
export function withResultKept(record: ApprovalRecord, outcome: DeliveryOutcome): Kept {
  if (outcome.type !== 'delivered') return { result: outcome, parts: [], lost: null };
  if (outcome.result === undefined) return { result: { type: 'delivered' }, parts: [], lost: null };
  try {
    const part = newPart(JSON.parse(jsonOf(outcome.result, record)));
    return { result: { type: 'delivered', resultRef: part.ref }, parts: [part], lost: null };
  } catch (error) {
    // the decision is delivered all the same
    const lost = isSlackApprovalError(error) ? error : notKept('it cannot be written as JSON', error);
    return { result: { type: 'delivered', resultRef: null }, parts: [], lost };
  }
}

/** A record that was full of votes must still take the outcome. */
function jsonOf(value: unknown, record: ApprovalRecord): string {
  // typed as a text, but a function or a symbol has none
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw notKept('it cannot be written as JSON');
  const bytes = Buffer.byteLength(json);
  if (bytes > limits.resultBytes) throw notKept(`it has ${bytes} bytes, and ${limits.resultBytes} are the limit`);
  const room = limits.recordBytes - limits.resultBytes;
  if (Buffer.byteLength(JSON.stringify(record)) + bytes > room) throw notKept('its approval has no room left');
  return json;
}

function notKept(why: string, cause?: unknown): SlackApprovalError {
  return new SlackApprovalError('result_not_kept', `What was returned is not kept: ${why}.`, { cause });
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
