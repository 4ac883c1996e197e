import type { Installation } from './installation.js';
import type { Asking, Person, Requester } from './person.js';
import type { Place } from './place.js';
import type { Answer, CountedVote, Policy, StageState } from './policy.js';

/** How an approval can end. */
export const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;
/** How an approval ended. It ends once, and the outcome never changes. */
export type Outcome = (typeof outcomes)[number];

/** Every status that an approval can have. */
export const statuses = ['pending', ...outcomes] as const;
export type Status = (typeof statuses)[number];

/**
 * How far one step has come after approval.
 *
 * A step that is `done` stays done. A step that `failed` may be tried again.
 */
export type StepState = 'pending' | 'active' | 'done' | 'failed';

/** Which payload the approval is about. Payloads and texts are parts of the record; a revision holds references to them. */
export interface Revision {
  readonly number: number;
  readonly digest: string;
  readonly payloadRef: string;
  readonly contentRef: string;
  /** The previous revision's content, so that the card can show what changed. */
  readonly previousContentRef: string | null;
}

/** What an approver changed: the revision that is decided on, if their vote decides. */
export type Edit = Pick<Revision, 'digest' | 'payloadRef' | 'contentRef'>;

/** One person's vote that counts. */
export interface Vote extends CountedVote {
  readonly answer: Answer;
  readonly choice: string | null;
  readonly stage: string | null;
  readonly reasonRef: string | null;
  readonly votedAt: number;
  readonly via: string;
  /** Absent: they approved what was asked. */
  readonly edit?: Edit;
}

/** How the approval ended, when and by whom. */
export interface DecisionFact {
  readonly outcome: Outcome;
  readonly decidedAt: number;
  /** The people whose votes decided. Empty for an expiry or a withdrawal. */
  readonly by: readonly Person[];
  readonly reasonRef: string | null;
  readonly cause: 'votes' | 'expiry' | 'withdrawal';
  readonly withdrawnBy: Requester | null;
  /** No copy of the card was posted before the decision. Absent: one was. */
  readonly neverShown?: true;
  /** The choice of the votes that decided. Absent: the kind has none, no vote decided, or rejections differ in it. */
  readonly choice?: string;
}

interface DeliveryFact {
  /** `none`: the kind has no sink, so there is nothing to deliver. */
  readonly state: 'none' | 'owed' | 'delivered' | 'dead';
  readonly deliverBy: number;
  /** Why the delivery is dead. */
  readonly reason: string | null;
  readonly settledAt: number | null;
  /** A reference to the part that holds what the sink returned; null: it returned nothing, or what could not be kept. */
  readonly resultRef: string | null;
  /** The sink returned something that could not be kept: it is no JSON, or too large. */
  readonly isResultLost?: true;
}

/** How far one step has come, and since when. */
export interface Step {
  readonly step: string;
  readonly state: StepState;
  readonly at: number | null;
  readonly detailRef: string | null;
}

/** Why Slack does not show a copy. `code` is Slack's error code, or one of ours if Slack gave none. */
export interface CopyProblem {
  readonly code: string;
  readonly since: number;
  /** The whole installation is affected, so another channel would fail too. */
  readonly isAppWide: boolean;
  /** The trouble channel was told. */
  readonly isTold?: true;
}

/** How much of the card is drawn. Slack can refuse a card that is too long or has too many blocks. */
export type CardSize = 'whole' | 'smaller' | 'shortest';

/** One posted instance of the card. While `wanted` and `shown` differ, it is owed a post or an update. */
export interface Copy {
  readonly copyId: number;
  readonly place: Place;
  /** The channel that Slack returned for the post; before that, the channel to post to. */
  readonly channelId: string;
  readonly ts: string | null;
  readonly state: 'live' | 'gone';
  readonly wanted: number;
  readonly shown: number;
  readonly nextAt: number;
  readonly attemptCount: number;
  readonly failingSince: number | null;
  /** Posts whose answer was lost: the message may be there. */
  readonly unknownPosts: number;
  /** After an update with an unknown outcome: when one more update makes sure of what is shown. */
  readonly settleAt: number | null;
  readonly syncedAt: number | null;
  readonly decisionShown: boolean;
  /** Why Slack refuses the copy; on a copy that is gone, why it was given up. */
  readonly problem: CopyProblem | null;
  readonly size: CardSize;
  /** Its post was the one that mentions people: see `mayMention`. No later post of the same copies mentions anyone. */
  readonly mentioned: boolean;
  /** The escalation step that added it. Absent: the card was asked for there. */
  readonly level?: number;
  /** The stage that added it, from 1. Absent: the question itself did. */
  readonly stage?: number;
  /** The card shows how the first attempt to deliver ended, so further updates are spaced. @default `decisionShown` */
  readonly isSpaced?: boolean;
  /** The channel was busy, so the post waits for the second `nextAt`. */
  readonly isPostponed?: boolean;
}

/** A vote that waits until the facts about its voter are looked up. */
export interface UncheckedVote {
  readonly voteId: string;
  readonly by: Person;
  readonly answer: Answer;
  readonly choice: string | null;
  readonly stage: string | null;
  readonly reasonRef: string | null;
  readonly votedAt: number;
  readonly via: string;
  readonly onCard: boolean;
  readonly channelId: string | null;
  readonly nextAt: number;
  readonly attemptCount: number;
  /** As in `Vote`. */
  readonly edit?: Edit;
}

