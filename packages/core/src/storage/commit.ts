import type { Approval } from '../domain/model/approval.js';
import type { ApprovalEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import type { Decided, Refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { tellListeners } from '../events/tell-listeners.js';
import type { Loaded, LoadResult } from '../record/loaded.js';
import type { NewPart } from '../record/parts.js';
import type { ApprovalRecord, Changed } from '../record/record.js';
import { writeRecord } from '../record/write-record.js';
import type { Call } from '../runtime/call.js';
import { type Exchange, exchangeOf, handOver, inTime } from '../runtime/exchange.js';
import type { Runtime } from '../runtime/runtime.js';
import { withDeliveryBody } from './delivery-body.js';
import { type LeaseWish, tokenTaken, toRow } from './lease.js';
import { loadOurs } from './load.js';
import { putRecord, randomLeaseToken, randomWriteId } from './put-record.js';
import { isAtRest, noteRest, tokenAtWork } from './resting.js';

/** The result of deciding, with the parts that its events refer to. */
export interface DecidedWithParts extends Decided {
  readonly parts?: readonly NewPart[];
}

/** How `commit` changes an approval. */
export interface Commit {
  /** Decides on the current record. Called again after every conflict. */
  readonly decide: (loaded: Loaded, now: number) => DecidedWithParts;
  /** Makes the record after the events: `applyChange`, or the part of it that the events need. Null: there is nothing to store. */
  readonly apply: (
    record: ApprovalRecord,
    change: { readonly events: readonly ApprovalEvent[]; readonly parts: readonly NewPart[] },
    writeId: string,
  ) => Changed | null;
  /** The record as this process has just read or written it, in place of the first load. After a conflict it is loaded. */
  readonly known?: Loaded;
  /** The request that is being answered: its host decides who does the work that follows. */
  readonly exchange?: Exchange;
  /** The worker passes its lease. @default take the lease if this process may work, and hand the work to the worker */
  readonly lease?: LeaseWish;
  /** Throws if the change, which only adds to the record, leaves no room for a vote and the decision. @default not checked */
  readonly checkGrowth?: (record: ApprovalRecord, body: string) => void;
  /** The maximum number of conflicts in a row. @default no limit */
  readonly maxConflicts?: number;
  /** Says whether the outcome of the work that follows may wait for the next put of this process. @default it may not */
  readonly mayRest?: (approval: Approval, now: number) => boolean;
  /** true: write even if nothing has changed, to give back a lease. @default false */
  readonly always?: boolean;
}

export type Committed =
  /** `loaded` is the record after the change; `events` is empty if nothing was stored. */
  | {
      readonly type: 'done';
      readonly loaded: Loaded;
      readonly events: readonly ApprovalEvent[];
      readonly refusal: Refusal | null;
      /** Resolves when the host has taken the work that follows: only then respond. */
      readonly handedOver: Promise<void>;
    }
  | { readonly type: 'missing' | 'newer' | 'corrupt' };

/** The maximum number of conflicts in a row for a person's request, as Slack waits 3 seconds. */
const maxConflictsInTime = 5;

/**
 * Changes a stored approval. It is the only way to do that: load, decide, put, and again from the start after a conflict.
 *
 * Then it tells the listeners and hands the work that follows to the worker.
 *
 * @throws {SlackApprovalError} store_conflict — there were `maxConflicts` conflicts in a row
 * @throws {SlackApprovalError} record_too_large — the record would exceed its limit; nothing is written
 */
export async function commit(app: Runtime, id: string, request: Commit): Promise<Committed> {
  const how = { request, lease: request.lease ?? leaseFor(app, request) };
  const maxConflicts = request.maxConflicts ?? Number.POSITIVE_INFINITY;
  let last: LastPut | null = null;
  for (let conflicts = 0; conflicts < maxConflicts; conflicts += 1) {
    const known = conflicts === 0 ? request.known : undefined;
    const found: LoadResult = known === undefined ? await loadOurs(app, id) : { type: 'loaded', ...known };
    if (found.type !== 'loaded') return { type: found.type };
    const tried: Committed | LastPut = await tryCommit(app, found, last, how);
    if ('type' in tried) return tried;
    last = tried;
  }
  throw new SlackApprovalError('store_conflict', 'This approval is being changed too often; retry.');
}

/** A put that ended in a conflict. */
interface LastPut {
  readonly writeId: string;
  readonly decided: DecidedWithParts;
}

async function tryCommit(app: Runtime, found: Loaded, last: LastPut | null, how: How): Promise<Committed | LastPut> {
  // the driver sent our last put twice, and the conflict was with its first copy: it is stored, so don't decide again
  if (last !== null && found.record.writeId === last.writeId) return await finish(app, found, last.decided, how);
  const { request } = how;
  const now = app.clock();
  const decide = (loaded: Loaded): DecidedWithParts => request.decide(loaded, now);
  const decided = isAtRest(app, found.row) ? (await app.worker()).decideAfterRest(app, found, decide) : decide(found);
  if (decided.events.length === 0 && request.always !== true) return toUnchanged(found, decided);
  const writeId = randomWriteId();
  const next = nextOf(app, found, decided, { request, lease: how.lease, now, writeId });
  if (next === null) return toUnchanged(found, decided);
  const { row, record } = next;
  if ((await putRecord(app.store, row, writeId, limits.recordBytes)) === 'conflict') return { writeId, decided };
  return await finish(app, { row: { ...row, version: row.version + 1 }, record }, decided, how);
}

interface How {
  readonly request: Commit;
  readonly lease: LeaseWish;
}

/**
 * `commit` for a request from Slack, within the time that Slack leaves.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the change was not stored in time
 */
export async function commitInTime(
  { app, exchange }: Pick<Call<unknown>, 'app' | 'exchange'>,
  id: string,
  request: Pick<Commit, 'decide' | 'apply' | 'checkGrowth' | 'known'>,
): Promise<Committed> {
  const committing = commit(app, id, { ...request, exchange, maxConflicts: maxConflictsInTime });
  // if the store is too slow for Slack, the change is still stored, and its work has to be done
  const followed = committing.then(
    (committed) => (committed.type === 'done' ? committed.handedOver : undefined),
    // thrown below, and logged where the request is answered
    () => undefined,
  );
  void app.work.track(followed);
  const committed = await inTime(exchange, committing);
  await followed;
  return committed;
}

/** No lease without access to Slack, or if the host leaves all work to `processDue`. */
export function leaseFor({ slack }: Runtime, { exchange, mayRest }: Pick<Commit, 'exchange' | 'mayRest'>): LeaseWish {
  if (slack === null || exchange?.waitUntil === null) return { type: 'leave' };
  const take = { type: 'take', token: randomLeaseToken() } as const;
  return mayRest === undefined ? take : { ...take, mayRest };
}

function toUnchanged(loaded: Loaded, { refusal }: Decided): Committed {
  return { type: 'done', loaded, events: [], refusal, handedOver: Promise.resolve() };
}

export async function finish(
  app: Runtime,
  loaded: Loaded,
  { events, refusal }: Decided,
  { request, lease }: { readonly request: Pick<Commit, 'exchange' | 'lease'>; readonly lease: LeaseWish },
): Promise<Committed> {
  const token = request.lease === undefined ? tokenTaken(loaded.row, lease) : null;
  noteRest(app, loaded, token);
  await tellListeners(app, loaded.record, events);
  const handedOver =
    token !== null && events.length > 0 ? startWork(app, loaded, token, request.exchange) : Promise.resolve();
  return { type: 'done', loaded, events, refusal, handedOver };
}

async function startWork(app: Runtime, loaded: Loaded, token: string, exchange: Exchange | undefined): Promise<void> {
  const { slack } = app;
  if (slack === null) return;
  await handOver(app, exchange ?? exchangeOf(undefined), async (options) => {
    const { runOwed } = await app.worker();
    await runOwed({ app, slack, leased: loaded, token, options });
  });
}

interface Put extends How {
  readonly now: number;
  readonly writeId: string;
}

/** The row to put, over the version that was found; null: there is nothing to store. */
function nextOf(
  app: Runtime,
  found: Loaded,
  { events, parts = [] }: DecidedWithParts,
  { request, lease, now, writeId }: Put,
): Loaded | null {
  const changed = request.apply(found.record, { events, parts }, writeId);
  if (changed === null && request.always !== true) return null;
  const { record: next, addedText } = changed ?? { record: { ...found.record, writeId }, addedText: '' };
  const record = withDeliveryBody(app, next);
  const body = writeRecord(record, found, addedText);
  if (changed !== null) request.checkGrowth?.(next, record === next ? body : JSON.stringify(next));
  const atWork = tokenAtWork(app, record.approval.id);
  return { row: toRow(record.approval, body, { before: found.row, lease, now, atWork }), record };
}
