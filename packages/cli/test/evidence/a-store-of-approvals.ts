import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Approvals, createApprovals, type HistoryHead, user } from '@k8s-pizza/slack-approval';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import { type FixedClock, fixedClock, listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { onTestFinished } from 'vitest';

export const day = 86_400_000;
export const start = Date.UTC(2026, 10, 1);

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Filled {
  readonly folder: string;
  readonly url: string;
  readonly approvals: Approvals;
  readonly clock: FixedClock;
  readonly ids: readonly string[];
  readonly heads: readonly (HistoryHead & { readonly approvalId: string })[];
}

/** A real SQLite file with an order a day: approved, rejected, erased and pending; and a refund. What is delivered gives the heads. */
export async function aStoreOfApprovals(): Promise<Filled> {
  const folder = aFolder();
  const path = join(folder, 'approvals.db');
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  const clock = fixedClock(start);
  // a Slack that nobody answers: what is decided is delivered all the same
  const slack = await listenOnLoopback((_, response) => void response.writeHead(503).end());
  onTestFinished(() => slack.close());
  const silent = () => undefined;
  const approvals = createApprovals({
    store,
    clock,
    slack: { token: 'xoxb-test', signingSecret: 'a-signing-secret-of-a-test', apiUrl: `${slack.url}/api/` },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const heads: Filled['heads'][number][] = [];
  const common = { title: 'Order pizza?', channel: 'C0PIZZA', approvers: [user('U0ALICE')] } as const;
  const orders = approvals.define<{ readonly size: string }>('order', {
    ...common,
    reason: { reject: 'optional' },
    onDecision: ({ approvalId, historyHead }) => void heads.push({ approvalId, ...historyHead }),
  });
  const refunds = approvals.define('refund', { ...common, onDecision: silent });
  const ids: string[] = [];
  for (const answer of ['approve', 'reject', 'approve', null] as const) {
    const { approval } = await orders.ask({ size: 'large' }, { requester: 'shop' });
    ids.push(approval.id);
    if (answer !== null) {
      const vote = { by: user('U0ALICE'), digest: approval.digest, via: 'test', reason: 'too cold' } as const;
      await approvals.vote(approval.id, { ...vote, answer });
    }
    await approvals.flush();
    clock.advance(day);
  }
  const { approval: refund } = await refunds.ask({}, { requester: 'shop' });
  ids.push(refund.id);
  await approvals.flush();
  await approvals.erase(ids[2] ?? '');
  await approvals.flush();
  return { folder, url: `file:${path}`, approvals, clock, ids, heads };
}
