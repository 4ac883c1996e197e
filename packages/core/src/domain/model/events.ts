import type {
  Copy,
  CopyProblem,
  DeliveryWork,
  Notice,
  Outcome,
  Revision,
  StepState,
  UncheckedVote,
  Vote,
} from './approval.js';
import type { Installation } from './installation.js';
import type { Person, Requester } from './person.js';
import type { Place, PlaceList } from './place.js';
import type { Policy } from './policy.js';

/** The events that the history keeps as entries. `at` is epoch milliseconds. */
export type HistoryEvent =
  | (PlaceList & {
      readonly type: 'asked';
      readonly at: number;
      readonly id: string;
      readonly namespace: string;
      readonly kind: string;
      readonly key: string | null;
      readonly keyNumber: number;
      readonly requester: Requester;
      /** Absent: none. */
      readonly onBehalfOf?: Person;
      readonly revision: Revision;
      readonly policy: Policy;
      readonly steps: readonly string[];
      /** Absent: none. */
      readonly troubleChannel?: string;
    })
  | {
      readonly type: 'amended';
      readonly at: number;
      readonly by: Requester;
      readonly revision: Revision;
      readonly policy: Policy;
      readonly steps: readonly string[];
    }
  /** Replaces the vote that this person had. */
  | { readonly type: 'voted'; readonly at: number; readonly vote: Vote }
  | { readonly type: 'vote_taken_back'; readonly at: number; readonly by: Person }
  | { readonly type: 'vote_refused'; readonly at: number; readonly by: Person; readonly code: string }
  /** An approver changed the payload with the vote that decides: the decision is on this revision. */
  | { readonly type: 'edited'; readonly at: number; readonly by: Person; readonly revision: Revision }
  | {
      readonly type: 'decided';
      readonly at: number;
      readonly outcome: Exclude<Outcome, 'withdrawn'>;
      readonly by: readonly Person[];
      readonly reasonRef: string | null;
      readonly cause: 'votes' | 'expiry';
      /** Absent: see `DecisionFact`. */
      readonly choice?: string;
    }
  | { readonly type: 'withdrawn'; readonly at: number; readonly by: Requester; readonly reasonRef: string | null }
  /** Follows the decision on an approval whose card was never posted. */
  | { readonly type: 'never_shown'; readonly at: number }
  | (PlaceList & { readonly type: 'escalated'; readonly at: number; readonly level: number })
  /** The stage before it is decided. `number` counts from 1; the places are those that get its card. */
  | (PlaceList & { readonly type: 'stage_begun'; readonly at: number; readonly number: number; readonly name: string })
  | { readonly type: 'reminded'; readonly at: number }
  /** `resultRef` is the hash of what the sink returned. Absent: it returned nothing; null: that could not be kept. */
  | { readonly type: 'delivered'; readonly at: number; readonly attempt: number; readonly resultRef?: string | null }
  | { readonly type: 'delivery_dead'; readonly at: number; readonly reason: string; readonly attempt: number }
  | { readonly type: 'redelivered'; readonly at: number; readonly by: Requester | null }
  | {
      readonly type: 'progressed';
      readonly at: number;
      readonly step: string;
      readonly state: StepState;
      readonly detailRef: string | null;
    }
  | { readonly type: 'card_failed'; readonly at: number; readonly channelId: string; readonly reason: string }
  | { readonly type: 'card_healed'; readonly at: number; readonly channelId: string }
  /** Slack refuses the thread of a place, so the card goes to its channel. */
  | { readonly type: 'card_moved'; readonly at: number; readonly channelId: string; readonly reason: string }
  | { readonly type: 'erased'; readonly at: number };

/** The events that change owed work. They are applied to the record and are no part of the history. */
export type WorkEvent =
  | { readonly type: 'vote_received'; readonly at: number; readonly vote: UncheckedVote }
  | { readonly type: 'check_deferred'; readonly at: number; readonly voteId: string; readonly nextAt: number }
  | { readonly type: 'check_ended'; readonly at: number; readonly voteId: string }
  /** A person replaced their answer, or took it back. */
  | { readonly type: 'vote_changed'; readonly at: number; readonly userId: string }
  | { readonly type: 'checking_shown'; readonly at: number }
  | { readonly type: 'acted'; readonly at: number; readonly userId: string; readonly actionTs: string }
  | {
      readonly type: 'copy_changed';
      readonly at: number;
      readonly copyId: number;
      readonly change: Partial<Omit<Copy, 'copyId'>>;
    }
  | {
      readonly type: 'copy_added';
      readonly at: number;
      readonly channelId: string;
      readonly ts: string | null;
      readonly shown: number;
      /** @default the place of `channelId` */
      readonly place?: Place;
      /** @default the card was asked for there */
      readonly level?: number;
      /** @default no stage added it */
      readonly stage?: number;
      /** `gone` keeps a message that can't be changed any more. @default 'live' */
      readonly state?: Copy['state'];
    }
  /** Slack refuses a copy until a person fixes the cause. It is tried again at `nextAt`. */
  | {
      readonly type: 'copy_waits';
      readonly at: number;
      readonly copyId: number;
      readonly channelId: string;
      readonly problem: CopyProblem;
      readonly attemptCount: number;
      readonly nextAt: number;
      /** Since when every attempt has failed for a passing reason; null: Slack refused this attempt. */
      readonly failingSince: number | null;
    }
  | { readonly type: 'copy_healed'; readonly at: number; readonly copyId: number; readonly channelId: string }
  | {
      readonly type: 'copy_given_up';
      readonly at: number;
      readonly copyId: number;
      readonly channelId: string;
      readonly problem: CopyProblem;
    }
  | {
      readonly type: 'notice_owed';
      readonly at: number;
      readonly to: Notice['to'];
      readonly topic: Notice['topic'];
      readonly until: number;
    }
  | {
      readonly type: 'notice_deferred';
      readonly at: number;
      readonly noticeId: number;
      readonly nextAt: number;
      readonly channelId: string | null;
      readonly attemptCount: number;
    }
  | { readonly type: 'notice_ended'; readonly at: number; readonly noticeId: number }
  | {
      readonly type: 'delivery_deferred';
      readonly at: number;
      readonly work: DeliveryWork;
      /** @default as before */
      readonly deliverBy?: number;
    }
  | { readonly type: 'installed'; readonly at: number; readonly installation: Installation }
  | { readonly type: 'context_replaced'; readonly at: number; readonly contextRef: string | null }
  | { readonly type: 'key_released'; readonly at: number }
  | { readonly type: 'set_aside'; readonly at: number }
  /** Work on a record that was set aside resumes. */
  | { readonly type: 'taken_back'; readonly at: number };

export type ApprovalEvent = HistoryEvent | WorkEvent;

/** The event of one type. */
export type EventOf<Type extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: Type }>;

const historyTypes: Readonly<Record<HistoryEvent['type'], true>> = {
  asked: true,
  amended: true,
  voted: true,
  vote_taken_back: true,
  vote_refused: true,
  edited: true,
  decided: true,
  withdrawn: true,
  never_shown: true,
  escalated: true,
  stage_begun: true,
  reminded: true,
  delivered: true,
  delivery_dead: true,
  redelivered: true,
  progressed: true,
  card_failed: true,
  card_healed: true,
  card_moved: true,
  erased: true,
};

export function isHistoryEvent(event: ApprovalEvent): event is HistoryEvent {
  return Object.hasOwn(historyTypes, event.type);
}
