import type { Loaded } from './load.js';
import type { Shell, SlackAccess } from './shell.js';

/** Starts the work of a record whose lease the put before has taken; where it did not, somebody else has the lease. */
export function startOwed(shell: Shell, loaded: Loaded, token: string): void {
  if (shell.slack === null || loaded.row.leaseToken !== token) return;
  void shell.work.track(run(shell, shell.slack, loaded, token));
}

async function run(shell: Shell, slack: SlackAccess, loaded: Loaded, token: string): Promise<void> {
  const { runOwed } = await import('./run-owed.js');
  await runOwed(shell, slack, loaded, token, { stopAt: null });
}
