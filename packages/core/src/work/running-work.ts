import type { Runtime } from '../runtime/runtime.js';

/** The running work of a process, from all calls of `processDue` and from the posts that start in their seconds. */
export interface RunningWork {
  readonly works: Set<Promise<void>>;
  /** The work on a record that may crash the process: claim and start nothing else until it ends. */
  alone: Promise<void> | null;
}

const runningBy = new WeakMap<Runtime, RunningWork>();

/** Returns the running work of a process. */
export function runningWorkOf(app: Runtime): RunningWork {
  const running = runningBy.get(app) ?? { works: new Set(), alone: null };
  runningBy.set(app, running);
  return running;
}

/** Adds work to the running work until it ends. The promise must not reject. */
export function addRunning({ works }: RunningWork, work: Promise<void>): void {
  works.add(work);
  void work.then(() => works.delete(work));
}
