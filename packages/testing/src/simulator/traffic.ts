import type { TrafficEntry } from './slack-simulator.js';

const kept = 10_000;

export interface Traffic {
  readonly entries: () => readonly TrafficEntry[];
  record(entry: Omit<TrafficEntry, 'at'>): void;
  clear(): void;
}

export function createTraffic(now: () => number): Traffic {
  let entries: TrafficEntry[] = [];
  return {
    entries: () => entries,
    record(entry) {
      entries.push({ at: now(), ...entry });
      if (entries.length > kept) entries = entries.slice(-kept);
    },
    clear() {
      entries = [];
    },
  };
}
