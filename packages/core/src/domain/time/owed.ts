import type { Approval, Copy, Notice } from '../model/approval.js';
import { isSpaced } from '../model/copies.js';
import { earliest, scheduledAt } from './schedule.js';

/** One piece of work that an approval owes: to Slack, to a person or to the receiver of the decision. */
export type OwedWork =
  | { readonly type: 'check_vote'; readonly voteId: string }
  | { readonly type: 'post'; readonly copyId: number }
  | { readonly type: 'sync'; readonly copyId: number }
  | { readonly type: 'notice'; readonly noticeId: number }
  | { readonly type: 'deliver' };

type Timed = readonly [work: OwedWork, at: number];

/**
 * The minimum time between updates of a card once it shows the decision and how the first attempt to deliver it ended. Slack allows
 * 50 `chat.update` a minute per workspace.
 */
const syncEveryMs = 5_000;

/** The work that can be tried now, in the order to try it. */
export function owed(approval: Approval, now: number): readonly OwedWork[] {
  return timedWork(approval).flatMap(([work, at]) => (at <= now ? [work] : []));
}

/** Returns when work is next owed, or time next changes the approval; null: never. */
export function dueAt(approval: Approval): number | null {
  return earliest([scheduledAt(approval), ...timedWork(approval).map(([, at]) => at)]);
}

function timedWork(approval: Approval): readonly Timed[] {
  const { work } = approval;
  // all that is done for a record that is set aside is to tell people
  if (work.setAside) return noticeWork(work.notices.filter(({ to }) => to.type === 'channel'));
  const checks = work.unchecked.map((vote): Timed => [{ type: 'check_vote', voteId: vote.voteId }, vote.nextAt]);
  const cards = work.copies.flatMap((copy) => copyWork(copy));
  return [...checks, ...cards, ...noticeWork(work.notices), ...deliveryWork(approval)];
}

function noticeWork(notices: readonly Notice[]): readonly Timed[] {
  return notices.map(({ noticeId, nextAt }) => [{ type: 'notice', noticeId }, nextAt]);
}

function copyWork(copy: Copy): readonly Timed[] {
  if (copy.state === 'gone') return [];
  if (copy.ts === null) return [[{ type: 'post', copyId: copy.copyId }, copy.nextAt]];
  const at = syncAt(copy);
  return at === null ? [] : [[{ type: 'sync', copyId: copy.copyId }, at]];
}

function syncAt(copy: Copy): number | null {
  const from = copy.wanted === copy.shown ? copy.settleAt : copy.nextAt;
  if (from === null) return null;
  const spacedFrom = isSpaced(copy) && copy.syncedAt !== null ? copy.syncedAt + syncEveryMs : from;
  return Math.max(from, copy.nextAt, spacedFrom);
}

function deliveryWork(approval: Approval): readonly Timed[] {
  if (approval.status === 'pending' || approval.delivery.state !== 'owed' || approval.work.delivery === null) return [];
  return [[{ type: 'deliver' }, approval.work.delivery.nextAt]];
}

/** Tells whether the decision is to be delivered and no attempt has ended yet. */
export function isFirstDeliveryOwed(approval: Approval): boolean {
  if (approval.status === 'pending' || approval.delivery.state !== 'owed') return false;
  return approval.work.delivery !== null && approval.work.delivery.attemptCount === 0;
}
