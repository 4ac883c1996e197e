/**
 * Tells whether approvals, or a store, keep everything in memory, as `memoryStore` does.
 *
 * Refuse them on a serverless host: they would be lost between two requests.
 */
export function isInMemory(approvalsOrStore: object): boolean {
  return 'durable' in approvalsOrStore && approvalsOrStore.durable === false;
}
