import type { Edit, Revision, StepState } from './approval.js';
import type { Installation } from './installation.js';
import type { Person, Requester } from './person.js';
import type { PlaceList } from './place.js';
import type { Answer, Facts, Policy } from './policy.js';
import type { LateRefusal } from './refusal.js';

/**
 * How an attempt at owed work in Slack ended.
 *
 * `waiting`: it succeeds once a person has fixed the cause. `gone`: the message is deleted or can't be changed any more.
 * `unfit`: Slack refuses the content. `unknown`: it may or may not have happened.
 */
export type AttemptResult<Value> =
  | ({ readonly type: 'ok' } & Value)
  | { readonly type: 'retry'; readonly afterMs: number | null; readonly reason: string }
  | { readonly type: 'waiting'; readonly reason: string; readonly isAppWide: boolean }
  | { readonly type: 'gone'; readonly reason: string }
  | { readonly type: 'unfit'; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

/** Nothing was tried: the channel is busy until its next free second. */
interface Busy {
  readonly type: 'busy';
  readonly until: number;
}

/** Which state of the record a card shows. */
export interface Drawn {
  readonly wanted: number;
  readonly decided: boolean;
  /** The first attempt to deliver has ended, or nothing is delivered. @default as `decided` */
  readonly attempted?: boolean;
}

/** Asks for a new approval. */
export interface Ask extends PlaceList {
  readonly type: 'ask';
  readonly now: number;
  readonly id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly key: string | null;
  readonly keyNumber: number;
  readonly requester: Requester;
  readonly onBehalfOf?: Person;
  readonly revision: Revision;
  readonly contextRef: string | null;
  readonly policy: Policy;
  readonly steps: readonly string[];
  readonly troubleChannel?: string;
  readonly installation: Installation | null;
}

/** Replaces the payload of a pending approval. Its votes start again. */
export interface Amend {
  readonly type: 'amend';
  readonly now: number;
  readonly by: Requester;
  readonly revision: Omit<Revision, 'number' | 'previousContentRef'>;
  readonly contextRef: string | null;
  readonly policy: Policy;
  readonly steps: readonly string[];
  /** The payload equals the one that the approval already has. */
  readonly samePayload: boolean;
}

/** Replaces the explaining lines of a card. They are no part of what people decide on. */
export interface ReplaceContext {
  readonly type: 'replace_context';
  readonly now: number;
  readonly contextRef: string | null;
}

/** Casts a person's vote. With unknown facts that the policy needs, it is stored unchecked. */
export interface CastVote {
  readonly type: 'cast_vote';
  readonly now: number;
  /** The vote's id while it is unchecked. */
  readonly voteId: string;
  readonly by: Person;
  readonly answer: Answer;
  /** The id of the choice. Null or absent: none is given. */
  readonly choice?: string | null;
  readonly reasonRef: string | null;
  /** The digest of the revision that this person saw. */
  readonly digest: string;
  /** The stage that the card showed, from 1. Absent: the vote came without it. */
  readonly seenStage?: number;
  readonly via: string;
  /** The message that was clicked; null if the vote did not come from a message. */
  readonly seen: { readonly channelId: string; readonly messageTs: string; readonly isEphemeral: boolean } | null;
  /** Slack's timestamp of the action, used to recognise a repeat. */
  readonly actionTs: string | null;
  /** The installation that the interaction came from; null for a vote that did not come through Slack. */
  readonly installation: Installation | null;
  readonly facts: Facts;
  /** What an approver changed. Absent: nothing. */
  readonly edit?: Edit;
}

/** Takes a person's vote back, be it counted or still unchecked. */
export interface TakeBackVote extends Pick<CastVote, 'now' | 'by' | 'actionTs' | 'installation'> {
  readonly type: 'take_back_vote';
}

/** Judges an unchecked vote by the facts that were looked up. */
export interface CheckVote {
  readonly type: 'check_vote';
  readonly now: number;
  readonly voteId: string;
  readonly facts: Facts;
  /** The look-up failed permanently, and what the voter is told. */
  readonly failed: LateRefusal<'missing_scope' | 'voter_unknown'> | null;
  readonly afterMs: number | null;
  /** Why what the voter changed cannot be decided on any more. Absent: it can, or they changed nothing. */
  readonly misfit?: LateRefusal<'policy_changed' | 'invalid_edit'>;
}

/** Everything that can be asked of one approval. `now` is epoch milliseconds, `jitter` a number in [0, 1). */
export type Command =
  | Ask
  | Amend
  | CastVote
  | TakeBackVote
  | CheckVote
  | {
      readonly type: 'withdraw';
      readonly now: number;
      readonly by: Requester;
      readonly reasonRef: string | null;
      readonly releaseKey: boolean;
    }
  | { readonly type: 'release_key'; readonly now: number }
  | ReplaceContext
  | {
      readonly type: 'report';
      readonly now: number;
      readonly step: string;
      readonly state: StepState;
      readonly detailRef: string | null;
      readonly sameDetail: boolean;
      readonly historyFull: boolean;
    }
  | { readonly type: 'redeliver'; readonly now: number; readonly by: Requester | null; readonly historyFull: boolean }
  | { readonly type: 'erase'; readonly now: number }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'take_over'; readonly now: number }
  | { readonly type: 'set_aside'; readonly now: number }
  /** Retries waiting copies now, because their cause may be fixed: those in `channelId` (null: all) that waited for `waitedMs`. */
  | {
      readonly type: 'wake_card';
      readonly now: number;
      readonly channelId: string | null;
      readonly waitedMs: number;
    }
  | { readonly type: 'repost'; readonly now: number }
  /** The channel has a free second, and this post gets it. */
  | {
      readonly type: 'take_turn';
      readonly now: number;
      readonly work:
        | { readonly type: 'post'; readonly copyId: number }
        | { readonly type: 'notice'; readonly noticeId: number };
    }
  | { readonly type: 'install'; readonly now: number; readonly installation: Installation }
  | {
      readonly type: 'record_post';
      readonly now: number;
      readonly copyId: number;
      readonly drawn: Drawn;
      readonly result: AttemptResult<{ readonly channelId: string; readonly ts: string }> | Busy;
    }
  | {
      readonly type: 'record_sync';
      readonly now: number;
      readonly copyId: number;
      readonly drawn: Drawn;
      readonly result: AttemptResult<unknown> | Busy;
    }
  | {
      readonly type: 'record_notice';
      readonly now: number;
      readonly noticeId: number;
      readonly result: AttemptResult<unknown> | Busy;
    }
  | {
      readonly type: 'record_delivery';
      readonly now: number;
      readonly jitter: number;
      readonly result: DeliveryResult;
    };

/** The command of one type. */
export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/**
 * How an attempt to deliver a decision ended, as it is recorded. `resultRef` stands for the sink's result, as in the event.
 *
 * `isGuard`: a guarded function failed. Its retries come soon, and its time begins when the first attempt has ended.
 */
export type DeliveryResult =
  | { readonly type: 'delivered'; readonly resultRef?: string | null }
  | (Exclude<DeliveryOutcome, { readonly type: 'delivered' }> & { readonly isGuard?: true });

/**
 * How an attempt to deliver a decision ended: taken, to be retried, or refused for good.
 *
 * `result` is kept with the approval for the programs that wait: JSON of at most 8 KB. `afterMs` is how long the receiver asks to be left
 * alone. `shortens` says that retrying for days is of little use, and leaves five attempts in all. `reason` is shown on the card and
 * logged, so it holds no secret.
 */
export type DeliveryOutcome =
  | { readonly type: 'delivered'; readonly result?: unknown }
  | { readonly type: 'retry'; readonly afterMs: number | null; readonly reason: string; readonly shortens?: boolean }
  | { readonly type: 'rejected'; readonly reason: string };
