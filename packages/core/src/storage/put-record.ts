import { randomUUID } from 'node:crypto';
import { SlackApprovalError } from '../errors.js';
import type { ApprovalStore, Row } from '../ports/approval-store.js';
import { readRecord } from '../record/record.js';

/**
 * Puts a row over the version that it names. If the put throws, it reads the row back: a row with our `writeId` was saved.
 *
 * @throws {SlackApprovalError} record_too_large — the body is larger than `maxBytes`; nothing is written
 */
export async function putRecord(
  store: ApprovalStore,
  row: Row,
  writeId: string,
  maxBytes: number,
): Promise<'saved' | 'conflict'> {
  // a UTF-16 code unit is at most three bytes, so a short body need not be measured
  if (row.body.length * 3 > maxBytes && Buffer.byteLength(row.body) > maxBytes) {
    throw new SlackApprovalError(
      'record_too_large',
      'This approval has grown to the size that a record may have; nothing was stored.',
    );
  }
  try {
    return await store.put(row, row.version);
  } catch (error) {
    if (await isStored(store, row.id, writeId)) return 'saved';
    throw error;
  }
}

async function isStored(store: ApprovalStore, id: string, writeId: string): Promise<boolean> {
  const row = await store.get(id);
  const read = row === null ? null : readRecord(row.body);
  return read?.type === 'record' && read.record.writeId === writeId;
}

// 122 random bits each. Faster than `randomBytes`, as Node.js draws them in bulk, and a click needs three

export function randomWriteId(): string {
  return randomUUID();
}

export function randomLeaseToken(): string {
  return randomUUID();
}
