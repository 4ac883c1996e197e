/** The outcome of telling: that of the message, or when to ask again. */
export type Told<Outcome> = Outcome | { readonly type: 'busy'; readonly until: number };

/** One trouble of one approval. */
interface Entry<Line> {
  readonly key: string;
  readonly line: Line;
}

interface Waiting<Line> extends Entry<Line> {
  readonly until: number;
}

interface Sending<Outcome> {
  readonly keys: ReadonlySet<string>;
  readonly outcome: Promise<Told<Outcome>>;
}

interface Channel<Line, Outcome> {
  lastAt: number | null;
  waiting: readonly Waiting<Line>[];
  sending: Sending<Outcome> | null;
  /** When the message of another entry told these. Their notices still have to end. */
  readonly told: Map<string, number>;
}

/** A trouble channel gets a message at most this often from one process. */
const troubleEveryMs = 60_000;
/** What did not ask again for this long was told by another process, or is over. */
const forgetAfterMs = 60_000;
const forgetToldAfterMs = 10 * 60_000;
const maxWaiting = 1_000;

/**
 * Sums up the messages to a trouble channel: at most one a minute, which tells all the troubles that wait.
 *
 * A trouble that has to wait asks again later. By then, the message of another one may have told it.
 */
export interface TroublePace<Line, Outcome extends { readonly type: string }> {
  /**
   * Tells one trouble, or leaves it to a later message.
   *
   * @param key - names the trouble, also when it asks again
   */
  tell(
    channelId: string,
    key: string,
    now: number,
    draw: () => Promise<Line>,
    send: (lines: readonly Line[]) => Promise<Told<Outcome>>,
  ): Promise<Told<Outcome> | { readonly type: 'ok' }>;
}

export function createTroublePace<Line, Outcome extends { readonly type: string }>(): TroublePace<Line, Outcome> {
  const channels = new Map<string, Channel<Line, Outcome>>();
  const channelOf = (channelId: string): Channel<Line, Outcome> => {
    const channel = channels.get(channelId) ?? { lastAt: null, waiting: [], sending: null, told: new Map() };
    channels.set(channelId, channel);
    return channel;
  };
  return {
    async tell(channelId, key, now, draw, send) {
      const channel = channelOf(channelId);
      if (channel.told.delete(key)) return { type: 'ok' };
      const line = channel.waiting.find((one) => one.key === key)?.line ?? (await draw());
      if (channel.sending?.keys.has(key)) {
        const outcome = await channel.sending.outcome;
        channel.told.delete(key);
        return outcome;
      }
      const until = busyUntil(channel, now);
      if (until !== null) {
        channel.waiting = [...others(channel, key, now), { key, line, until }].slice(-maxWaiting);
        return { type: 'busy', until };
      }
      return await sendAll(channel, [{ key, line }, ...others(channel, key, now)], now, send);
    },
  };
}

function busyUntil<Line, Outcome>({ lastAt, sending }: Channel<Line, Outcome>, now: number): number | null {
  if (sending !== null) return now + troubleEveryMs;
  // a clock that was set back must not silence the channel
  return lastAt !== null && Math.abs(now - lastAt) < troubleEveryMs ? lastAt + troubleEveryMs : null;
}

function others<Line, Outcome>(
  { waiting }: Channel<Line, Outcome>,
  key: string,
  now: number,
): readonly Waiting<Line>[] {
  return waiting.filter((one) => one.key !== key && one.until + forgetAfterMs > now);
}

async function sendAll<Line, Outcome extends { readonly type: string }>(
  channel: Channel<Line, Outcome>,
  entries: readonly Entry<Line>[],
  now: number,
  send: (lines: readonly Line[]) => Promise<Told<Outcome>>,
): Promise<Told<Outcome>> {
  const outcome = send(entries.map(({ line }) => line));
  const keys = new Set(entries.map(({ key }) => key));
  channel.sending = { keys, outcome };
  try {
    const { type } = await outcome;
    // a message of unknown outcome may be there
    if (type === 'ok' || type === 'unknown') channel.lastAt = now;
    if (type !== 'ok') return await outcome;
    channel.waiting = channel.waiting.filter((one) => !keys.has(one.key));
    for (const [key, at] of channel.told) if (Math.abs(now - at) > forgetToldAfterMs) channel.told.delete(key);
    for (const { key } of entries.slice(1)) channel.told.set(key, now);
    return await outcome;
  } finally {
    channel.sending = null;
  }
}
