import type { SlackCall, SlackFault } from './slack-stand-in.js';

/** How Slack is at the moment. */
export interface Weather {
  readonly faultOf: (call: SlackCall) => SlackFault | null;
  /** How many calls went wrong, by how. */
  readonly faultCounts: Readonly<Record<string, number>>;
  /** Another mood, by two numbers in [0, 1). */
  turn(): void;
  /** From now on nothing goes wrong. */
  clear(): void;
}

type Mood = (call: SlackCall) => SlackFault | null;

export function createWeather(random: () => number, channelIds: readonly string[]): Weather {
  const faultCounts: Record<string, number> = {};
  const fine: Mood = () => null;
  const one = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)];
  const sometimes = (share: number, fault: () => SlackFault): SlackFault | null => (random() < share ? fault() : null);
  const moods: readonly (() => Mood)[] = [
    () => fine,
    () => () => sometimes(0.6, () => ({ type: 'limited', retryAfterSeconds: 1 + Math.floor(random() * 3) })),
    () => () => sometimes(0.4, () => ({ type: 'failed', isDone: random() < 0.5 })),
    () => () => sometimes(0.2, () => ({ type: 'silent', isDone: random() < 0.5 })),
    () => {
      const refusing = one(channelIds);
      const code = one(['not_in_channel', 'channel_not_found', 'is_archived']) ?? '';
      return ({ channelId }) => (channelId === refusing ? { type: 'refused', code } : null);
    },
  ];
  let mood = fine;
  return {
    faultCounts,
    faultOf(call) {
      const fault = mood(call);
      if (fault !== null) faultCounts[fault.type] = (faultCounts[fault.type] ?? 0) + 1;
      return fault;
    },
    turn() {
      mood = one(moods)?.() ?? fine;
    },
    clear() {
      mood = fine;
    },
  };
}
