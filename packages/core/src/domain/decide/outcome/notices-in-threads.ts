import type { Approval, Copy, NoticeTopic } from '../../model/approval.js';
import { isDirect } from '../../model/copies.js';
import type { EventOf } from '../../model/events.js';
import { noticeLastsMs } from '../../model/limits.js';
import { copiesOfStage } from '../../model/stage.js';

type ThreadTopic = Extract<NoticeTopic, { readonly mentions?: true }>;

/** The same notice in the thread of a card in every channel, and only one of them mentions: nobody is notified twice. */
export function noticesInThreads(
  approval: Approval,
  topic: ThreadTopic,
  at: number,
): readonly EventOf<'notice_owed'>[] {
  const ofStage = firstOfEachChannel(copiesOfStage(approval));
  const threads = ofStage.length > 0 ? ofStage : firstOfEachChannel(approval.work.copies);
  const mentioning = threads.find((copy) => !isDirect(copy));
  return threads.map((copy) => ({
    type: 'notice_owed',
    at,
    to: { type: 'thread', channelId: copy.channelId, ts: copy.ts },
    topic: copy === mentioning ? { ...topic, mentions: true } : topic,
    until: at + noticeLastsMs,
  }));
}

/** The posted copies, one of each channel: a message in a thread is shown in the whole channel. */
function firstOfEachChannel(copies: readonly Copy[]): readonly (Copy & { readonly ts: string })[] {
  const posted = copies.filter((copy): copy is Copy & { ts: string } => copy.state === 'live' && copy.ts !== null);
  return posted.filter(({ channelId }, index) => posted.findIndex((one) => one.channelId === channelId) === index);
}
