import type { StepState } from '../domain/model/approval.js';
import type { Person } from '../domain/model/person.js';
import type { Answer } from '../domain/model/policy.js';
import type { ApprovalView } from '../views/to-approval.js';

type OfApproval<More = unknown> = { readonly approval: ApprovalView<unknown> } & More;

/**
 * What happened in this process, for logs and metrics.
 *
 * Events are local, and one may be missed when a process dies. Don't carry out decisions from them: `onDecision` is for that.
 */
export interface ApprovalEvents {
  asked: OfApproval;
  /** A vote was counted. */
  voted: OfApproval<{ readonly by: Person; readonly answer: Answer }>;
  /** A person's vote was refused. `code` and `explanation` are those that the person was told. */
  voteRefused: {
    readonly approvalId: string;
    readonly by: Person;
    readonly code: string;
    readonly explanation: string;
  };
  /** A request was refused before anything in it was read, such as one with a wrong signature. */
  requestRefused: { readonly code: string };
  approved: OfApproval;
  rejected: OfApproval;
  expired: OfApproval;
  withdrawn: OfApproval;
  /** It ended, as its status says, before any copy of its card was posted. Follows the event of that end. */
  neverShown: OfApproval;
  delivered: OfApproval;
  /** The sink refused the decision for good, or the time for its delivery is over. Call `redeliver` to send it again. */
  deliveryDead: OfApproval<{ readonly reason: string }>;
  progressed: OfApproval<{ readonly step: string; readonly state: StepState }>;
  /** Slack does not show a copy of the card. It is retried until the cause is mended, unless `attention` says `card_failed`. */
  cardFailed: OfApproval<{ readonly channelId: string; readonly reason: string }>;
  /** A copy of the card that Slack refused is shown. */
  cardHealed: OfApproval<{ readonly channelId: string }>;
  /** Its work was claimed ten times in a row and never ended. It is set aside until `repost` or `redeliver`. */
  stuck: OfApproval;
}

/**
 * Listens to what this process stores.
 *
 * A listener is called after the change is stored. One that throws or rejects is logged, and disturbs neither the others nor the work.
 */
export interface Listening {
  /** @returns what ends the listening */
  on<Name extends keyof ApprovalEvents>(name: Name, listener: (event: ApprovalEvents[Name]) => void): () => void;
  /** `on`, for the next event alone. */
  once<Name extends keyof ApprovalEvents>(name: Name, listener: (event: ApprovalEvents[Name]) => void): () => void;
}
