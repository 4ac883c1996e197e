import type { Runtime, SlackAccess } from '../runtime/runtime.js';
import type { Loaded } from '../storage/load.js';

/** Starts the work of a record whose lease the put before has taken; where it did not, somebody else has the lease. */
export function startOwed(runtime: Runtime, loaded: Loaded, token: string): void {
  if (runtime.slack === null || loaded.row.leaseToken !== token) return;
  void runtime.work.track(run(runtime, runtime.slack, loaded, token));
}

async function run(runtime: Runtime, slack: SlackAccess, loaded: Loaded, token: string): Promise<void> {
  const { runOwed } = await import('./run-owed.js');
  await runOwed(runtime, slack, loaded, token, { stopAt: null });
}
