import type { ApprovalEvent } from '../domain/model/events.js';
import { limits } from '../domain/model/limits.js';
import type { Decided, Refusal } from '../domain/model/refusal.js';
import { SlackApprovalError } from '../errors.js';
import { tellListeners } from '../events/tell-listeners.js';
import type { Loaded } from '../record/loaded.js';
import type { NewPart } from '../record/parts.js';
import { applyChange } from '../record/record.js';
import type { Call } from '../runtime/call.js';
import { type Exchange, exchangeOf, handOver, inTime } from '../runtime/exchange.js';
import type { Runtime } from '../runtime/runtime.js';
import { withDeliveryBody } from './delivery-body.js';
import { type LeaseWish, toRow } from './lease.js';
import { load, loadOurs } from './load.js';
import { checkGrowth, putRecord, randomLeaseToken, randomWriteId } from './put-record.js';

export interface DecidedWithParts extends Decided {
  readonly parts?: readonly NewPart[];
}

export interface Commit {
  /** Decides on the fresh record, with the parts that its events refer to. Called again after every conflict. */
  readonly decide: (loaded: Loaded, now: number) => DecidedWithParts;
  /** The request that this answers: its host says who does the work that follows. */
  readonly exchange?: Exchange;
  /** The worker's own lease. Left out, this process takes the lease if it may work, and the work is handed to the worker. */
  readonly lease?: LeaseWish;
  /** It only adds to the record, and stops where a vote and a decision still fit. */
  readonly grows?: boolean;
  /** Conflicts in a row. @default no limit */
  readonly maxConflicts?: number;
  /** Writes also where nothing changed, to give a lease back. */
  readonly always?: boolean;
}

export type Committed =
  /** `loaded` is the record after the change; `events` is empty where nothing was stored. */
  | {
      readonly type: 'done';
      readonly loaded: Loaded;
      readonly events: readonly ApprovalEvent[];
      readonly refusal: Refusal | null;
      /** The host has taken the work that follows, and the answer may go out. */
      readonly handedOver: Promise<void>;
    }
  | { readonly type: 'missing' | 'newer' | 'corrupt' };

/** Conflicts in a row that a person's request waits for: Slack waits three seconds. */
const maxConflictsInTime = 5;

/**
 * The one way a stored approval changes: load, decide, put; after a conflict once more from the beginning. Then it tells the listeners
 * and hands the work that follows to the worker.
 *
 * @throws {SlackApprovalError} store_conflict — `maxConflicts` conflicts in a row
 * @throws {SlackApprovalError} record_too_large — the record would exceed its limit; nothing is written
 */
export async function commit(app: Runtime, id: string, request: Commit): Promise<Committed> {
  const lease = request.lease ?? leaseFor(app, request.exchange);
  let tried: { readonly writeId: string; readonly decided: DecidedWithParts } | null = null;
  for (let conflicts = 0; conflicts < (request.maxConflicts ?? Number.POSITIVE_INFINITY); conflicts += 1) {
    const found = await loadOurs(app, id);
    if (found.type !== 'loaded') return { type: found.type };
    // the conflict was with our own put, which the driver had sent twice: it is stored, and to decide again would refuse it
    if (tried !== null && found.record.writeId === tried.writeId)
      return await finish(app, found, tried.decided, request, lease);
    const now = app.clock();
    const decided = request.decide(found, now);
    if (decided.events.length === 0 && request.always !== true) return unchanged(found, decided);
    const writeId = randomWriteId();
    const stored = await store(app, found, decided, { request, lease, now, writeId });
    if (stored === 'nothing') return unchanged(found, decided);
    if (stored !== 'conflict') return await finish(app, stored, decided, request, lease);
    tried = { writeId, decided };
  }
  throw new SlackApprovalError('store_conflict', 'This approval is being changed by many at once; try again.');
}

/**
 * `commit` for a person's request in Slack: within the time that Slack leaves.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the store did not take it in time
 */
