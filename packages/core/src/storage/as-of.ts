import { decideTick } from '../domain/decide/decide-tick.js';
import { evolveOn } from '../domain/evolve/evolve.js';
import type { ApprovalRecord } from '../record/record.js';

/**
 * The record of a pending approval as time has made it by now, even if that is not stored yet: an escalation that is due lets its
 * people look, and an expiry ends it. For showing only.
 */
export function asOf(record: ApprovalRecord, now: number): ApprovalRecord {
  const { approval } = record;
  const events = approval.status === 'pending' ? decideTick(approval, now) : [];
  return events.length === 0 ? record : { ...record, approval: evolveOn(approval, events) };
}
