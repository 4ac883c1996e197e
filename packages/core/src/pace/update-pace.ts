/** Source: chat.update is in tier 3, 50 and more a minute for a workspace; the rest is left for what people do meanwhile. */
const maxUpdates = 45;
/** As many of them are kept for cards whose decision is not shown yet. */
const keptForDecisions = 15;
const inMs = 60_000;
const everyMs = inMs / maxUpdates;

/** Keeps the updates of cards within what Slack takes from one installation. */
export interface UpdatePace {
  /**
   * @param card - names the message: one that asks again keeps its turn
   * @returns `now` where the update may go out; else an estimate of when. Decisions go before progress
   */
  take(card: string, isDecision: boolean, now: number): number;
  /** Slack says how long to wait before the next update. */
  hold(now: number, forMs: number): void;
}

interface State {
  /** The instants of the last updates, the oldest first. */
  sent: number[];
  /** The turns of updates that wait, by their cards, the earliest first. */
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
      const most = isDecision ? maxUpdates : maxUpdates - keptForDecisions;
      if (state.sent.length < most && state.heldUntil <= now) {
        waiting.delete(card);
        state.sent.push(now);
        return now;
      }
      const oldest = state.sent[state.sent.length - most];
      const freeAt = Math.max(state.heldUntil, oldest === undefined ? now : oldest + inMs);
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

/** Whose turn has come asks now, or needs none any more. */
function dropPast(turns: Map<string, number>, now: number): void {
  for (const [card, at] of turns) if (at <= now) turns.delete(card);
}

/** A clock that was set back takes everything along. */
function followClock(state: State, now: number): void {
  const back = Math.max(0, state.seenAt - now);
  state.seenAt = now;
  state.sent = state.sent.map((at) => at - back).filter((at) => now - at < inMs);
  state.heldUntil -= back;
  if (back === 0) return;
  const earlier = (turns: ReadonlyMap<string, number>) => new Map([...turns].map(([card, at]) => [card, at - back]));
  state.turns = { decision: earlier(state.turns.decision), progress: earlier(state.turns.progress) };
}
