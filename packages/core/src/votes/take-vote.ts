import { randomUUID } from 'node:crypto';
import { takeClick } from '../domain/decide/take-vote.js';
import type { VoteEvent } from '../domain/evolve/evolve-vote.js';
import { applyVote } from '../record/apply-vote.js';
import type { Loaded } from '../record/loaded.js';
import type { Call } from '../runtime/call.js';
import { commitInTime } from '../storage/commit.js';
import { type Ballot, commandOf, isFormNeeded } from './ballot.js';

/** `loaded` is the record, as it is stored now; null: it is missing or cannot be read. */
export interface Taken {
  readonly isTaken: boolean;
  readonly loaded: Loaded | null;
}

/**
 * Stores a vote that needs no words: with one write, and without the code that explains, asks for a reason or draws.
 *
 * If it is not taken, `castVote` says why, or casts it.
 *
 * @throws {SlackApprovalError} store_conflict, store_timeout — the vote was not stored in time
 */
export async function takeVote(
  call: Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>,
  ballot: Ballot,
): Promise<Taken> {
  const voteId = randomUUID();
  const committed = await commitInTime(call, ballot.approvalId, {
    // as: `takeClick` returns no other events
    apply: (record, { events }, writeId) => applyVote(record, events as readonly VoteEvent[], writeId),
    decide(loaded, now) {
      const command = commandOf(call, ballot, loaded, { reasonRef: null, voteId, now });
      const events = isFormNeeded(ballot, loaded) ? null : takeClick(command, loaded.record.approval);
      return { events: events ?? [], refusal: null };
    },
  });
  return committed.type === 'done'
    ? { isTaken: committed.events.length > 0, loaded: committed.loaded }
    : { isTaken: false, loaded: null };
}
