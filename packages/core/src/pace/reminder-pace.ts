/** In one channel, so many reminders a minute mention the same people. */
const maxLoud = 5;
const loudWithinMs = 60_000;
const maxKeys = 1_000;

/**
 * Keeps the reminders of a storm quiet. Sixty cards that are due at once would mention the same people sixty times.
 *
 * A quiet reminder is a reply that mentions no one and stays in its thread.
 */
export interface ReminderPace {
  /**
   * Tells whether a reminder may mention people and be shown in the channel, and counts it if it may.
   *
   * @param mentioned - names the people it would mention
   */
  takeLoud(channelId: string, mentioned: string, now: number): boolean;
}

export function createReminderPace(): ReminderPace {
  const loudAt = new Map<string, readonly number[]>();
  return {
    takeLoud(channelId, mentioned, now) {
      const key = `${channelId} ${mentioned}`;
      // a clock that was set back must not silence the reminders of hours
      const recent = (loudAt.get(key) ?? []).filter((at) => Math.abs(now - at) < loudWithinMs);
      if (recent.length >= maxLoud) return false;
      loudAt.delete(key);
      loudAt.set(key, [...recent, now]);
      const oldest = loudAt.keys().next();
      if (loudAt.size > maxKeys && oldest.done !== true) loudAt.delete(oldest.value);
      return true;
    },
  };
}
