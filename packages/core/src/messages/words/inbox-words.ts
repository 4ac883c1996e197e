/** The words of the App Home where several approvals are approved at once. */
export interface InboxWords {
  readonly allKinds: string;
  readonly select: string;
  readonly approveSelected: string;
  readonly selectFirst: string;
  /** Nothing of what was selected can be approved by this person any more. */
  readonly noneApprovable: string;
  /** The title of the form for what was selected, at most 24 characters. */
  readonly approveCount: (values: { readonly count: number }) => string;
  readonly eachOnItsOwn: string;
  /** What was selected and is not in the form: `left` find no room, and `refused` cannot be approved by this person any more. */
  readonly selectedLeftOut: (values: { readonly left: number; readonly refused: number }) => string;
  /** Above the values that an approver could change on the card. */
  readonly approvedUnchanged: string;
  readonly chooseAnswer: string;
  /** If there is one answer that approves. */
  readonly answerWillBe: (values: { readonly choice: string }) => string;
  /** The title of the results, at most 24 characters. */
  readonly yourAnswers: string;
  /** `isKnown`: it is certain that the answer is not in. */
  readonly notAnswered: (values: { readonly isKnown: boolean }) => string;
}
