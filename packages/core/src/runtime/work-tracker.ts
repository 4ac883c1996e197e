/** The work this process has started and not finished. */
export interface WorkTracker {
  /** Keeps the promise until it ends; a failure is given to `onError` and never becomes an unhandled rejection. */
  track<Result>(work: Promise<Result>): Promise<Result | null>;
  /** Resolves when nothing is left, or after `timeoutMs` of real time. */
  idle(timeoutMs: number): Promise<void>;
}

export function workTracker(onError: (error: unknown) => void): WorkTracker {
  const open = new Set<Promise<unknown>>();
  return {
    track(work) {
      const guarded = work.catch((error: unknown) => {
        onError(error);
        return null;
      });
      open.add(guarded);
      return guarded.finally(() => open.delete(guarded));
    },
    async idle(timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const timeUp = new Promise<'time'>((resolve) => {
        timer = setTimeout(resolve, timeoutMs, 'time');
      });
      while (open.size > 0) {
        if ((await Promise.race([Promise.all(open), timeUp])) === 'time') break;
      }
      clearTimeout(timer);
    },
  };
}
