// a registered symbol, so that ESM and CJS copies of this package agree; enumerable, so that `{ ...store }` keeps it
const mark = Symbol.for('@k8s-pizza/slack-approval.forgetful');

/** Marks what keeps its approvals in this process's memory alone. */
export function markForgetful<Thing extends object>(thing: Thing): Thing {
  return Object.assign(thing, { [mark]: true });
}

/**
 * Tells whether approvals, or a store, forget with their process, as `memoryStore` does.
 *
 * A host whose processes come and go refuses such approvals.
 */
export function isForgetful(approvalsOrStore: object): boolean {
  return mark in approvalsOrStore;
}
