import { isSlackApprovalError } from '../../errors.js';
import type { Loaded } from '../../record/loaded.js';
import type { Call } from '../../runtime/call.js';
import { slackTimeline } from '../../runtime/slack-timeline.js';
import type { ViewSubmission } from '../../slack/request/interaction.js';
import type { Ballot } from '../../votes/ballot.js';
import { type Cast, castVote } from '../../votes/cast-vote.js';
import { logUnanswered } from '../replies/log-refusals.js';

/** One approval of the form: the person's vote on it, and its record as it was just read; null: it was not. */
export interface Selected {
  readonly ballot: Ballot;
  readonly known: Loaded | null;
}

/** What came of a vote. `not_cast`: nothing is stored; `unknown`: the store did not answer, so it may be. */
export type SelectedCast = Selected & (Cast | { readonly type: 'not_cast' | 'unknown' });

/** Casts one vote of a form for several, if there is time left for it. It never throws, so that the others keep their results. */
export async function castSelected(call: Call<ViewSubmission>, selected: Selected): Promise<SelectedCast> {
  const { app, exchange } = call;
  const { ballot, known } = selected;
  if (performance.now() - exchange.startedAt >= slackTimeline.voteByMs) return { ...selected, type: 'not_cast' };
  try {
    return { ...selected, ...(await castVote(call, ballot, known)) };
  } catch (error) {
    logUnanswered(app, error);
    const isSure = isSlackApprovalError(error) && error.code === 'store_conflict';
    return { ...selected, type: isSure ? 'not_cast' : 'unknown' };
  }
}
