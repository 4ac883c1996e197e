/** Clicks at a steady interval, whatever the process is doing. */
export interface ClickProbe {
  /** What was seen since it was taken last. */
  take(): { readonly clickMs: readonly number[]; readonly refusedClickCount: number };
}

/**
 * Calls `click` every `everyMs`, until it answers null. A click that could not begin in time, since the event loop was held, is as
 * late as a person would find it: it is measured from the instant at which it was due.
 */
export function startClickProbe(everyMs: number, click: () => Promise<boolean> | null): ClickProbe {
  const startedAt = performance.now();
  let clickMs: number[] = [];
  let refusedClickCount = 0;
  let count = 0;
  const dueAt = () => startedAt + count * everyMs;

  const clickOnce = async (clicking: Promise<boolean>, due: number): Promise<void> => {
    // a click that fails is not answered
    if (!(await clicking.catch(() => false))) refusedClickCount += 1;
    clickMs.push(performance.now() - due);
  };
  const next = (): void => {
    while (dueAt() <= performance.now()) {
      const due = dueAt();
      const clicking = click();
      if (clicking === null) return;
      void clickOnce(clicking, due);
      count += 1;
    }
    setTimeout(next, dueAt() - performance.now()).unref();
  };
  next();
  return {
    take() {
      const taken = { clickMs, refusedClickCount };
      clickMs = [];
      refusedClickCount = 0;
      return taken;
    },
  };
}
