import type { Approval, Copy, UncheckedVote, Work } from '../model/approval.js';
import { newCopy, wantSync, wasPosted } from '../model/copies.js';
import type { EventOf, WorkEvent } from '../model/events.js';
import { limits } from '../model/limits.js';
import { placeOf } from '../model/place.js';
import { evolveVote } from './evolve-vote.js';

/** Applies an event of owed work. */
export function evolveWork(approval: Approval, event: WorkEvent): Approval {
  if (event.type === 'vote_received' || event.type === 'acted' || event.type === 'notice_owed')
    return evolveVote(approval, event);
  const work = workAfter(approval.work, event);
  if (work === approval.work) return approval;
  const deliverBy = event.type === 'delivery_deferred' ? event.deliverBy : undefined;
  if (deliverBy === undefined || approval.status === 'pending') return { ...approval, work };
  return { ...approval, work, delivery: { ...approval.delivery, deliverBy } };
}

function workAfter(work: Work, event: Exclude<WorkEvent, { type: 'vote_received' | 'acted' | 'notice_owed' }>): Work {
  switch (event.type) {
    case 'check_deferred':
      return { ...work, unchecked: work.unchecked.map((vote) => deferCheck(vote, event)) };
    case 'check_ended':
      return applyCheckEnded(work, event);
    case 'vote_changed':
      return { ...work, changes: countChange(work.changes ?? [], event.userId) };
    case 'checking_shown':
      return work.showCheckingAt === null
        ? work
        : { ...work, showCheckingAt: null, copies: wantSync(work.copies, event.at) };
    case 'copy_changed':
      return changeCopy(work, event.copyId, event.change);
    case 'copy_added':
      return applyCopyAdded(work, event);
    case 'copy_waits': {
      const { problem, attemptCount, nextAt, failingSince } = event;
      return changeCopy(work, event.copyId, { problem, attemptCount, nextAt, failingSince, unknownPosts: 0 });
    }
    case 'copy_healed':
      return changeCopy(work, event.copyId, { problem: null });
    case 'copy_given_up':
      return changeCopy(work, event.copyId, { state: 'gone', problem: event.problem });
    case 'notice_deferred':
      return {
        ...work,
        notices: work.notices.map((notice) =>
          notice.noticeId === event.noticeId ? redirectNotice(notice, event) : notice,
        ),
      };
    case 'notice_ended':
      return { ...work, notices: work.notices.filter((notice) => notice.noticeId !== event.noticeId) };
    case 'delivery_deferred':
      return work.delivery === null ? work : { ...work, delivery: event.work };
    case 'installed':
      return work.installation === null ? { ...work, installation: event.installation } : work;
    case 'context_replaced':
      return { ...work, contextRef: event.contextRef, copies: wantSync(work.copies, event.at) };
    case 'key_released':
      return { ...work, keyReleased: true };
    case 'set_aside':
      return { ...work, setAside: true };
    case 'taken_back':
      return { ...work, setAside: false };
    default:
      event satisfies never;
      return work;
  }
}

function changeCopy(work: Work, copyId: number, change: Partial<Copy>): Work {
  const copies = work.copies.map((copy) => (copy.copyId === copyId ? { ...copy, ...change } : copy));
  // a copy that is posted again forgets its message, but people may have seen it
  return change.ts === null && wasPosted(work) ? { ...work, copies, postedBefore: true } : { ...work, copies };
}

function deferCheck(vote: UncheckedVote, event: EventOf<'check_deferred'>): UncheckedVote {
  return vote.voteId === event.voteId ? { ...vote, nextAt: event.nextAt, attemptCount: vote.attemptCount + 1 } : vote;
}

function applyCheckEnded(work: Work, event: EventOf<'check_ended'>): Work {
  const unchecked = work.unchecked.filter((vote) => vote.voteId !== event.voteId);
  if (unchecked.length === work.unchecked.length) return work;
  const showCheckingAt = unchecked.length > 0 ? work.showCheckingAt : null;
  // the card shows how many votes are being checked, and there is one less
  const copies = work.showCheckingAt === null ? wantSync(work.copies, event.at) : work.copies;
  return { ...work, unchecked, showCheckingAt, copies };
}

function countChange(changes: NonNullable<Work['changes']>, userId: string): NonNullable<Work['changes']> {
  const count = changes.find(([changer]) => changer === userId)?.[1] ?? 0;
  return [...changes.filter(([changer]) => changer !== userId), [userId, count + 1] as const];
}

function applyCopyAdded(work: Work, event: EventOf<'copy_added'>): Work {
  if (work.copies.length >= limits.copies) return work;
  const copy = newCopy(work.copies.length + 1, event.place ?? placeOf(event.channelId), event.at, event.shown + 1);
  const { channelId, ts, shown, state = copy.state, level, stage } = event;
  const added = { ...copy, channelId, ts, shown, state };
  const origin = { ...(level === undefined ? {} : { level }), ...(stage === undefined ? {} : { stage }) };
  return { ...work, copies: [...work.copies, { ...added, ...origin }] };
}

function redirectNotice(notice: Work['notices'][number], event: EventOf<'notice_deferred'>): Work['notices'][number] {
  const to = notice.to.type === 'person' ? { ...notice.to, channelId: event.channelId } : notice.to;
  return { ...notice, to, nextAt: event.nextAt, attemptCount: event.attemptCount };
}
