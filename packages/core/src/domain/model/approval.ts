import type { Installation } from './installation.js';
import type { Person, Requester } from './person.js';
import type { Answer, CountedVote, Policy, UserRule } from './policy.js';

/** How an approval can end. */
export const outcomes = ['approved', 'rejected', 'expired', 'withdrawn'] as const;
/** How an approval ended. It ends once, and the outcome never changes. */
export type Outcome = (typeof outcomes)[number];

/** Every status that an approval can have. */
export const statuses = ['pending', ...outcomes] as const;
export type Status = (typeof statuses)[number];

/**
 * How far one step of carrying it out has come.
 *
 * `done` stays; what has failed may be tried again.
 */
export type StepState = 'pending' | 'active' | 'done' | 'failed';

/** Which payload the approval is about. Texts and payloads stand in the record's parts and are named here by reference. */
export interface Revision {
  readonly number: number;
  readonly digest: string;
  readonly payloadRef: string;
  readonly contentRef: string;
  /** The content of the revision before, so that the card can show what changed. */
  readonly previousContentRef: string | null;
}

export interface Vote extends CountedVote {
  readonly answer: Answer;
  readonly choice: string | null;
  readonly stage: string | null;
  readonly reasonRef: string | null;
  readonly votedAt: number;
  readonly via: string;
}

export interface DecisionFact {
  readonly outcome: Outcome;
  readonly decidedAt: number;
  /** The people whose votes made it; empty for an expiry and for a withdrawal. */
  readonly by: readonly Person[];
  readonly reasonRef: string | null;
  readonly cause: 'votes' | 'expiry' | 'withdrawal';
  readonly withdrawnBy: Requester | null;
  /** No copy of the card was ever posted before the end. Absent: one was. */
  readonly neverShown?: true;
}

interface DeliveryFact {
  /** `none`: the kind has no sink, so nothing is delivered. */
  readonly state: 'none' | 'owed' | 'delivered' | 'dead';
  readonly deliverBy: number;
  /** Why it is dead. */
  readonly reason: string | null;
  readonly settledAt: number | null;
  /** The part that holds what the sink returned. */
  readonly resultRef: string | null;
}

export interface Step {
  readonly step: string;
  readonly state: StepState;
  readonly at: number | null;
  readonly detailRef: string | null;
}

/** Where a copy is meant to stand: a channel, or a direct message to a person. */
export type Place = string | UserRule;

/** Why Slack does not show a copy. `code` is Slack's own error, or ours where Slack gave none. */
export interface CopyProblem {
  readonly code: string;
  readonly since: number;
  /** It concerns the whole installation: no other channel would do better. */
  readonly isAppWide: boolean;
}

/** How much of the card is drawn. Slack may refuse a card that is too long or too elaborate. */
export type CardSize = 'whole' | 'smaller' | 'shortest';

/** One posted instance of the card. It is owed a post or a sync while `wanted` and `shown` differ. */
export interface Copy {
  readonly copyId: number;
  readonly place: Place;
  /** The channel that Slack answered with; until then, where the post is sent. */
  readonly channelId: string;
  readonly ts: string | null;
  readonly state: 'live' | 'gone';
  readonly wanted: number;
  readonly shown: number;
  readonly nextAt: number;
  readonly attemptCount: number;
  readonly failingSince: number | null;
  /** Posts that may have arrived although no answer told so. */
  readonly unknownPosts: number;
  /** After an update of unknown outcome: the instant of the one more update that settles what is shown. */
  readonly settleAt: number | null;
  readonly syncedAt: number | null;
  readonly decisionShown: boolean;
  /** On a copy that is gone: why it was given up. */
  readonly problem: CopyProblem | null;
  readonly size: CardSize;
  /** The first post named those who can act. */
  readonly mentioned: boolean;
  /** Its post found the channel busy: `nextAt` is the second that it waits for. */
  readonly isPostponed?: boolean;
}

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
}

