/** Slack's rate limit for chat.update (tier 3) is about 50 per minute and workspace. The rest is for updates after clicks. */
const maxUpdates = 45;
/** This many of them are reserved for cards that don't show their decision yet. */
const reservedForDecisions = 15;
const windowMs = 60_000;
const everyMs = windowMs / maxUpdates;

/** Keeps the updates of cards within Slack's rate limit. */
export interface UpdatePace {
  /**
   * Asks for a turn. Decisions go before progress.
   *
   * @param card - identifies the message: asking again keeps its turn
   * @returns `now` if the update may be sent; otherwise an estimate of when
   */
  take(card: string, isDecision: boolean, now: number): number;
  /** Stops updating for as long as Slack says. */
  hold(now: number, forMs: number): void;
}

interface State {
  /** When the last updates were sent, oldest first. */
  sent: number[];
  /** The turns of the waiting updates by card, earliest first. */
  turns: { decision: Map<string, number>; progress: Map<string, number> };
  heldUntil: number;
  seenAt: number;
}

export function createUpdatePace(): UpdatePace {
  const turns = { decision: new Map<string, number>(), progress: new Map<string, number>() };
  const state: State = { sent: [], turns, heldUntil: 0, seenAt: 0 };
  return {
    take(card, isDecision, now) {
      followClock(state, now);
      const waiting = state.turns[isDecision ? 'decision' : 'progress'];
      dropPast(waiting, now);
      const max = isDecision ? maxUpdates : maxUpdates - reservedForDecisions;
      if (state.sent.length < max && state.heldUntil <= now) {
        waiting.delete(card);
        state.sent.push(now);
        return now;
      }
      const oldest = state.sent[state.sent.length - max];
      const freeAt = Math.max(state.heldUntil, oldest === undefined ? now : oldest + windowMs);
      const turn = waiting.get(card) ?? Math.max(freeAt, lastOf(waiting) + everyMs);
      waiting.set(card, turn);
      return Math.max(turn, state.heldUntil);
    },
    hold(now, forMs) {
      followClock(state, now);
      state.heldUntil = Math.max(state.heldUntil, now + forMs);
    },
  };
}

function lastOf(turns: ReadonlyMap<string, number>): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const at of turns.values()) last = Math.max(last, at);
  return last;
}

/** Drops turns that have come: their updates ask now, or are no longer needed. */
function dropPast(turns: Map<string, number>, now: number): void {
  for (const [card, at] of turns) if (at <= now) turns.delete(card);
}

/** If the clock was set back, all instants move back with it. */
function followClock(state: State, now: number): void {
  const back = Math.max(0, state.seenAt - now);
  state.seenAt = now;
  state.sent = state.sent.map((at) => at - back).filter((at) => now - at < windowMs);
  state.heldUntil -= back;
  if (back === 0) return;
  const moveBack = (turns: ReadonlyMap<string, number>) => new Map([...turns].map(([card, at]) => [card, at - back]));
  state.turns = { decision: moveBack(state.turns.decision), progress: moveBack(state.turns.progress) };
}
