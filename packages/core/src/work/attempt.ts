import type { OwedWork } from '../domain/time/owed.js';
import { attemptPost, attemptSync } from './attempt-card.js';
import { attemptCheck } from './attempt-check.js';
import type { AttemptContext, AttemptOutcome } from './attempt-context.js';
import { attemptDelivery } from './attempt-delivery.js';
import { attemptNotice } from './attempt-notice.js';

/** Tries one piece of owed work once. */
export async function attempt(context: AttemptContext, work: OwedWork): Promise<AttemptOutcome> {
  switch (work.type) {
    case 'check_vote':
      return await attemptCheck(context, work.voteId);
    case 'post':
      return await attemptPost(context, work.copyId);
    case 'sync':
      return await attemptSync(context, work.copyId);
    case 'notice':
      return await attemptNotice(context, work.noticeId);
    case 'deliver':
      return await attemptDelivery(context);
    default:
      return work satisfies never;
  }
}
