import type { Approval, Copy } from '../../model/approval.js';
import type { CommandOf, Drawn } from '../../model/commands.js';
import { findCopy, isSpaced, mayMention } from '../../model/copies.js';
import type { ApprovalEvent } from '../../model/events.js';
import { slackCountsAsConditionAfterMs, slackDelayMs } from '../../time/backoff.js';
import { drawSmaller, isThreadRefused, keepWaiting, moveToChannel, originOf, replaceLost } from './copy-problem.js';
import { healCopy } from './heal-copy.js';

type RecordPost = CommandOf<'record_post'>;
type RecordSync = CommandOf<'record_sync'>;

/** A post with an unknown outcome waits this long for a click that proves it arrived, before it is posted again. */
const postWaitsMs = 60_000;
/** The maximum number of posts with an unknown outcome: the first and two more. */
const maxUnknownPosts = 3;
/** An update with an unknown outcome is followed by another after this long, so that the newest state wins. */
const settlesAfterMs = 30_000;
/** A waiting copy that meets a passing failure is retried after this long. */
const retriesWaitingAfterMs = 30_000;

export function decidePost(command: RecordPost, approval: Approval): readonly ApprovalEvent[] {
  const copy = findCopy(approval.work.copies, command.copyId);
  const { result, now: at } = command;
  if (copy === null) return [];
  const isOver = copy.ts !== null || copy.state === 'gone';
  if (isOver && result.type !== 'ok') return [];
  switch (result.type) {
    case 'ok':
      return applyPosted(command, approval, copy, result);
    case 'busy':
      return [changeCopy(copy, at, { nextAt: result.until, isPostponed: true })];
    case 'retry':
      return retryLater(copy, approval, at, result);
    case 'unknown':
      return awaitLostPost(copy, approval, at);
    case 'gone':
      return keepWaiting(copy, approval, at, { reason: result.reason, isAppWide: false });
    default:
      return applyRefusal(copy, approval, at, result);
  }
}

/** Decides by the kind of refusal: the copy waits, is posted again, or is drawn smaller. */
function applyRefusal(
  copy: Copy,
  approval: Approval,
  at: number,
  result: Extract<RecordSync['result'], { type: 'waiting' | 'gone' | 'unfit' }>,
): readonly ApprovalEvent[] {
  switch (result.type) {
    case 'waiting':
      if (isThreadRefused(copy, result.reason)) return moveToChannel(copy, approval, at, result.reason);
      return keepWaiting(copy, approval, at, result);
    case 'gone':
      return replaceLost(copy, approval, at, result.reason);
    default:
      result.type satisfies 'unfit';
      return drawSmaller(copy, approval, at, result.reason);
  }
}

function applyPosted(
  command: RecordPost,
  approval: Approval,
  copy: Copy,
  message: { readonly channelId: string; readonly ts: string },
): readonly ApprovalEvent[] {
  const { now: at, drawn } = command;
  const isKnown = approval.work.copies.some(
    (one) => one.ts === message.ts && one.channelId === message.channelId && one !== copy,
  );
  if (isKnown) return copy.ts === null ? [changeCopy(copy, at, { state: 'gone' })] : [];
  if (copy.ts === message.ts) return [];
  if (copy.ts !== null) {
    const { channelId, ts } = message;
    return [{ type: 'copy_added', at, channelId, ts, shown: 0, place: copy.place, ...originOf(copy) }];
  }
  // a copy that a decision dropped meanwhile is posted after all: its message needs an update that shows the decision
  const wanted = copy.state === 'gone' ? copy.wanted + 1 : copy.wanted;
  return [
    changeCopy(copy, at, {
      channelId: message.channelId,
      ts: message.ts,
      ...fresh,
      state: 'live',
      wanted,
      shown: drawn.wanted,
      nextAt: at,
      syncedAt: at,
      decisionShown: drawn.decided,
      // left out where it would say what is the default: every later put writes it again
      ...(drawn.decided || copy.isSpaced !== undefined ? { isSpaced: isSpacedAfter(drawn) } : {}),
      ...(mayMention(approval.work.copies, copy) ? { mentioned: true } : {}),
    }),
    ...healCopy(copy, approval, at),
  ];
}

