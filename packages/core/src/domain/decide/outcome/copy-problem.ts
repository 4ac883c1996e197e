import type { Approval, CardSize, Copy, CopyProblem } from '../../model/approval.js';
import { unpostedAgain } from '../../model/copies.js';
import type { ApprovalEvent } from '../../model/events.js';
import { channelOf, isSamePlace, placeOf, threadOf } from '../../model/place.js';
import { conditionDelayMs, decidedCardWaitsMs } from '../../time/backoff.js';

interface Condition {
  readonly reason: string;
  readonly isAppWide: boolean;
}

/** A run of passing failures that has lasted for a day. */
interface Failing {
  readonly failingSince: number | null;
  readonly afterMs: number | null;
}

/**
 * Keeps a copy waiting until a person fixes the cause. It stays owed and is retried, a decided card for 7 days.
 * The history gets the first failure in a channel.
 */
export function keepWaiting(
  copy: Copy,
  approval: Approval,
  at: number,
  { reason, isAppWide }: Condition,
  { failingSince, afterMs }: Failing = { failingSince: null, afterMs: null },
): readonly ApprovalEvent[] {
  const { copyId, channelId } = copy;
  const { since, ...told } = waitingSince(copy, at, isAppWide);
  const problem: CopyProblem = { code: reason, since, isAppWide, ...told };
  if (isTooLate(approval, problem, at)) return giveUp(copy, approval, at, problem);
  const attemptCount = copy.problem === null ? 1 : copy.attemptCount + 1;
  const nextAt = at + Math.max(conditionDelayMs(attemptCount), afterMs ?? 0);
  return [
    { type: 'copy_waits', at, copyId, channelId, problem, attemptCount, nextAt, failingSince },
    ...noteFirstFailure(copy, approval, at, reason),
    ...postToFallback(copy, approval, at, problem),
  ];
}

/** Since when the copy has waited. A channel that refuses it after Slack refused the whole app is a new cause, so the time starts again. */
function waitingSince({ problem }: Copy, at: number, isAppWide: boolean): Pick<CopyProblem, 'since' | 'isTold'> {
  if (problem === null || (problem.isAppWide && !isAppWide)) return { since: at };
  const { since, isTold } = problem;
  return isTold === undefined ? { since } : { since, isTold };
}

function isTooLate(approval: Approval, { since }: CopyProblem, at: number): boolean {
  if (approval.status === 'pending') return false;
  return at >= Math.max(since, approval.decision.decidedAt) + decidedCardWaitsMs;
}

/** Handles a message that is deleted or can't be changed any more. While the approval is pending, the card is posted again. */
export function replaceLost(copy: Copy, approval: Approval, at: number, reason: string): readonly ApprovalEvent[] {
  const change = { state: 'gone', problem: null } as const;
  const over: ApprovalEvent = { type: 'copy_changed', at, copyId: copy.copyId, change };
  if (approval.status !== 'pending') return [over];
  const { copies } = approval.work;
  const hasTwin = copies.some((one) => one !== copy && one.state === 'live' && isSamePlace(one.place, copy.place));
  return hasTwin ? [over] : [postAgain(copy, at), ...keepOldCard(copy, at, reason)];
}

/** Keeps an old message that still exists as a copy that is gone, so that a click on it gets a private answer. */
function keepOldCard(copy: Copy, at: number, reason: string): readonly ApprovalEvent[] {
  if (reason === 'message_not_found' || copy.ts === null) return [];
  const { channelId, ts, place } = copy;
  return [{ type: 'copy_added', at, channelId, ts, shown: copy.shown, place, state: 'gone', ...originOf(copy) }];
}

/** What added another message in the place of a copy. */
export function originOf({ level, stage }: Copy): Pick<Copy, 'level' | 'stage'> {
  return { ...(level === undefined ? {} : { level }), ...(stage === undefined ? {} : { stage }) };
}

/** Slack's errors for a post to a thread that is gone, or that takes no replies. */
const threadRefusals: ReadonlySet<string> = new Set([
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
]);

/** Whether Slack refuses the thread of a copy that is not posted yet, and not its channel. */
export function isThreadRefused({ ts, place }: Copy, reason: string): boolean {
  return ts === null && threadOf(place) !== null && threadRefusals.has(reason);
}

/** Posts a card in the channel whose thread refuses it. If the channel has a card, that one is enough. */
export function moveToChannel(copy: Copy, approval: Approval, at: number, reason: string): readonly ApprovalEvent[] {
  const channelId = channelOf(copy.place);
  const isThere = approval.work.copies.some((one) => one.state === 'live' && isSamePlace(one.place, channelId));
  const change: Partial<Copy> = isThere
    ? { state: 'gone', problem: null }
    : { place: channelId, nextAt: at, attemptCount: 0, failingSince: null, unknownPosts: 0 };
  return [
    { type: 'card_moved', at, channelId, reason },
    { type: 'copy_changed', at, copyId: copy.copyId, change },
  ];
}

/** Resets a copy so that it is posted like a new one. */
export function postAgain(copy: Copy, at: number, more: Partial<Copy> = {}): ApprovalEvent {
  const change: Partial<Copy> = {
    ...unpostedAgain(copy, at),
    isPostponed: false,
    ...more,
  };
  return { type: 'copy_changed', at, copyId: copy.copyId, change };
}

const smaller = { whole: 'smaller', smaller: 'shortest', shortest: null } as const satisfies Record<
  CardSize,
  CardSize | null
>;

/** Handles a card that Slack refuses as it is drawn: it is drawn in the next smaller size, or given up after the smallest. */
export function drawSmaller(copy: Copy, approval: Approval, at: number, reason: string): readonly ApprovalEvent[] {
  const size = smaller[copy.size];
  if (size !== null) return [{ type: 'copy_changed', at, copyId: copy.copyId, change: { size, nextAt: at } }];
  return giveUp(copy, approval, at, { code: reason, since: at, isAppWide: false });
}

function giveUp(copy: Copy, approval: Approval, at: number, problem: CopyProblem): readonly ApprovalEvent[] {
  const { copyId, channelId } = copy;
  return [
    { type: 'copy_given_up', at, copyId, channelId, problem },
    ...noteFirstFailure(copy, approval, at, problem.code),
    ...postToFallback(copy, approval, at, problem),
  ];
}

function noteFirstFailure(copy: Copy, approval: Approval, at: number, reason: string): readonly ApprovalEvent[] {
  const channelId = channelOf(copy.place);
  return approval.failedChannels.includes(channelId) ? [] : [{ type: 'card_failed', at, channelId, reason }];
}

/** Posts a pending card to the fallback channel if all of its channels refuse it, unless Slack refuses the whole app. */
function postToFallback(copy: Copy, approval: Approval, at: number, problem: CopyProblem): readonly ApprovalEvent[] {
  const { fallbackChannel } = approval.policy;
  if (approval.status !== 'pending' || fallbackChannel === null || problem.isAppWide) return [];
  const others = approval.work.copies.filter((one) => one !== copy);
  const isThere = [copy, ...others].some((one) => isSamePlace(one.place, placeOf(fallbackChannel)));
  const areAllRefused = others.every((one) => one.state === 'gone' || one.problem !== null);
  if (isThere || !areAllRefused) return [];
  return [{ type: 'copy_added', at, channelId: fallbackChannel, ts: null, shown: 0 }];
}
