import { randomUUID } from 'node:crypto';
import { decideForm, decideVote } from '../domain/decide/decide-vote.js';
import { limits } from '../domain/model/limits.js';
import { plainText } from '../domain/model/live-text.js';
import { type Decided, notFound, type Refusal, type RefusalCode, refusal } from '../domain/model/refusal.js';
import { isSlackApprovalError } from '../errors.js';
import { tellVoteRefused } from '../events/tell-listeners.js';
import { applyChange } from '../record/apply-change.js';
import type { Loaded } from '../record/loaded.js';
import { type NewPart, newPart } from '../record/parts.js';
import type { Call } from '../runtime/call.js';
import { cutText } from '../slack/blocks/text.js';
import { checkGrowth } from '../storage/check-growth.js';
import { type Committed, commit, commitInTime } from '../storage/commit.js';
import { notShown, sayWhy } from '../views/explain-end.js';
import { type Ballot, commandOf, isFormNeeded } from './ballot.js';
import { hasManyVotes, ownReason } from './own-reason.js';

export type Cast =
  | { readonly type: 'counted'; readonly loaded: Loaded }
  | {
      readonly type: 'refused';
      readonly code: RefusalCode;
      /** Why, in the words of the app, with its live parts marked. */
      readonly said: string;
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
  const reasons = reasonParts(ballot.reason);
  const edit = ballot.edit?.type === 'edit' ? ballot.edit : null;
  const parts = [...reasons, ...(edit?.parts ?? [])];
  const voteId = randomUUID();
  const decide = (loaded: Loaded, now: number): Decided => {
    const { approval } = loaded.record;
    const own = ownReason(loaded.record, ballot.by, ballot);
    const isSame = own !== null && reasons.some(({ value }) => value === own.text);
    const reasonRef = isSame ? own.ref : (reasons.at(hasManyVotes(approval) ? 1 : 0)?.ref ?? null);
    const command = commandOf(call, ballot, loaded, { reasonRef, voteId, now });
    if (isFormNeeded(ballot, loaded)) return decideForm(command, approval);
    if (ballot.edit?.type === 'refused') return refuseEdit(decideForm(command, approval), ballot.edit.refusal);
    return decideVote(edit === null ? command : { ...command, edit: edit.edit }, approval);
  };
  const committing = commitInTime(call, ballot.approvalId, {
    apply: applyChange,
    ...(known === null ? {} : { known }),
    // an edit is stored beside what was asked
    ...(edit === null ? {} : { checkGrowth }),
    decide: (loaded, now) => {
      const decided = decide(loaded, now);
      return decided.refusal === null ? { ...decided, parts } : { events: [], refusal: decided.refusal };
    },
  });
  const committed = await committing.catch((error: unknown) => {
    if (edit === null || known === null || !isSlackApprovalError(error) || error.code !== 'record_too_large')
      throw error;
    return unchanged(known, refusal(error.code, { cause: 'edit' }));
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

/** The whole reason, and the short one for an approval that has many votes. What no vote refers to is not stored. */
function reasonParts(reason: string | null): readonly NewPart[] {
  return reason === null ? [] : [newPart(reason), newPart(cutText(reason, limits.lateReasonLength))];
}

function unchanged(loaded: Loaded, why: Refusal): Committed {
  return { type: 'done', loaded, events: [], refusal: why, handedOver: Promise.resolve() };
}

/** What the person may not do at all comes before what is wrong with their values. */
function refuseEdit(judged: Decided, why: Refusal): Decided {
  return judged.refusal === null ? { events: [], refusal: why } : judged;
}

function toCast(
  { app }: Pick<Call<unknown>, 'app'>,
  ballot: Ballot,
  committed: Committed,
  storeRefusal: () => Promise<void>,
): Cast {
  const refuseVote = (why: Refusal, loaded: Loaded | null): Cast => {
    const said = sayWhy(app, why, loaded?.record);
    const { code } = why;
    tellVoteRefused(app, { approvalId: ballot.approvalId, by: ballot.by, code, explanation: plainText(said) });
    return {
      type: 'refused',
      code,
      said,
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
      return refuseVote(notShown.corrupt, null);
    case 'missing':
      return refuseVote(notFound, null);
    default: {
      const { loaded } = committed;
      if (committed.refusal !== null) return refuseVote(committed.refusal, loaded);
      // the record does not tell: the vote may have begun a stage whose answers need a form
      return { type: committed.events.length === 0 ? 'form' : 'counted', loaded };
    }
  }
}
