import type { Status, StepState } from '../../domain/model/approval.js';
import type { Inputs } from '../../domain/model/input.js';
import type { Person, Requester } from '../../domain/model/person.js';
import type { Answer, ApproverRule, Choice, ReasonRule } from '../../domain/model/policy.js';
import type { StillNeeded } from '../../domain/policy/still-needed.js';
import type { Messages } from '../../messages/words/messages.js';
import type { SeenContent } from './card-content.js';
import type { SeenValue } from './field-values.js';

/** Everything that a card, a modal or a private message can show of an approval. */
export interface CardView {
  readonly namespace: string;
  readonly id: string;
  readonly kind: string;
  readonly digest: string;
  readonly revision: number;
  readonly status: Status;
  /** Null once erased. */
  readonly content: SeenContent | null;
  /** JSON. Null once erased. */
  readonly payload: unknown;
  readonly context: readonly string[];
  /** For a card in the fallback channel: the channels that refuse it, with Slack's error codes. */
  readonly refusedBy: readonly { readonly channelId: string; readonly code: string }[];
  /** What the latest amendment changed. */
  readonly changes: readonly {
    readonly label: string;
    readonly from: SeenValue | null;
    readonly to: SeenValue | null;
  }[];
  readonly requester: Requester;
  readonly onBehalfOf: Person | null;
  readonly amendedBy: Requester | null;
  /** What an approver changed before approving; null: nothing. */
  readonly edited: {
    readonly by: Person;
    readonly changes: readonly { readonly label: string; readonly from: string; readonly to: string }[];
  } | null;
  /** What an approver may change. */
  readonly inputs: Inputs;
  /** The people who asked cannot decide, even if they are in a group or a channel that may. */
  readonly areAskersExcluded: boolean;
  readonly askedAt: number;
  readonly expiresAt: number | null;
  /** The stage that decides now, from 1; null: there are none, or it is decided. */
  readonly stage: number | null;
  /** All stages in their order; empty: there are none. */
  readonly stages: readonly {
    readonly name: string;
    readonly rules: readonly ApproverRule[];
    readonly needed: number;
  }[];
  /** Who may reject alone. */
  readonly vetoers: readonly ApproverRule[];
  /** Of the current stage, if there are any. With choices, `counted` is that of the one with the most. */
  readonly approvals: { readonly counted: number; readonly needed: number };
  /** Null after the decision. */
  readonly stillNeeded: StillNeeded | null;
  /** It is drawn for a new message, in which mentions notify. */
  readonly isNewMessage: boolean;
  readonly votes: readonly {
    readonly by: Person;
    readonly answer: Answer;
    /** The label of the choice; null: the kind has none. */
    readonly choice: string | null;
    readonly votedAt: number;
    readonly reason: string | null;
    readonly stage: string | null;
  }[];
  /** How many votes are being checked; 0 until that has taken a while. */
  readonly checkingCount: number;
  /** Those of the current stage, if there are any. */
  readonly rules: readonly ApproverRule[];
  /** Whether a click opens a form for a reason. */
  readonly forms: { readonly approve: ReasonRule; readonly reject: ReasonRule };
  /** The answers to choose from, and how many approvals each has; null: approve and reject. */
  readonly choices: readonly (Choice & { readonly counted: number })[] | null;
  readonly decision: {
    readonly by: readonly Person[];
    /** The label of the choice that decided; null: none did. */
    readonly choice: string | null;
    readonly at: number;
    readonly reason: string | null;
    readonly cause: 'votes' | 'expiry' | 'withdrawal';
    /** No copy of the card was posted before the decision. */
    readonly neverShown: boolean;
    readonly withdrawnBy: Requester | null;
  } | null;
  readonly delivery: {
    readonly state: 'none' | 'owed' | 'delivered' | 'dead';
    readonly reason: string | null;
    readonly attemptCount: number;
    readonly at: number | null;
  } | null;
  readonly progress: readonly {
    readonly step: string;
    readonly state: StepState;
    readonly at: number | null;
    readonly detail: string | null;
  }[];
  readonly words: Messages;
}
