import { setTimeout as after } from 'node:timers/promises';
import type { Fleet } from './fleet.js';
import { isShown, type StoredQuestion, type Witness } from './records.js';

const hourMs = 60 * 60_000;
/** Later than that only expiry and erasure are due. */
const horizonMs = 12 * hourMs;
const maxMs = 120_000;
/** Posts that wait in a process are started by its timers. */
const turnMs = 100;

/**
 * Lets time pass on all clocks, from one due instant to the next and a second at least, until nothing is due within half a day.
 *
 * @param aheadMs - how far the clocks are ahead
 * @throws what is still due, where that does not end
 */
export async function drain(fleet: Fleet, witness: Witness, aheadMs: number): Promise<readonly StoredQuestion[]> {
  const until = Date.now() + maxMs;
  let offsetMs = aheadMs;
  for (;;) {
    await Promise.all(fleet.all().map((replica) => replica.tell('process_due', null)));
    const questions = await witness.questions();
    const now = Date.now() + offsetMs;
    const due = questions.flatMap(({ row }) => (row.dueAt !== null && row.dueAt < now + horizonMs ? [row.dueAt] : []));
    if (due.length === 0) return questions;
    if (Date.now() > until) throw new Error(stillDue(questions, due.length));
    offsetMs += Math.max(1_000, Math.min(...due) - now);
    await fleet.setClocks(offsetMs);
    await after(turnMs);
  }
}

function stillDue(questions: readonly StoredQuestion[], dueCount: number): string {
  const { length } = questions.filter((question) => question.row.status === 'pending' && !isShown(question));
  return `After ${maxMs / 1_000} s ${dueCount} questions are still due, and ${length} pending ones were never shown.`;
}
