import { setTimeout as after } from 'node:timers/promises';
import type { Fleet } from './fleet.js';
import { isShown, type StoredQuestion, type Witness } from './records.js';

const hourMs = 60 * 60_000;
/** Later than that only expiry and erasure are due. */
const horizonMs = 12 * hourMs;
const maxTurns = 1_500;

/**
 * Lets time pass on all clocks, from one due instant to the next and a second at least, until nothing is due within half a day.
 *
 * @throws what is still due, where that does not end
 */
export async function drain(fleet: Fleet, witness: Witness): Promise<readonly StoredQuestion[]> {
  let offsetMs = 0;
  let questions = await witness.questions();
  for (let turn = 0; turn < maxTurns; turn += 1) {
    await Promise.all(fleet.all().map((replica) => replica.tell('process_due', null)));
    questions = await witness.questions();
    const now = Date.now() + offsetMs;
    const due = questions.flatMap(({ row }) => (row.dueAt !== null && row.dueAt < now + horizonMs ? [row.dueAt] : []));
    if (due.length === 0) return questions;
    offsetMs += Math.max(1_000, Math.min(...due) - now);
    await fleet.setClocks(offsetMs);
    // posts that wait in a process are started by its own timers
    await after(5);
  }
  const { length } = questions.filter((question) => !isShown(question));
  throw new Error(`after ${maxTurns} turns something is still due; ${length} of ${questions.length} were never shown`);
}
