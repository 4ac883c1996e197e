/** A clock that stands still until it is moved. Calling it reads epoch milliseconds. */
export interface FixedClock {
  (): number;
  advance(ms: number): void;
  /** Moves to an instant, back as well as forward. */
  set(at: number): void;
}

/** Makes a clock for `createApprovals({ clock })` that a test moves by hand. */
export function fixedClock(startAt: number): FixedClock {
  let now = startAt;
  const advance = (ms: number) => {
    now += ms;
  };
  const set = (at: number) => {
    now = at;
  };
  return Object.assign(() => now, { advance, set });
}
