/**
 * Tells whether approvals, or a store, keep everything in this process's memory, as `memoryStore` does.
 *
 * Refuse such approvals on a host whose processes come and go.
 */
export function isInMemory(approvalsOrStore: object): boolean {
  return 'durable' in approvalsOrStore && approvalsOrStore.durable === false;
}
