/** The running work of this process. */
export interface WorkTracker {
  /** Tracks a promise until it settles. A rejection goes to `onError`, and the returned promise resolves with null. */
  track<Result>(work: Promise<Result>): Promise<Result | null>;
  /** Resolves when no work is left, or after `timeoutMs` of real time. @returns how much work is still running */
  idle(timeoutMs: number): Promise<number>;
}

export function createWorkTracker(onError: (error: unknown) => void): WorkTracker {
  const open = new Set<Promise<unknown>>();
  return {
    track(work) {
      const settled = work.then(
        (result) => {
          open.delete(settled);
          return result;
        },
        (error: unknown) => {
          open.delete(settled);
          onError(error);
          return null;
        },
      );
      open.add(settled);
      return settled;
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
      return open.size;
    },
  };
}