export type NoticeTopic =
  | { readonly type: 'vote_refused'; readonly code: string; readonly explanation: string }
  | { readonly type: 'vote_void' }
  | { readonly type: 'vote_closed' }
  | { readonly type: 'outcome' }
  | { readonly type: 'reminder' };

/** A private message owed to one person, or a reminder owed to a card's thread. */
export interface Notice {
  readonly noticeId: number;
  readonly to:
    | { readonly type: 'person'; readonly person: Person; readonly channelId: string | null }
    | { readonly type: 'thread'; readonly channelId: string; readonly ts: string };
  readonly topic: NoticeTopic;
  readonly nextAt: number;
  readonly attemptCount: number;
  readonly until: number;
}

export interface DeliveryWork {
  /** Attempts of this round and the rounds before. */
  readonly attemptCount: number;
  readonly roundAttempts: number;
  readonly shortened: boolean;
  readonly nextAt: number;
  readonly lastReason: string | null;
}

/** What the outside world is still due, and how far it has come. None of it is history. */
export interface Work {
  readonly installation: Installation | null;
  readonly copies: readonly Copy[];
  readonly unchecked: readonly UncheckedVote[];
  readonly notices: readonly Notice[];
  readonly delivery: DeliveryWork | null;
  /** The newest Slack action of each person who voted, by user id: an older one is a repeat. */
  readonly lastActions: readonly (readonly [userId: string, actionTs: string])[];
  readonly contextRef: string | null;
  readonly keyReleased: boolean;
  readonly setAside: boolean;
  /** A copy of the card was posted whose message no copy names any more, because the copy is posted again. */
  readonly postedBefore?: true;
  readonly nextNoticeId: number;
  /** When the card begins to say that answers are being checked; null: it already does, or none is. */
  readonly showCheckingAt: number | null;
}

interface Common {
  readonly id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly requester: Requester;
  readonly askedAt: number;
  /** Everybody who amended it since it was asked. */
  readonly amenders: readonly Requester[];
  readonly revision: Revision;
  readonly policy: Policy;
  readonly steps: readonly string[];
  readonly expiresAt: number | null;
  readonly remindAt: number | null;
  readonly reminderCount: number;
  readonly escalationLevel: number;
  readonly votes: readonly Vote[];
  /** Channels whose failure the history names, and those whose healing it names. */
  readonly failedChannels: readonly string[];
  readonly healedChannels: readonly string[];
  readonly lastEventAt: number;
  readonly work: Work;
}

export interface PendingApproval extends Common {
  readonly status: 'pending';
}

export interface DecidedApproval extends Common {
  readonly status: Outcome;
  readonly decision: DecisionFact;
  readonly delivery: DeliveryFact;
  /** Empty but for an approved one. */
  readonly progress: readonly Step[];
  readonly erasedAt: number | null;
}

/** One request for a human decision and everything that happened to it. */
export type Approval = PendingApproval | DecidedApproval;

/** What a person should look at, the gravest first. */
export type Attention = 'stuck' | 'delivery_dead' | 'never_shown' | 'card_failed' | 'card_waiting';

export function attentionOf(approval: Approval): Attention | null {
  if (approval.work.setAside) return 'stuck';
  if (approval.status !== 'pending' && approval.delivery.state === 'dead') return 'delivery_dead';
  // until its texts are erased
  if (approval.status !== 'pending' && approval.erasedAt === null && isOverUnseen(approval)) return 'never_shown';
  const { copies } = approval.work;
  const areAllGone = copies.length > 0 && copies.every((copy) => copy.state === 'gone');
  if ((approval.status === 'pending' && areAllGone) || copies.some(isGivenUp)) return 'card_failed';
  return copies.some((copy) => copy.problem !== null) ? 'card_waiting' : null;
}

/** Whether time ran out on a question that nobody could see. */
function isOverUnseen({ decision }: DecidedApproval): boolean {
  return decision.neverShown === true && decision.cause === 'expiry';
}

function isGivenUp(copy: Copy): boolean {
  return copy.state === 'gone' && copy.problem !== null;
}
