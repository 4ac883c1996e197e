import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { adapterContract, sourceContract, storeContract, type TestRunner } from '@k8s-pizza/slack-approval-testing';
import { type Serve, serve, startPlainHost } from '../plain-host.js';
import { good, startWith } from '../plain-source.js';

interface Parts {
  readonly createStore?: () => ApprovalStore;
  readonly serveOne?: Serve;
}

/** Every contract: on a store in memory, a host of `node:http` and a source in this process. */
export function registerContracts(
  runner: TestRunner,
  { createStore = memoryStore, serveOne = serve }: Parts = {},
): void {
  let latest: ApprovalStore | null = null;
  storeContract({
    runner,
    name: 'a store in memory',
    create: async () => {
      latest = createStore();
      return latest;
    },
    reopen: { skip: 'it forgets with its process' },
    readRow: async (id) => (await latest?.get(id)) ?? null,
    dueRowCount: 1000,
  });
  adapterContract({ runner, name: 'a host of node:http', start: startPlainHost(serveOne) });
  sourceContract({ runner, name: 'a source in this process', start: startWith(good) });
}
