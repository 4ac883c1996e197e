// What `node --test` must find: a store that overwrites whatever is there, and a host that shows what was thrown.
import { describe, test } from 'node:test';
import { memoryStore } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { type Serve, serve } from '../plain-host.js';
import { registerContracts } from './contracts.js';

function overwritingStore(): ApprovalStore {
  const store = memoryStore();
  return {
    ...store,
    put: async (row) => store.put(row, (await store.get(row.id))?.version ?? 0),
  };
}

const showingHost: Serve = async (approvals, request, response) => {
  await serve(approvals, request, response).catch((error: Error) => response.writeHead(500).end(error.stack));
};

registerContracts({ describe, test }, { createStore: overwritingStore, serveOne: showingHost });
