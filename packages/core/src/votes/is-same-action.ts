import type { Ballot } from './ballot.js';
import type { Cast } from './cast-vote.js';

/** Whether a repeat is the same submission again, and not that of a form that was opened before a newer answer. */
export function isSameAction(
  { loaded }: Extract<Cast, { type: 'refused' }>,
  { by, actionTs }: Pick<Ballot, 'by' | 'actionTs'>,
): boolean {
  return (
    loaded?.record.approval.work.lastActions.some(([userId, stamp]) => userId === by.userId && stamp === actionTs) ===
    true
  );
}
