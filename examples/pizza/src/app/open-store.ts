import type { ApprovalStore } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import type { DatabaseAddress } from './database-address.js';
import { openServerStore } from './open-server-store.js';

/** Opens the store, whichever it is. */
export async function openStore(address: DatabaseAddress, log: (line: string) => void): Promise<ApprovalStore> {
  return address.type === 'sqlite' ? sqliteStore(address.file) : await openServerStore(address, log);
}
