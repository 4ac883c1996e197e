/**
 * Tells whether to write a line that may come very often.
 *
 * @returns the field to add to the line: how many with its key were held back since the last one; null: hold it back
 */
export type LogThrottle = (key: string) => { readonly heldBack?: number } | null;

/** The keys are few, such as error codes. Beyond this, the oldest is forgotten. */
const maxKeys = 1_000;

/** Lets one line per key through in `everyMs`. The first one always passes. */
export function createLogThrottle(clock: () => number, everyMs: number): LogThrottle {
  const lines = new Map<string, { readonly at: number; held: number }>();
  return (key) => {
    const now = clock();
    const last = lines.get(key);
    // a clock that was set back must not silence the log
    if (last !== undefined && Math.abs(now - last.at) < everyMs) {
      last.held += 1;
      return null;
    }
    lines.delete(key);
    lines.set(key, { at: now, held: 0 });
    const [oldest] = lines.keys();
    if (lines.size > maxKeys && oldest !== undefined) lines.delete(oldest);
    return last === undefined || last.held === 0 ? {} : { heldBack: last.held };
  };
}