export async function commitInTime(
  { app, exchange }: Pick<Call<unknown>, 'app' | 'exchange'>,
  id: string,
  request: Pick<Commit, 'decide' | 'grows'>,
): Promise<Committed> {
  const committing = commit(app, id, { ...request, exchange, maxConflicts: maxConflictsInTime });
  // a store that answers too late for Slack has still stored the change, and its work is done
  const followed = committing.then((committed) => (committed.type === 'done' ? committed.handedOver : undefined));
  // what fails here is thrown below as well, and logged where the request is answered
  void app.work.track(followed.catch(() => undefined));
  const committed = await inTime(exchange, committing);
  await followed;
  return committed;
}

/**
 * Stores a new approval, in the same steps.
 *
 * @returns null where the id is taken, or nothing was decided
 * @throws {SlackApprovalError} record_too_large — it would have no room for its decision; nothing is written
 */
export async function commitNew(
  app: Runtime,
  id: string,
  decide: (now: number) => DecidedWithParts,
): Promise<Loaded | null> {
  const lease = leaseFor(app, undefined);
  const now = app.clock();
  const decided = decide(now);
  const writeId = randomWriteId();
  const record = applyChange(null, { events: decided.events, parts: decided.parts ?? [] }, writeId);
  if (record === null) return null;
  checkGrowth(record);
  const row = toRow(record.approval, JSON.stringify(record), null, lease, now);
  const saved = await putRecord(app.store, row, 0, writeId, limits.growthBytes);
  const loaded = saved === 'saved' ? { row: { ...row, version: 1 }, record } : await ownPut(app, id, writeId);
  if (loaded !== null) await finish(app, loaded, decided, {}, lease);
  return loaded;
}

/** A conflict may be with our own put, which the driver sent again after a lost answer. */
async function ownPut({ store: rows }: Runtime, id: string, writeId: string): Promise<Loaded | null> {
  const found = await load(rows, id);
  return found.type === 'loaded' && found.record.writeId === writeId ? found : null;
}

/** A process without access to Slack does no work, and a host may leave all work to `processDue`. */
function leaseFor({ slack }: Runtime, exchange: Exchange | undefined): LeaseWish {
  const mayWork = slack !== null && exchange?.waitUntil !== null;
  return mayWork ? { type: 'take', token: randomLeaseToken() } : { type: 'leave' };
}

function unchanged(loaded: Loaded, { refusal }: Decided): Committed {
  return { type: 'done', loaded, events: [], refusal, handedOver: Promise.resolve() };
}

async function finish(
  app: Runtime,
  loaded: Loaded,
  { events, refusal }: Decided,
  request: Pick<Commit, 'exchange' | 'lease'>,
  lease: LeaseWish,
): Promise<Committed> {
  await tellListeners(app, loaded.record, events);
  const isForUs = request.lease === undefined && lease.type === 'take' && loaded.row.leaseToken === lease.token;
  const handedOver =
    isForUs && events.length > 0 ? startWork(app, loaded, lease.token, request.exchange) : Promise.resolve();
  return { type: 'done', loaded, events, refusal, handedOver };
}

async function startWork(app: Runtime, loaded: Loaded, token: string, exchange: Exchange | undefined): Promise<void> {
  const { slack } = app;
  if (slack === null) return;
  await handOver(app, exchange ?? exchangeOf(undefined), async (options) => {
    const { runOwed } = await app.worker();
    await runOwed(app, slack, loaded, token, options);
  });
}

interface Put {
  readonly request: Commit;
  readonly lease: LeaseWish;
  readonly now: number;
  readonly writeId: string;
}

async function store(
  app: Runtime,
  found: Loaded,
  { events, parts = [] }: DecidedWithParts,
  { request, lease, now, writeId }: Put,
): Promise<Loaded | 'conflict' | 'nothing'> {
  const next = applyChange(found.record, { events, parts }, writeId);
  if (next === null && request.always !== true) return 'nothing';
  if (next !== null && request.grows === true) checkGrowth(next);
  const record = withDeliveryBody(app, next ?? { ...found.record, writeId });
  const row = toRow(record.approval, JSON.stringify(record), found.row, lease, now);
  const saved = await putRecord(app.store, row, found.row.version, writeId, limits.recordBytes);
  return saved === 'conflict' ? 'conflict' : { row: { ...row, version: found.row.version + 1 }, record };
}
