import { randomUUID } from 'node:crypto';
import { limits } from '../domain/model/limits.js';
import { SlackApprovalError } from '../errors.js';
import type { ApprovalStore, Row } from '../ports/approval-store.js';
import { partValue } from '../record/parts.js';
import { type ApprovalRecord, readRecord } from '../record/record.js';

/**
 * Puts a row and finds out what happened: a put that fails other than by conflict is read back once, and our `writeId` means saved.
 *
 * @throws {SlackApprovalError} record_too_large — the body has more bytes than `limitBytes`; nothing is written
 */
export async function putRecord(
  store: ApprovalStore,
  row: Row,
  expectedVersion: number,
  writeId: string,
  limitBytes: number,
): Promise<'saved' | 'conflict'> {
  // a UTF-16 unit is at most three bytes, so a short body needs no counting
  if (row.body.length * 3 > limitBytes && Buffer.byteLength(row.body) > limitBytes) {
    throw new SlackApprovalError(
      'record_too_large',
      'This approval has grown to the size that a record may have; nothing was stored.',
    );
  }
  try {
    return await store.put(row, expectedVersion);
  } catch (error) {
    if (await arrived(store, row.id, writeId)) return 'saved';
    throw error;
  }
}

async function arrived(store: ApprovalStore, id: string, writeId: string): Promise<boolean> {
  const row = await store.get(id);
  const read = row === null ? null : readRecord(row.body);
  return read?.type === 'record' && read.record.writeId === writeId;
}

// 122 random bits each; Node draws them ahead in bulk, which `randomBytes` does not, and a click needs three

export function randomWriteId(): string {
  return randomUUID();
}

export function randomLeaseToken(): string {
  return randomUUID();
}

/**
 * Refuses what would leave no room for the decision: its delivery body holds payload, content and policy once more, as text within text.
 *
 * @throws {SlackApprovalError} record_too_large — the record with its future delivery body would exceed 224 KB
 */
export function checkGrowth(record: ApprovalRecord): void {
  const { approval, parts } = record;
  const future = [
    partValue(parts, approval.revision.payloadRef),
    partValue(parts, approval.revision.contentRef),
    approval.policy,
  ];
  const reserved = approval.status === 'pending' ? Buffer.byteLength(JSON.stringify(JSON.stringify(future))) : 0;
  if (Buffer.byteLength(JSON.stringify(record)) + reserved > limits.growthBytes) {
    throw new SlackApprovalError(
      'record_too_large',
      'This approval would grow too large to be decided; nothing was stored.',
    );
  }
}
