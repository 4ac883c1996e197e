import type { StepState } from '../../domain/model/approval.js';

/**
 * The words on a card.
 *
 * `by`, `person`, `group`, `channel` and `at` are texts that Slack shows live, such as a mention or an instant in the reader's own time
 * zone: put them where they belong in the sentence, and don't cut them.
 */
export interface CardWords {
  readonly approve: string;
  readonly reject: string;
  readonly retryDelivery: string;
  readonly details: string;
  readonly cancel: string;
  /** What the dialog before a click says. */
  readonly confirmApprove: string;
  readonly confirmReject: string;
  readonly confirmRetry: string;
  readonly approved: string;
  readonly rejected: string;
  readonly expired: string;
  /** Replaces `expired` if the card could not be posted in time. */
  readonly expiredUnseen: string;
  readonly withdrawn: string;
  /** `approved` or `rejected`, and which of the kind's choices decided. */
  readonly outcomeIs: (values: { readonly outcome: string; readonly choice: string }) => string;
  /** `outcome` is `approved`, `rejected` or `outcomeIs`, in bold. */
  readonly decidedBy: (values: {
    readonly outcome: string;
    readonly hasChoice: boolean;
    readonly by: string;
    readonly at: string;
  }) => string;
  /** It was decided as the kind declares for its expiry. `isUnseen`: its card could not be posted in time. */
  readonly decidedByExpiry: (values: {
    readonly outcome: string;
    readonly isUnseen: boolean;
    readonly at: string;
  }) => string;
  /** `outcome` is `expired` or `expiredUnseen`, in bold. */
  readonly expiredAt: (values: { readonly outcome: string; readonly at: string }) => string;
  /** `outcome` is `withdrawn`, in bold. `by` null: the source of the question. */
  readonly withdrawnBy: (values: {
    readonly outcome: string;
    readonly by: string | null;
    readonly at: string;
  }) => string;
  /** It ended before its card was posted. `outcome`: the whole line. */
  readonly endedUnseen: (values: { readonly outcome: string }) => string;
  readonly erased: string;
  /** In place of the name of a system, once it is erased. */
  readonly erasedName: string;
  readonly delivering: string;
  /** Behind `delivering`, after failed attempts. */
  readonly triesSoFar: (values: { readonly count: number }) => string;
  readonly delivered: string;
  readonly neverCarriedOut: string;
  /** A decision other than an approval did not arrive. */
  readonly notDelivered: string;
  readonly noReasonGiven: string;
  readonly reason: string;
  readonly askedBy: (values: { readonly by: string }) => string;
  readonly onBehalfOf: (values: { readonly person: string }) => string;
  readonly changedBy: (values: { readonly by: string }) => string;
  /** The first line of a card as text. `onBehalfOf` null: they ask for themselves. */
  readonly titleAskedBy: (values: {
    readonly title: string;
    readonly by: string;
    readonly onBehalfOf: string | null;
  }) => string;
  readonly until: (values: { readonly at: string }) => string;
  readonly waitingForAnswer: string;
  /** `counted`: how many approvals there are. */
  readonly waitingFor: (values: { readonly counted: string }) => string;
  /** Shown if a person asked who may be in a group or channel that decides. */
  readonly askersExcluded: string;
  /** How many approvals there are, of how many. */
  readonly approvalsCounted: (values: { readonly counted: number; readonly needed: number }) => string;
  readonly rejectionsCounted: (values: { readonly count: number }) => string;
  readonly beingChecked: (values: { readonly count: number }) => string;
  /** Who has to approve yet. Slack would parse `*`, `_`, `~` and backticks in this and the following, because they stand beside mentions. */
  readonly stillNeeded: (values: { readonly names: string }) => string;
  /** The same behind `approvalsCounted`. */
  readonly countedAndNeeded: (values: { readonly counted: string; readonly names: string }) => string;
  /** How many approvals are needed from which people and groups. `names` have a slash between them. */
  readonly neededFrom: (values: { readonly count: number; readonly names: string }) => string;
  /** The same without names. */
  readonly neededFromGroups: (values: { readonly count: number }) => string;
  readonly channelMembers: string;
  readonly anyone: string;
  /** Which of the stages decides: `number` counts from 1. */
  readonly stage: (values: { readonly number: number; readonly count: number; readonly name: string }) => string;
  /** On the card, before the name of the approver who changed it. */
  readonly editedBy: (values: { readonly by: string }) => string;
  /** The value of an input of type `checkbox`, and its box. */
  readonly yes: string;
  readonly no: string;
  /** The heading of what an amendment changed. */
  readonly changedSinceShown: string;
  /** In place of a value that there was not. */
  readonly nothing: string;
  /** The parts of a card, in the list of what an amendment changed. */
  readonly titlePart: string;
  readonly summaryPart: string;
  readonly textPart: string;
  /** The card shows a part of a text. */
  readonly tooLongToShowWhole: string;
  readonly tooLongToShow: string;
  /** The last line of a list that is cut. */
  readonly andMore: (values: { readonly count: number }) => string;
  /** People or names in a sentence. `more`: how many are not named. */
  readonly listed: (values: { readonly names: readonly string[]; readonly more: number }) => string;
  /** A step as one line of text. */
  readonly stepState: (values: { readonly step: string; readonly state: StepState }) => string;
  /** The card stands in the fallback channel. `channel` is a channel, or a person; `code` is Slack's error. */
  readonly refusedIn: (values: { readonly channel: string; readonly code: string }) => string;
}
