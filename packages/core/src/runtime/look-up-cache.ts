import type { PersonRecord, SlackOutcome, SlackTransport } from '../ports/slack-transport.js';

/** Answers kept for a while, at most so many, and one call at a time for each key. */
export interface LookUpCache<Value> {
  /** The answer as it was kept, or null. */
  kept(key: string): Value | null;
  /** Asks now, or joins a call that is under way. */
  fresh(key: string): Promise<SlackOutcome<Value>>;
}

const maxEntries = 10_000;

export function lookUpCache<Value>(
  ask: (key: string) => Promise<SlackOutcome<Value>>,
  clock: () => number,
  lastsMs: number,
): LookUpCache<Value> {
  const answers = new Map<string, { readonly value: Value; readonly at: number }>();
  const underWay = new Map<string, Promise<SlackOutcome<Value>>>();

  const keep = (key: string, value: Value): void => {
    answers.delete(key);
    answers.set(key, { value, at: clock() });
    const oldest = answers.keys().next();
    if (answers.size > maxEntries && oldest.done !== true) answers.delete(oldest.value);
  };

  const call = async (key: string): Promise<SlackOutcome<Value>> => {
    try {
      const outcome = await ask(key);
      if (outcome.type === 'ok') keep(key, outcome.value);
      return outcome;
    } finally {
      underWay.delete(key);
    }
  };

  return {
    kept(key) {
      const answer = answers.get(key);
      if (answer === undefined) return null;
      // a clock that was set back must not make anybody a member for longer
      const age = clock() - answer.at;
      return age >= 0 && age < lastsMs ? answer.value : null;
    },
    fresh(key) {
      const joined = underWay.get(key) ?? call(key);
      underWay.set(key, joined);
      return joined;
    },
  };
}

/** What this process has learned about people and user groups. */
export interface FactSource {
  /** The members of a group, by its id. */
  readonly groups: LookUpCache<readonly string[]>;
  readonly people: LookUpCache<PersonRecord>;
}

const groupsLastMs = 60_000;
const peopleLastMs = 5 * 60_000;

/** Looks people and user groups up in Slack, keeps the answers for a while, and asks for each only once at a time. */
export function factSource(transport: SlackTransport, clock: () => number): FactSource {
  return {
    groups: lookUpCache((id: string) => transport.groupMembers(id), clock, groupsLastMs),
    people: lookUpCache((id: string) => transport.person(id), clock, peopleLastMs),
  };
}