function isSpacedAfter({ decided, attempted }: Drawn): boolean {
  return decided && (attempted ?? true);
}

const fresh = { attemptCount: 0, failingSince: null, unknownPosts: 0 } as const;

export function decideSync(command: RecordSync, approval: Approval): readonly ApprovalEvent[] {
  const copy = findCopy(approval.work.copies, command.copyId);
  const { result, drawn, now: at } = command;
  if (copy === null || copy.state === 'gone') return [];
  switch (result.type) {
    case 'ok': {
      const settleAt = copy.settleAt !== null && copy.settleAt <= at ? null : copy.settleAt;
      // a worker whose lease ran out may have been late and replaced a newer state by an older one
      const wanted = drawn.wanted < copy.shown ? copy.wanted + 1 : copy.wanted;
      return [
        changeCopy(copy, at, {
          ...fresh,
          wanted,
          shown: Math.max(copy.shown, drawn.wanted),
          nextAt: at,
          syncedAt: at,
          settleAt,
          decisionShown: copy.decisionShown || drawn.decided,
          isSpaced: isSpaced(copy) || isSpacedAfter(drawn),
        }),
        ...healCopy(copy, approval, at),
      ];
    }
    case 'busy':
      return [changeCopy(copy, at, { nextAt: result.until })];
    case 'retry':
      return retryLater(copy, approval, at, result);
    case 'unknown':
      return retryLater(
        copy,
        approval,
        at,
        { afterMs: null, reason: result.reason },
        { settleAt: at + settlesAfterMs },
      );
    default:
      return applyRefusal(copy, approval, at, result);
  }
}

function retryLater(
  copy: Copy,
  approval: Approval,
  at: number,
  failure: { readonly afterMs: number | null; readonly reason: string },
  change: Partial<Copy> = {},
): readonly ApprovalEvent[] {
  const { afterMs, reason } = failure;
  const failingSince = copy.failingSince ?? at;
  if (at - failingSince >= slackCountsAsConditionAfterMs)
    return keepWaiting(copy, approval, at, { reason, isAppWide: false }, { failingSince, afterMs });
  if (copy.problem !== null) {
    // this answer does not tell whether the cause is fixed
    const nextAt = at + Math.max(retriesWaitingAfterMs, afterMs ?? 0);
    return [changeCopy(copy, at, { failingSince, nextAt, ...change })];
  }
  const attemptCount = copy.attemptCount + 1;
  const nextAt = at + Math.max(slackDelayMs(attemptCount), afterMs ?? 0);
  return [changeCopy(copy, at, { attemptCount, failingSince, nextAt, ...change })];
}

function awaitLostPost(copy: Copy, approval: Approval, at: number): readonly ApprovalEvent[] {
  const unknownPosts = copy.unknownPosts + 1;
  if (copy.problem !== null) {
    const { code: reason, isAppWide } = copy.problem;
    return keepWaiting(copy, approval, at, { reason, isAppWide }, { failingSince: copy.failingSince, afterMs: null });
  }
  if (unknownPosts >= maxUnknownPosts)
    return keepWaiting(copy, approval, at, { reason: 'no_answer', isAppWide: false });
  return [changeCopy(copy, at, { unknownPosts, nextAt: at + postWaitsMs })];
}

/** Takes over an abandoned lease. Its owner may have sent the owed posts, so they wait like posts with an unknown outcome. */
export function decideTakeOver(approval: Approval, at: number): readonly ApprovalEvent[] {
  // nothing is sent for a record that is set aside
  if (approval.work.setAside) return [];
  return approval.work.copies.flatMap((copy) =>
    copy.state === 'live' && copy.ts === null && copy.nextAt <= at ? awaitLostPost(copy, approval, at) : [],
  );
}

function changeCopy(copy: Copy, at: number, change: Partial<Omit<Copy, 'copyId'>>): ApprovalEvent {
  return { type: 'copy_changed', at, copyId: copy.copyId, change };
}
