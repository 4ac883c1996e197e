/** Source: chat.update is in tier 3, 50 and more a minute for a workspace; the rest is left for what people do meanwhile. */
const maxUpdates = 45;
/** As many of them are kept for cards whose decision is not shown yet. */
const keptForDecisions = 15;
const inMs = 60_000;
const everyMs = inMs / maxUpdates;

/** Keeps the updates of cards within what Slack takes from one installation. */
export interface UpdatePace {
  /** @returns `now` where the update may go out; else an estimate of when. Decisions go before progress. */
  take(isDecision: boolean, now: number): number;
  /** Slack says how long to wait before the next update. */
  hold(now: number, forMs: number): void;
}

interface State {
  /** The instants of the last updates, the oldest first. */
  sent: number[];
  /** How far into the future updates have been put off, by what they show. */
  readonly putOff: { decision: number; progress: number };
  heldUntil: number;
  seenAt: number;
}

export function updatePace(): UpdatePace {
  const state: State = { sent: [], putOff: { decision: 0, progress: 0 }, heldUntil: 0, seenAt: 0 };
  return {
    take(isDecision, now) {
      followClock(state, now);
      const most = isDecision ? maxUpdates : maxUpdates - keptForDecisions;
      if (state.sent.length < most && state.heldUntil <= now) {
        state.sent.push(now);
        return now;
      }
      const what = isDecision ? 'decision' : 'progress';
      const oldest = state.sent[state.sent.length - most];
      const freeAt = Math.max(state.heldUntil, oldest === undefined ? now : oldest + inMs);
      state.putOff[what] = Math.max(freeAt, state.putOff[what] + everyMs);
      return state.putOff[what];
    },
    hold(now, forMs) {
      followClock(state, now);
      state.heldUntil = Math.max(state.heldUntil, now + forMs);
    },
  };
}

/** A clock that was set back takes everything along. */
function followClock(state: State, now: number): void {
  const back = Math.max(0, state.seenAt - now);
  state.seenAt = now;
  state.sent = state.sent.map((at) => at - back).filter((at) => now - at < inMs);
  state.putOff.decision -= back;
  state.putOff.progress -= back;
  state.heldUntil -= back;
}
