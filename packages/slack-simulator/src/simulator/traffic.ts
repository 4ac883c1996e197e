import type { TrafficEntry } from './slack-simulator.js';

const kept = 10_000;
/** Bodies are large: only those of the newest requests are kept, and only for the page. */
const exchangesKept = 200;

/** The bodies of one request, for the page in the browser. */
interface Exchange {
  readonly request: string;
  readonly answer: string;
  readonly ms: number;
  /** The header an outgoing request was signed with; null for one that came in. */
  readonly signature: string | null;
  readonly timestamp: string | null;
}

export interface WatchedExchange extends TrafficEntry, Exchange {
  readonly number: number;
}

export interface Traffic {
  readonly entries: () => readonly TrafficEntry[];
  readonly exchanges: () => readonly WatchedExchange[];
  record(entry: Omit<TrafficEntry, 'at'>, exchange?: Exchange): void;
  clear(): void;
}

const nothingSaid: Exchange = { request: '', answer: '', ms: 0, signature: null, timestamp: null };

export function createTraffic(now: () => number, onRecord: () => void): Traffic {
  let entries: TrafficEntry[] = [];
  let exchanges: WatchedExchange[] = [];
  let count = 0;
  return {
    entries: () => entries,
    exchanges: () => exchanges,
    record(entry, exchange = nothingSaid) {
      const recorded = { at: now(), ...entry };
      count += 1;
      entries.push(recorded);
      exchanges.push({ ...recorded, ...exchange, number: count });
      if (entries.length > kept) entries = entries.slice(-kept);
      if (exchanges.length > exchangesKept) exchanges = exchanges.slice(-exchangesKept);
      onRecord();
    },
    clear() {
      entries = [];
      exchanges = [];
    },
  };
}
