import type { Loaded } from './load.js';
import { runOwed } from './run-owed.js';
import type { Shell } from './shell.js';

/** Starts the work of a record whose lease the put before has taken; where it did not, somebody else has the lease. */
export function startOwed(shell: Shell, loaded: Loaded, token: string): void {
  if (shell.slack === null || loaded.row.leaseToken !== token) return;
  void shell.work.track(runOwed(shell, shell.slack, loaded, token, { stopAt: null }));
}
