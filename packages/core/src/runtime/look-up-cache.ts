import type { PersonRecord, SlackOutcome, SlackTransport } from '../ports/slack-transport.js';

/** A cache with an expiry and a maximum size. It makes one call at a time per key. */
export interface LookUpCache<Value> {
  /** Returns the cached value; null if it is missing or has expired. */
  get(key: string): Value | null;
  /** Calls Slack, or joins the running call for the same key, and caches the value. */
  refresh(key: string): Promise<SlackOutcome<Value>>;
}

const maxEntries = 10_000;

export function createLookUpCache<Value>(
  lookUp: (key: string) => Promise<SlackOutcome<Value>>,
  clock: () => number,
  maxAgeMs: number,
): LookUpCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly at: number }>();
  const running = new Map<string, Promise<SlackOutcome<Value>>>();

  const keep = (key: string, value: Value): void => {
    entries.delete(key);
    entries.set(key, { value, at: clock() });
    const oldest = entries.keys().next();
    if (entries.size > maxEntries && oldest.done !== true) entries.delete(oldest.value);
  };

  const call = async (key: string): Promise<SlackOutcome<Value>> => {
    try {
      const outcome = await lookUp(key);
      if (outcome.type === 'ok') keep(key, outcome.value);
      return outcome;
    } finally {
      running.delete(key);
    }
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      // a clock that was set back must not keep anyone in a group for longer
      const age = clock() - entry.at;
      return age >= 0 && age < maxAgeMs ? entry.value : null;
    },
    refresh(key) {
      const outcome = running.get(key) ?? call(key);
      running.set(key, outcome);
      return outcome;
    },
  };
}

/** The facts about people and user groups that this process has cached. */
export interface FactSource {
  /** The members of a group, by its id. */
  readonly groups: LookUpCache<readonly string[]>;
  readonly people: LookUpCache<PersonRecord>;
}

const maxGroupAgeMs = 60_000;
const maxPersonAgeMs = 5 * 60_000;

/** Creates the caches that look up people and user groups in Slack. */
export function createFactSource(transport: SlackTransport, clock: () => number): FactSource {
  return {
    groups: createLookUpCache((id: string) => transport.groupMembers(id), clock, maxGroupAgeMs),
    people: createLookUpCache((id: string) => transport.person(id), clock, maxPersonAgeMs),
  };
}
