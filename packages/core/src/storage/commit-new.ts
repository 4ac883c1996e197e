import { limits } from '../domain/model/limits.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import type { Runtime } from '../runtime/runtime.js';
import { checkGrowth } from './check-growth.js';
import { type DecidedWithParts, finish, leaseFor } from './commit.js';
import { toRow } from './lease.js';
import { load } from './load.js';
import { putRecord, randomWriteId } from './put-record.js';

/**
 * Stores a new approval, in the same steps.
 *
 * @returns null if the id is taken, or nothing was decided
 * @throws {SlackApprovalError} record_too_large — it would leave no room for the decision; nothing is written
 */
export async function commitNew(
  app: Runtime,
  id: string,
  decide: (now: number) => DecidedWithParts,
): Promise<Loaded | null> {
  const lease = leaseFor(app, {});
  const now = app.clock();
  const decided = decide(now);
  const writeId = randomWriteId();
  const changed = applyChange(null, { events: decided.events, parts: decided.parts ?? [] }, writeId);
  if (changed === null) return null;
  const { record } = changed;
  const body = JSON.stringify(record);
  checkGrowth(record, body);
  const row = toRow(record.approval, body, { before: null, lease, now });
  const saved = await putRecord(app.store, row, writeId, limits.growthBytes);
  const loaded = saved === 'saved' ? { row: { ...row, version: 1 }, record } : await loadOwnPut(app, id, writeId);
  if (loaded !== null) await finish(app, loaded, decided, { request: {}, lease });
  return loaded;
}

/** The driver may have sent our put twice, after a lost response: then the conflict is with our own row. */
async function loadOwnPut({ store: rows }: Runtime, id: string, writeId: string): Promise<Loaded | null> {
  const found = await load(rows, id);
  return found.type === 'loaded' && found.record.writeId === writeId ? found : null;
}
