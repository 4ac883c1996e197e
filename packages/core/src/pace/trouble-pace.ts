/** The outcome of telling: that of the message, or when to ask again. */
export type Told<Outcome> = Outcome | { readonly type: 'busy'; readonly until: number };

interface Sending<Outcome> {
  readonly keys: ReadonlySet<string>;
  readonly outcome: Promise<Told<Outcome>>;
}

interface Channel<Outcome> {
  lastAt: number | null;
  /** The troubles that wait for the next message, and when they ask again. */
  waiting: ReadonlyMap<string, number>;
  sending: Sending<Outcome> | null;
  /** When the message of another trouble told these. Their notices still have to end. */
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
export interface TroublePace<Outcome extends { readonly type: string }> {
  /**
   * Tells one trouble, or leaves it to a later message.
   *
   * @param key - names the trouble, also when it asks again
   * @param send - sends one message about this trouble, the first of `keys`, and those that wait
   */
  tell(
    channelId: string,
    key: string,
    now: number,
    send: (keys: readonly string[]) => Promise<Told<Outcome>>,
  ): Promise<Told<Outcome> | { readonly type: 'ok' }>;
}

export function createTroublePace<Outcome extends { readonly type: string }>(): TroublePace<Outcome> {
  const channels = new Map<string, Channel<Outcome>>();
  const channelOf = (channelId: string): Channel<Outcome> => {
    const channel = channels.get(channelId) ?? { lastAt: null, waiting: new Map(), sending: null, told: new Map() };
    channels.set(channelId, channel);
    return channel;
  };
  return {
    async tell(channelId, key, now, send) {
      const channel = channelOf(channelId);
      if (channel.told.delete(key)) return { type: 'ok' };
      if (channel.sending?.keys.has(key)) {
        const outcome = await channel.sending.outcome;
        channel.told.delete(key);
        return outcome;
      }
      const until = busyUntil(channel, now);
      const others = otherWaiting(channel, key, now);
      if (until === null) return await sendAll(channel, [key, ...others.map(([other]) => other)], now, send);
      channel.waiting = new Map([...others, [key, until] as const].slice(-maxWaiting));
      return { type: 'busy', until };
    },
  };
}

function busyUntil<Outcome>({ lastAt, sending }: Channel<Outcome>, now: number): number | null {
  if (sending !== null) return now + troubleEveryMs;
  // a clock that was set back must not silence the channel
  return lastAt !== null && Math.abs(now - lastAt) < troubleEveryMs ? lastAt + troubleEveryMs : null;
}

function otherWaiting<Outcome>(
  { waiting }: Channel<Outcome>,
  key: string,
  now: number,
): readonly (readonly [key: string, until: number])[] {
  return [...waiting].filter(([other, until]) => other !== key && until + forgetAfterMs > now);
}

async function sendAll<Outcome extends { readonly type: string }>(
  channel: Channel<Outcome>,
  keys: readonly string[],
  now: number,
  send: (keys: readonly string[]) => Promise<Told<Outcome>>,
): Promise<Told<Outcome>> {
  const outcome = send(keys);
  const sent = new Set(keys);
  channel.sending = { keys: sent, outcome };
  try {
    const { type } = await outcome;
    // a message of unknown outcome may be there
    if (type === 'ok' || type === 'unknown') channel.lastAt = now;
    if (type !== 'ok') return await outcome;
    channel.waiting = new Map([...channel.waiting].filter(([key]) => !sent.has(key)));
    for (const [key, at] of channel.told) if (Math.abs(now - at) > forgetToldAfterMs) channel.told.delete(key);
    for (const key of keys.slice(1)) channel.told.set(key, now);
    return await outcome;
  } finally {
    channel.sending = null;
  }
}
