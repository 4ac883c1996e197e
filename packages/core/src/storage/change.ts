import type { ApprovalEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import type { Decided, Refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { tellListeners } from '../events/tell-listeners.js';
import type { NewPart } from '../record/parts.js';
import { applyChange } from '../record/record.js';
import type { Runtime } from '../runtime/runtime.js';
import { withDeliveryBody } from './delivery-body.js';
import { type LeaseWish, toRow } from './lease.js';
import { type Loaded, loadOurs } from './load.js';
import { putRecord, randomWriteId } from './put-record.js';

export interface DecidedWithParts extends Decided {
  readonly parts?: readonly NewPart[];
}

export interface Change {
  /** Decides on the fresh record, with the parts that its events refer to; called again after every conflict. */
  readonly decide: (loaded: Loaded, now: number) => DecidedWithParts;
  readonly lease: LeaseWish;
  /** It only adds to the record, and stops where a vote and a decision still fit. */
  readonly grows?: boolean;
  /** How many conflicts in a row are too many; the default is never to give up. */
  readonly maxConflicts?: number;
  /** Writes also where nothing changed, to give a lease back. */
  readonly always?: boolean;
}

export type Changed =
  /** `loaded` is the record after the change; `events` are empty where nothing was stored. */
  | {
      readonly type: 'done';
      readonly loaded: Loaded;
      readonly events: readonly ApprovalEvent[];
      readonly refusal: Refusal | null;
    }
  | { readonly type: 'missing' | 'newer' | 'corrupt' };

/**
 * The one way a stored approval changes: load, decide, put; on conflict once more from the beginning.
 *
 * @throws {SlackApprovalError} store_conflict — `maxConflicts` conflicts in a row
 * @throws {SlackApprovalError} record_too_large — the record would exceed its bound; nothing is written
 */
export async function change(runtime: Runtime, id: string, request: Change): Promise<Changed> {
  let tried: { readonly writeId: string; readonly decided: DecidedWithParts } | null = null;
  for (let conflicts = 0; conflicts < (request.maxConflicts ?? Number.POSITIVE_INFINITY); conflicts += 1) {
    const found = await loadOurs(runtime, id);
    if (found.type !== 'loaded') return { type: found.type };
    // the conflict was with our own put, which the driver had sent twice: it is stored, and to decide again would refuse it
    if (tried !== null && found.record.writeId === tried.writeId) return await done(runtime, found, tried.decided);
    const now = runtime.clock();
    const decided = request.decide(found, now);
    const { events, refusal } = decided;
    if (events.length === 0 && request.always !== true) return { type: 'done', loaded: found, events: [], refusal };
    const writeId = randomWriteId();
    const stored = await store(runtime, found, decided, request, now, writeId);
    if (stored === 'nothing') return { type: 'done', loaded: found, events: [], refusal };
    if (stored !== 'conflict') return await done(runtime, stored, decided);
    tried = { writeId, decided };
  }
  throw new SlackApprovalError('store_conflict', 'This approval is being changed by many at once; try again.');
}

async function done(runtime: Runtime, loaded: Loaded, { events, refusal }: DecidedWithParts): Promise<Changed> {
  await tellListeners(runtime, loaded.record, events);
  return { type: 'done', loaded, events, refusal };
}

async function store(
  runtime: Runtime,
  found: Loaded,
  decided: DecidedWithParts,
  request: Change,
  now: number,
  writeId: string,
): Promise<Loaded | 'conflict' | 'nothing'> {
  const next = applyChange(found.record, { events: decided.events, parts: decided.parts ?? [] }, writeId);
  if (next === null && request.always !== true) return 'nothing';
  // only programs let a record grow: a function that answers clicks starts without it
  if (next !== null && request.grows === true) (await import('./growth.js')).checkGrowth(next);
  const record = withDeliveryBody(runtime, next ?? { ...found.record, writeId });
  const row = toRow(record.approval, JSON.stringify(record), found.row, request.lease, now);
  const saved = await putRecord(runtime.store, row, found.row.version, writeId, limits.recordBytes);
  return saved === 'conflict' ? 'conflict' : { row: { ...row, version: found.row.version + 1 }, record };
}
