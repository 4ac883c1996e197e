import type { DeliveryOutcome, DeliveryResult } from '../domain/model/commands.js';
import { limits } from '../domain/model/limits.js';
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

/** Keeps what a sink returned, as JSON: it goes to whoever waits, also after a restart. It may not fit, or be no JSON. */
export function withResultKept(
  record: ApprovalRecord,
  outcome: DeliveryOutcome,
): { readonly result: DeliveryResult; readonly parts: readonly NewPart[] } {
  if (outcome.type !== 'delivered') return { result: outcome, parts: [] };
  if (outcome.result === undefined) return { result: { type: 'delivered' }, parts: [] };
  const json = jsonOf(outcome.result);
  if (json === null || !fits(record, json)) return { result: { type: 'delivered', resultRef: null }, parts: [] };
  const part = newPart(JSON.parse(json));
  return { result: { type: 'delivered', resultRef: part.ref }, parts: [part] };
}

/** @returns null if it is no JSON: a function, a symbol, a big integer, a circle */
function jsonOf(value: unknown): string | null {
  try {
    // typed as a text, but a function or a symbol has none
    return (JSON.stringify(value) as string | undefined) ?? null;
  } catch {
    return null;
  }
}

/** A record that was full of votes must still take the outcome. */
function fits(record: ApprovalRecord, json: string): boolean {
  const bytes = Buffer.byteLength(json);
  if (bytes > limits.resultBytes) return false;
  return Buffer.byteLength(JSON.stringify(record)) + bytes <= limits.recordBytes - limits.resultBytes;
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
