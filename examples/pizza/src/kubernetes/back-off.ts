/** How long to wait before the next attempt: twice as long each time, up to a bound, and never all at the same moment. */
export interface BackOff {
  /** Milliseconds. */
  next(): number;
  reset(): void;
}

export interface BackOffOptions {
  readonly shortestMs: number;
  readonly longestMs: number;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

export function createBackOff({ shortestMs, longestMs, random = Math.random }: BackOffOptions): BackOff {
  let pauseMs = shortestMs;
  return {
    next() {
      // from half of the pause to all of it
      const thisMs = pauseMs * (0.5 + random() / 2);
      pauseMs = Math.min(pauseMs * 2, longestMs);
      return thisMs;
    },
    reset() {
      pauseMs = shortestMs;
    },
  };
}
