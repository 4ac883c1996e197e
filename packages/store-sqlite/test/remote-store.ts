// A store that runs as a process. Argument: the file. Each message asks for one call at one instant, and is answered.

import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { sqliteStore } from '../src/index.js';

export type Call =
  | { readonly method: 'open' }
  | { readonly method: 'put'; readonly values: Parameters<ApprovalStore['put']> }
  | { readonly method: 'claimDue'; readonly values: Parameters<ApprovalStore['claimDue']> };

/** What a process is asked; `at` makes several of them act in the same millisecond. */
export interface Ask {
  readonly at: number;
  readonly call: Call;
}

let store: ApprovalStore | null = null;

async function carryOut({ at, call }: Ask): Promise<unknown> {
  while (Date.now() < at);
  store ??= sqliteStore(process.argv[2] ?? '');
  if (call.method === 'put') return store.put(...call.values);
  return call.method === 'claimDue' ? store.claimDue(...call.values) : 'opened';
}

process.on('message', (ask: Ask) => {
  carryOut(ask).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.(isSlackApprovalError(error) ? error.code : String(error)),
  );
});
process.send?.('ready');