/** What a notice tells. */
export type NoticeTopic =
  /** `values`: what the words are made of in another language than English. An older release stored none. */
  | { readonly type: 'vote_refused'; readonly code: string; readonly explanation: string; readonly values?: unknown }
  | { readonly type: 'vote_void' }
  | { readonly type: 'vote_closed' }
  | { readonly type: 'outcome' }
  /** `mentions`: of the reminders of one instant, this one mentions the people who can still act. */
  | { readonly type: 'reminder'; readonly mentions?: true }
  /** A stage begins, and no post of the card tells its people. `mentions`: as of a reminder. */
  | { readonly type: 'stage_begun'; readonly stage: number; readonly mentions?: true }
  /** The stage was decided while this person's vote for it was being checked. */
  | { readonly type: 'stage_closed' }
  | Trouble;

/** What went wrong, for the trouble channel. */
export type Trouble =
  | { readonly type: 'delivery_dead' }
  | { readonly type: 'step_failed'; readonly step: string }
  | { readonly type: 'card_waiting' }
  | { readonly type: 'stuck' };

/** A private message owed to one person, a reminder owed to a card's thread, or a message owed to the trouble channel. */
export interface Notice {
  readonly noticeId: number;
  readonly to:
    | { readonly type: 'person'; readonly person: Person; readonly channelId: string | null }
    | { readonly type: 'thread'; readonly channelId: string; readonly ts: string }
    | { readonly type: 'channel'; readonly channelId: string };
  readonly topic: NoticeTopic;
  readonly nextAt: number;
  readonly attemptCount: number;
  readonly until: number;
}

/** How far the delivery has come: its attempts, and when the next one is due. */
export interface DeliveryWork {
  /** Attempts of this round and the rounds before. */
  readonly attemptCount: number;
  readonly roundAttempts: number;
  readonly shortened: boolean;
  readonly nextAt: number;
  readonly lastReason: string | null;
}

/** The owed work: what still has to be done in Slack and at the receiver, and its progress. No part of the history. */
export interface Work {
  readonly installation: Installation | null;
  readonly copies: readonly Copy[];
  readonly unchecked: readonly UncheckedVote[];
  readonly notices: readonly Notice[];
  readonly delivery: DeliveryWork | null;
  /** The newest Slack action of each voter, by user id. An older or equal one is a repeat. */
  readonly lastActions: readonly (readonly [userId: string, actionTs: string])[];
  /** How often each person changed their answer to this revision, or took it back. Absent: nobody has. */
  readonly changes?: readonly (readonly [userId: string, count: number])[];
  readonly contextRef: string | null;
  readonly keyReleased: boolean;
  readonly setAside: boolean;
  /** A message was posted that no copy names any more, because that copy is posted again. */
  readonly postedBefore?: true;
  readonly nextNoticeId: number;
  /** When the card starts to show that votes are being checked. Null: it already does, or no vote is. */
  readonly showCheckingAt: number | null;
}

interface Common extends Asking {
  readonly id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly askedAt: number;
  readonly revision: Revision;
  /** Who edited what was asked, with the vote that decided. Absent: it was decided as it was asked. */
  readonly edited?: { readonly by: Person; readonly original: Revision };
  readonly policy: Policy;
  readonly steps: readonly string[];
  /** Where people are told that something went wrong. Absent: nowhere. */
  readonly troubleChannel?: string;
  /** When voting ends: that of the current stage, if there are any. */
  readonly expiresAt: number | null;
  readonly remindAt: number | null;
  readonly reminderCount: number;
  /** Absent: the policy has no stages. */
  readonly stage?: StageState;
  readonly escalationLevel: number;
  readonly votes: readonly Vote[];
  /** Channels whose failure is in the history. */
  readonly failedChannels: readonly string[];
  /** Channels whose recovery is in the history. */
  readonly healedChannels: readonly string[];
  readonly lastEventAt: number;
  readonly work: Work;
}

/** An approval that is not decided yet. */
export interface PendingApproval extends Common {
  readonly status: 'pending';
}

/** An approval that is decided. What follows has two tracks: its delivery and its progress. */
export interface DecidedApproval extends Common {
  readonly status: Outcome;
  readonly decision: DecisionFact;
  readonly delivery: DeliveryFact;
  /** Empty unless it was approved. */
  readonly progress: readonly Step[];
  readonly erasedAt: number | null;
}

/** One request for a human decision and everything that happened to it. */
export type Approval = PendingApproval | DecidedApproval;

/** Why a person should look at an approval, the most serious reason first. */
export type Attention = 'stuck' | 'delivery_dead' | 'never_shown' | 'card_failed' | 'card_waiting';

export function attentionOf(approval: Approval): Attention | null {
  if (approval.work.setAside) return 'stuck';
  if (approval.status !== 'pending' && approval.delivery.state === 'dead') return 'delivery_dead';
  // reported until the texts are erased
  if (approval.status !== 'pending' && approval.erasedAt === null && isOverUnseen(approval)) return 'never_shown';
  const { copies } = approval.work;
  const areAllGone = copies.length > 0 && copies.every((copy) => copy.state === 'gone');
  if ((approval.status === 'pending' && areAllGone) || copies.some(isGivenUp)) return 'card_failed';
  return copies.some((copy) => copy.problem !== null) ? 'card_waiting' : null;
}

/** Whether the approval expired and nobody could see its card. */
function isOverUnseen({ decision }: DecidedApproval): boolean {
  return decision.neverShown === true && decision.cause === 'expiry';
}

function isGivenUp(copy: Copy): boolean {
  return copy.state === 'gone' && copy.problem !== null;
}
