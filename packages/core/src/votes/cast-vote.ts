import { randomUUID } from 'node:crypto';
import { decideForm, decideVote } from '../domain/decide/decide-vote.js';
import { type Decided, notFound, type Refusal, refusal } from '../domain/model/refusal.js';
import { tellVoteRefused } from '../events/tell-listeners.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import { newPart } from '../record/parts.js';
import type { Call } from '../runtime/call.js';
import { type Committed, commit, commitInTime } from '../storage/commit.js';
import { explainEnd, unreadable } from '../views/explain-end.js';
import { type Ballot, commandOf, isFormNeeded } from './ballot.js';
import { ownReason } from './own-reason.js';

export type Cast =
  | { readonly type: 'counted'; readonly loaded: Loaded }
  | {
      readonly type: 'refused';
      readonly refusal: Refusal;
      readonly loaded: Loaded | null;
      readonly storeRefusal: () => Promise<void>;
    }
  /** A form has to be filled in first. Nothing was stored. */
  | { readonly type: 'form'; readonly loaded: Loaded }
  | { readonly type: 'newer' };

/**
 * Casts a vote with one write. It does not store a refusal: respond to Slack first, then call `storeRefusal`, best effort.
 *
 * @param known - the record as this process has just read it
 * @throws {SlackApprovalError} store_conflict, store_timeout — the vote was not stored in time
 */
export async function castVote(
  call: Pick<Call<unknown>, 'app' | 'slack' | 'exchange'>,
  ballot: Ballot,
  known: Loaded | null = null,
): Promise<Cast> {
  const { app, exchange } = call;
  const parts = ballot.reason === null ? [] : [newPart(ballot.reason)];
  const voteId = randomUUID();
  const decide = (loaded: Loaded, now: number): Decided => {
    const { by, reason } = ballot;
    const own = ownReason(loaded.record, by, ballot);
    const reasonRef = reason !== null && own?.text === reason ? own.ref : (parts[0]?.ref ?? null);
    const command = commandOf(call, ballot, loaded, { reasonRef, voteId, now });
    return (isFormNeeded(ballot, loaded) ? decideForm : decideVote)(command, loaded.record.approval);
  };
  const committed = await commitInTime(call, ballot.approvalId, {
    apply: applyChange,
    ...(known === null ? {} : { known }),
    decide: (loaded, now) => {
      const decided = decide(loaded, now);
      return decided.refusal === null ? { ...decided, parts } : { events: [], refusal: decided.refusal };
    },
  });
  /** Stores the refusal, an expiry that was due, and a copy of the card that was not known. */
  const storeRefusal = async (): Promise<void> => {
    const stored = await commit(app, ballot.approvalId, {
      apply: applyChange,
      // if the vote would count by now, do nothing: the person was told that it was refused
      decide: (loaded, now) => {
        const decided = decide(loaded, now);
        return decided.refusal === null ? { events: [], refusal: null } : decided;
      },
      exchange,
      maxConflicts: 5,
    });
    if (stored.type === 'done') await stored.handedOver;
  };
  return toCast(call, ballot, committed, storeRefusal);
}

function toCast(
  { app }: Pick<Call<unknown>, 'app'>,
  ballot: Ballot,
  committed: Committed,
  storeRefusal: () => Promise<void>,
): Cast {
  const refuseVote = (why: Refusal, loaded: Loaded | null): Cast => {
    tellVoteRefused(app, { approvalId: ballot.approvalId, by: ballot.by, ...why });
    return {
      type: 'refused',
      refusal: why,
      loaded,
      storeRefusal: loaded === null ? async () => undefined : storeRefusal,
    };
  };
  switch (committed.type) {
    case 'newer':
      return { type: 'newer' };
    case 'corrupt':
      app.log.error('corrupt', 'a stored approval cannot be read; nobody can answer it', {
        approvalId: ballot.approvalId,
      });
      return refuseVote(refusal('not_found', unreadable.corrupt), null);
    case 'missing':
      return refuseVote(notFound, null);
    default: {
      const { loaded } = committed;
      if (committed.refusal !== null) return refuseVote(explainEnd(committed.refusal, loaded.record), loaded);
      return { type: isFormNeeded(ballot, loaded) ? 'form' : 'counted', loaded };
    }
  }
}
