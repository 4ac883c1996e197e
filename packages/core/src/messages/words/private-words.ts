import type { InputProblem } from '../../domain/model/input.js';
import type { Answer } from '../../domain/model/policy.js';
import type { Explanation } from '../../domain/model/refusal.js';

/** Whether one person may approve and reject, and why or why not. */
export type AnswersExplained = Readonly<Record<Answer, Explanation>>;

/** The words of forms, details, private replies and private messages. */
export interface PrivateWords {
  readonly withdraw: string;
  readonly takeBackVote: string;
  readonly close: string;
  /** The heading above what a form explains. */
  readonly approval: string;
  /** What a person is told after their vote. */
  readonly answerIsIn: string;
  readonly answerIsBeingChecked: string;
  readonly answerIs: (values: { readonly choice: string }) => string;
  readonly answeredSince: string;
  readonly answerTakenBack: string;
  readonly isWithdrawn: string;
  readonly isDeliveredAgain: string;
  /** A delivery cannot be retried by this person, or it is not known whether it can. */
  readonly notYoursToRetry: string;
  readonly retryUnknown: string;
  /** Slack refused to open a form, the details or the list. */
  readonly formNotOpened: string;
  readonly detailsNotOpened: string;
  readonly listNotOpened: string;
  /** The same for the form of an answer, which is offered again below this line. */
  readonly formOffered: string;
  readonly openForm: string;
  /** `answer`: the text of the button that asks for a reason. */
  readonly withoutReason: (values: { readonly answer: string }) => string;
  readonly unknownButton: string;
  readonly otherDeployment: (values: { readonly namespace: string }) => string;
  /** Behind the reason why an approval is over: its card had not been posted by then. */
  readonly notPostedByThen: string;
  /** `reason` is the text of the person who withdrew it. */
  readonly reasonGiven: (values: { readonly explanation: string; readonly reason: string }) => string;
  /** Private messages: a vote that was checked does not count, was for another revision, or came too late. */
  readonly voteRefused: (values: { readonly explanation: string }) => string;
  readonly voteVoid: string;
  readonly voteClosed: (values: { readonly outcome: string }) => string;
  /** How it ended, to the person who asked. `reason` null: none was given. */
  readonly outcomeOfYours: (values: { readonly outcome: string; readonly reason: string | null }) => string;
  readonly outcomeOnYourBehalf: (values: { readonly outcome: string; readonly reason: string | null }) => string;
  readonly reminder: string;
  /** In the thread of a card, where a stage begins. `stage`: its line. */
  readonly stageBegun: (values: { readonly stage: string }) => string;
  /** Told to people whose vote was being checked when their stage was decided by others. */
  readonly stageClosed: string;
  /** Whether the person who looks may approve and reject. While Slack is being asked, the code is `being_asked`. */
  readonly mayDecide: (values: AnswersExplained) => string;
  /** `group`: for which user group their approval counts; null: for none. */
  readonly allowed: (values: { readonly group: string | null }) => string;
  readonly beingAsked: string;
  /** It cannot be told whether they may. */
  readonly notAskedNow: string;
  readonly noAccess: string;
  /** The headings of the details. */
  readonly answers: string;
  readonly whoMayDecide: string;
  /** The heading of the people who reject alone. */
  readonly mayVeto: string;
  readonly payload: string;
  readonly kind: string;
  readonly revision: string;
  readonly id: string;
  readonly digest: string;
  /** One answer. `choice` and `stage` null: there are none. */
  readonly answerOf: (values: {
    readonly by: string;
    readonly answer: Answer;
    readonly choice: string | null;
    readonly stage: string | null;
    readonly at: string;
    readonly reason: string | null;
  }) => string;
  readonly approvalsNeeded: (values: { readonly count: number }) => string;
  /** In the details, if more than one approval is needed. */
  readonly countedByChoice: string;
  /** Who may decide, a line each. */
  readonly membersOf: (values: { readonly group: string }) => string;
  readonly countFrom: (values: { readonly count: number; readonly group: string }) => string;
  readonly membersOfCardsChannel: string;
  readonly anyoneInWorkspace: string;
  /** Above what an approver may change, in the form that approves. */
  readonly editHint: string;
  /** Why a value does not fit its input. */
  readonly inputProblem: (problem: InputProblem) => string;
  readonly notAnInput: string;
}
