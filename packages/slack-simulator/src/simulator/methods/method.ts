import type { Model } from '../model/model.js';
import type { Rate } from '../rate-limits.js';
import type { RefusalCode } from '../refusals.js';
import type { CallArguments } from './call-arguments.js';

export interface Success {
  readonly ok: true;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** What exactly, for the traffic list. */
  readonly detail: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type MethodResult = Success | Refusal;

export interface Method {
  /** The bot scope it needs (§5), null where it needs none. */
  readonly scope: string | null;
  /** Null where Slack calls its rate special and gives no number. */
  readonly rate: Rate | null;
  readonly run: (model: Model, call: CallArguments) => MethodResult;
}

export function succeed(fields: Readonly<Record<string, unknown>> = {}): Success {
  return { ok: true, fields };
}

export function refuse(
  code: RefusalCode,
  detail: string | null = null,
  fields: Readonly<Record<string, unknown>> = {},
): Refusal {
  return { ok: false, code, detail, fields };
}

export function isRefusal(value: object): value is Refusal {
  return 'ok' in value && value.ok === false;
}
