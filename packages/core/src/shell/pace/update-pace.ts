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
}

export function updatePace(): UpdatePace {
  /** The instants of the last updates, the oldest first. */
  let sent: number[] = [];
  /** How far into the future updates have been put off, by what they show. */
  const putOff = { decision: 0, progress: 0 };
  return {
    take(isDecision, now) {
      const last = sent.at(-1);
      // a clock that was set back takes what was sent along
      if (last !== undefined && last > now) {
        const back = last - now;
        sent = sent.map((at) => at - back);
        putOff.decision -= back;
        putOff.progress -= back;
      }
      sent = sent.filter((at) => now - at < inMs);
      const most = isDecision ? maxUpdates : maxUpdates - keptForDecisions;
      if (sent.length < most) {
        sent.push(now);
        return now;
      }
      const freeAt = (sent[sent.length - most] ?? now) + inMs;
      const what = isDecision ? 'decision' : 'progress';
      putOff[what] = Math.max(freeAt, putOff[what] + everyMs);
      return putOff[what];
    },
  };
}
