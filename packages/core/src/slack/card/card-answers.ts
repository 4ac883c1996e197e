import { unmarked } from '../../domain/model/live-text.js';
import type { Answer, ReasonRule } from '../../domain/model/policy.js';
import type { CardView } from './card-view.js';

/** One of the answers that a card offers: Approve and Reject, or the kind's choices. */
export interface CardAnswer {
  readonly answer: Answer;
  /** The id of the choice; null: the kind has none. */
  readonly choice: string | null;
  readonly label: string;
  /** Whether its form asks for a reason. */
  readonly form: ReasonRule;
  /** A form asks for a reason, or shows what can be changed. */
  readonly opensForm: boolean;
  /** What the dialog says before the answer counts. */
  readonly consequence: string;
  /** The kind has its own words for the dialog, so the form says them too. */
  readonly hasOwnWords: boolean;
  readonly style: 'primary' | 'danger' | null;
}

/** The answers that a card offers while it is pending. */
export function answersOf({ choices, forms, inputs, words }: CardView): readonly CardAnswer[] {
  const isEditable = Object.keys(inputs).length > 0;
  const opensForm = (answer: Answer, form: ReasonRule): boolean =>
    form !== 'none' || (answer === 'approve' && isEditable);
  const usual = {
    approve: { label: words.approve, form: forms.approve, consequence: words.confirmApprove, style: 'primary' },
    reject: { label: words.reject, form: forms.reject, consequence: words.confirmReject, style: 'danger' },
  } as const;
  const answers = ['approve', 'reject'] as const;
  if (choices === null)
    return answers.map((answer) => ({
      ...{ answer, choice: null, hasOwnWords: false, ...usual[answer] },
      opensForm: opensForm(answer, forms[answer]),
    }));
  return choices.map(({ id, label, answer, reason, confirm, style }) => ({
    answer,
    choice: id,
    label,
    form: reason ?? usual[answer].form,
    opensForm: opensForm(answer, reason ?? usual[answer].form),
    consequence: confirm ?? usual[answer].consequence,
    hasOwnWords: confirm !== undefined,
    style: style ?? null,
  }));
}

/** The answer that a person wants to give; null: the card does not offer it. */
export function findAnswer(
  view: CardView,
  { answer, choice }: Pick<CardAnswer, 'answer' | 'choice'>,
): CardAnswer | null {
  return answersOf(view).find((one) => one.answer === answer && one.choice === choice) ?? null;
}

/** The label of a choice; null: the kind has no choices. */
export function labelOfChoice(
  choices: readonly { readonly id: string; readonly label: string }[] | undefined,
  id: string | null | undefined,
): string | null {
  return choices?.find((choice) => choice.id === id)?.label ?? id ?? null;
}

/** How many approvals there are, of how many: with choices for each that has some. */
export function countedText({ approvals, choices, words }: Pick<CardView, 'approvals' | 'choices' | 'words'>): string {
  const chosen = choices?.filter(({ counted }) => counted > 0) ?? [];
  if (chosen.length === 0) return words.approvalsCounted(approvals);
  const { needed } = approvals;
  return chosen
    .map(({ label, counted }) => `${unmarked(label)}: ${words.approvalsCounted({ counted, needed })}`)
    .join('; ');
}
