import { createApprovals, memoryStore, user } from '@k8s-pizza/slack-approval';
import type { ApprovalStore, Row } from '@k8s-pizza/slack-approval/store';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { agreeableTransport } from '../../packages/core/test/world/agreeable-transport.js';
import { type SignedClick, secret, signedClick } from './signed-click.js';

/** An approval that waits for its decision with its card posted, as a store holds it. */
export interface Pending {
  readonly row: Row;
  /** The value of its buttons. */
  readonly value: string;
  readonly channelId: string;
  readonly ts: string;
}

export const nowMs = Date.UTC(2026, 0, 1, 10);

interface Order {
  readonly size: string;
  readonly channel: string;
}

const anything: StandardSchemaV1<Order> = {
  // takes whatever it is given, so that no schema library is part of what is measured
  '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value: value as Order }) },
};

/** An app whose Slack agrees to everything at once, and whose receiver takes every decision at once. */
export function appOn(store: ApprovalStore, clock: () => number = () => nowMs) {
  const approvals = approvalsOn(store, clock);
  const kind = approvals.define('pizza-order', {
    schema: anything,
    // each in its own, since a channel takes one card a second
    channel: ({ channel }) => channel,
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    approvers: [user('U0ALICE')],
    onDecision: async () => undefined,
  });
  return { approvals, kind };
}

/** An app that answers clicks and leaves their work to others: it defines no kind. */
export function approvalsOn(store: ApprovalStore, clock: () => number = () => nowMs) {
  const transport = agreeableTransport();
  return createApprovals({
    store,
    clock,
    slack: { token: 'xoxb-bench', signingSecret: secret, transport, teamId: 'T0PIZZA', appId: 'A0PIZZA' },
  });
}

/** Asks so many times and posts the cards; not measured. */
export async function pendingApprovals(count: number): Promise<readonly Pending[]> {
  const store = memoryStore();
  const { approvals, kind } = appOn(store);
  const pending: Pending[] = [];
  for (let index = 0; index < count; index += 1) {
    idCount += 1;
    const channel = `C0PIZZA${idCount}`;
    const { approval } = await kind.ask({ size: 'large', channel }, { requester: 'alertmanager' });
    await approvals.flush();
    pending.push(await readPending(store, approval.id, approval.digest));
  }
  return pending;
}

let idCount = 0;

async function readPending(store: ApprovalStore, id: string, digest: string): Promise<Pending> {
  const row = await store.get(id);
  const copy = (await approvalsOn(store).get(id))?.copies[0];
  if (row === null || copy?.ts == null) throw new Error('The card was not posted.');
  return { row, value: `v1.${id}.${digest}`, channelId: copy.channelId, ts: copy.ts };
}

export function approvalClick({ value, channelId, ts }: Pending, atMs: number): SignedClick {
  return signedClick({ actionId: 'approval:default:approve', value, nowMs: atMs, channelId, ts });
}
