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
   * @param name - names the reminder: one that Slack did not take is as loud when it is sent again
   */
  takeLoud(channelId: string, mentioned: string, name: string, now: number): boolean;
}

interface Loud {
  readonly name: string;
  readonly at: number;
}

export function createReminderPace(): ReminderPace {
  const loud = new Map<string, readonly Loud[]>();
  return {
    takeLoud(channelId, mentioned, name, now) {
      const key = `${channelId} ${mentioned}`;
      // a clock that was set back must not silence the reminders of hours
      const recent = (loud.get(key) ?? []).filter(({ at }) => Math.abs(now - at) < loudWithinMs);
      if (recent.some((one) => one.name === name)) return true;
      if (recent.length >= maxLoud) return false;
      loud.delete(key);
      loud.set(key, [...recent, { name, at: now }]);
      const oldest = loud.keys().next();
      if (loud.size > maxKeys && oldest.done !== true) loud.delete(oldest.value);
      return true;
    },
  };
}
