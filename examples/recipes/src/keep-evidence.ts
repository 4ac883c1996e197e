import { type Approvals, type HistoryHead, user, verifyHistory } from '@k8s-pizza/slack-approval';

/** Where you keep what nobody may rewrite: another database, a log, the resource that was created. */
export interface Evidence {
  save(approvalId: string, found: { deciders: readonly string[]; digest: string; head: HistoryHead }): Promise<void>;
  headOf(approvalId: string): Promise<HistoryHead>;
}

export function defineAccess(approvals: Approvals, evidence: Evidence) {
  return approvals.define<{ account: string; role: string }>('access', {
    title: ({ account, role }) => `Give ${account} the role ${role}?`,
    channel: 'C0OPS',
    approvers: [user('U0ALICE')],
    reason: { approve: 'required' },
    onDecision: async ({ approvalId, decidedBy, digest, historyHead }) => {
      const deciders = decidedBy.map(({ userId }) => userId);
      await evidence.save(approvalId, { deciders, digest, head: historyHead });
    },
  });
}

/** Tells whether the store still has the history that led to the decision. */
export async function isUnchanged(approvals: Approvals, evidence: Evidence, approvalId: string): Promise<boolean> {
  const history = await approvals.history(approvalId);
  return verifyHistory(history, { head: await evidence.headOf(approvalId) }).containsHead === true;
}
