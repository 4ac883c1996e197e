import type { OwedWork } from '../domain/time/owed.js';
import type { Attempt, AttemptOutcome } from './attempt.js';
import { attemptPost, attemptSync } from './attempt-card.js';
import { attemptCheck } from './attempt-check.js';
import { attemptDelivery } from './attempt-delivery.js';
import { attemptNotice } from './attempt-notice.js';

/** Makes one attempt at a piece of owed work. */
export async function attemptWork(attempt: Attempt, work: OwedWork): Promise<AttemptOutcome> {
  switch (work.type) {
    case 'check_vote':
      return await attemptCheck(attempt, work.voteId);
    case 'post':
      return await attemptPost(attempt, work.copyId);
    case 'sync':
      return await attemptSync(attempt, work.copyId);
    case 'notice':
      return await attemptNotice(attempt, work.noticeId);
    case 'deliver':
      return await attemptDelivery(attempt);
    default:
      return work satisfies never;
  }
}
