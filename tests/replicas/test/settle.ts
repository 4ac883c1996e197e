import type { Row } from '@k8s-pizza/slack-approval/store';
import type { StorePlace } from 'test-processes/store/store-places';
import type { Fleet } from './fleet.js';

const day = 24 * 60 * 60_000;
const maxTurns = 300;

/** Moves time from one due instant to the next, until nothing is due within a month: only erasure is due after that. */
export async function settle(fleet: Fleet, place: StorePlace): Promise<void> {
  for (let turn = 0; turn < maxTurns; turn += 1) {
    await Promise.all(fleet.all().map((replica) => replica.tell('process_due', null)));
    const next = nextDue(await place.readRows(), fleet.now());
    if (next === null) return;
    await fleet.advance(Math.max(1_000, next - fleet.now()));
  }
  throw new Error(`Expected that nothing is due after ${maxTurns} turns, and something is.`);
}

function nextDue(rows: readonly Row[], now: number): number | null {
  const due = rows.flatMap(({ dueAt }) => (dueAt !== null && dueAt < now + 30 * day ? [dueAt] : []));
  return due.length === 0 ? null : Math.min(...due);
}
