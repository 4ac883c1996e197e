import type { Runtime } from '../runtime/runtime.js';

/** The owed work that a process has under way, over all its calls of `processDue` and the posts that it starts in their seconds. */
export interface UnderWay {
  readonly works: Set<Promise<void>>;
  /** A record is done alone: nothing else is claimed or started until this ends. */
  alone: Promise<void> | null;
}

const underWayBy = new WeakMap<Runtime, UnderWay>();

export function underWayOf(app: Runtime): UnderWay {
  const underWay = underWayBy.get(app) ?? { works: new Set(), alone: null };
  underWayBy.set(app, underWay);
  return underWay;
}

/** Counts work that never fails among what is under way, until it ends. */
export function keepUnderWay({ works }: UnderWay, work: Promise<void>): void {
  works.add(work);
  void work.then(() => works.delete(work));
}
