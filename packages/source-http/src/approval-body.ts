import type { Approval, Decision, Person } from '@k8s-pizza/slack-approval';
import { requesterKey } from './requester-key.js';

/** An approval as a requester sees it: instants in ISO 8601, people by their user id, and a key only if it is its own. */
export function approvalBody(approval: Approval<unknown>, requester: string): object {
  const { id, kind, status, revision, digest, payload, askedAt, expiresAt, stage, decision, delivery } = approval;
  return {
    id,
    kind,
    key: approval.requester === requester ? requesterKey(requester, approval.key) : null,
    status,
    revision,
    digest,
    payload,
    onBehalfOf: approval.onBehalfOf?.userId ?? null,
    askedAt: toIso(askedAt),
    expiresAt: expiresAt === null ? null : toIso(expiresAt),
    stage,
    decision: decision === null ? null : decisionBody(decision),
    delivery: { state: delivery.state, result: delivery.result ?? null },
    progress: approval.progress.map(({ step, state, at, detail }) => ({
      step,
      state,
      at: at === null ? null : toIso(at),
      detail,
    })),
  };
}

function decisionBody({ outcome, choice, payload, reason, decidedBy, decidedAt }: Decision<unknown>): object {
  return { outcome, choice, payload, reason, decidedBy: decidedBy.map(toUserId), decidedAt: toIso(decidedAt) };
}

function toUserId({ userId }: Person): string {
  return userId;
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
