import type { StepState } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import type { ApprovalView } from '../views/to-approval.js';

type OfApproval<More = unknown> = { readonly approval: ApprovalView<unknown> } & More;

/**
 * What happened in this process, for logs and metrics.
 *
 * Events are local and may get lost when a process crashes. Don't act on decisions here: use `onDecision`.
 */
export interface ApprovalEvents {
  asked: OfApproval;
  /** A vote was counted. */
  voted: OfApproval<{ readonly by: Person; readonly answer: Answer }>;
  /** A person's vote was refused. `code` and `explanation` are what the person was told. */
  voteRefused: {
    readonly approvalId: string;
    readonly by: Person;
    readonly code: string;
    readonly explanation: string;
  };
  /** An HTTP request was refused, such as one with a wrong signature. `code` is an `ErrorCode` or `body_too_slow`. */
  requestRefused: { readonly code: string };
  approved: OfApproval;
  rejected: OfApproval;
  expired: OfApproval;
  withdrawn: OfApproval;
  /** The approval ended before its card was posted. Follows the event of the outcome. */
  neverShown: OfApproval;
  delivered: OfApproval;
  /** The sink rejected the decision, or `deliverWithin` is over. Call `redeliver` to send it again. */
  deliveryDead: OfApproval<{ readonly reason: string }>;
  progressed: OfApproval<{ readonly step: string; readonly state: StepState }>;
  /** Slack refuses a copy of the card. It is retried until someone fixes the cause, unless `attention` says `card_failed`. */
  cardFailed: OfApproval<{ readonly channelId: string; readonly reason: string }>;
  /** A copy of the card that Slack had refused is now shown. */
  cardHealed: OfApproval<{ readonly channelId: string }>;
  /** Its work was started ten times in a row and never finished. It stops until you call `repost` or `redeliver`. */
  stuck: OfApproval;
}

/**
 * Listens to the events of this process.
 *
 * A listener is called after the change is stored. If it throws or rejects, the error is logged and everything else goes on.
 */
export interface Listening {
  /** Calls `listener` for each event. @returns a function that removes the listener */
  on<Name extends keyof ApprovalEvents>(name: Name, listener: (event: ApprovalEvents[Name]) => void): () => void;
  /** Calls `listener` for the next event only. @returns a function that removes the listener */
  once<Name extends keyof ApprovalEvents>(name: Name, listener: (event: ApprovalEvents[Name]) => void): () => void;
}
