import type { ApprovalStore } from '@k8s-pizza/slack-approval';

/**
 * A store that is opened when it is first needed, and again where that failed: an instance that starts while its database is away serves
 * as soon as it is back.
 */
export function lazyStore(open: () => Promise<ApprovalStore>): ApprovalStore {
  let opening: Promise<ApprovalStore> | null = null;
  const opened = async (): Promise<ApprovalStore> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
  return {
    get: async (id) => await (await opened()).get(id),
    put: async (row, expectedVersion) => await (await opened()).put(row, expectedVersion),
    claimDue: async (claim) => await (await opened()).claimDue(claim),
    list: async (query) => await (await opened()).list(query),
    close: async () => await (await opening)?.close(),
  };
}
