import type { Approvals } from '@k8s-pizza/slack-approval';

/** Counts what was refused in this process, for a metric or an alert. Returns a function that ends it. */
export function watchRefusals(approvals: Approvals, count: (name: string, code: string) => void): () => void {
  const ends = [
    approvals.on('requestRefused', ({ code }) => count('request', code)), // such as a wrong signature
    approvals.on('voteRefused', ({ code }) => count('vote', code)), // such as a person who may not decide
    approvals.on('deliveryDead', () => count('delivery', 'dead')), // approved, and not carried out
  ];
  return () => {
    for (const end of ends) end();
  };
}
