/**
 * How many characters of a text are shown where there is no room for all of it. A longer text is cut and ends in `…`.
 * What Slack itself accepts is in `slack/blocks/limits.ts`.
 */
export const shownLengths = {
  /** A title in a list or on the summary of a channel. */
  title: 150,
  /** A summary in the list of a channel. */
  summary: 150,
  /** The name of the system that asked, in a list. */
  requester: 80,
  /** A label, and a value before and after an amendment, in the list of what changed. */
  changedValue: 300,
  /** A label, and a value before and after an edit, on a card that would be too long otherwise. */
  shortEdit: 40,
  /** The label of a field, in an error. */
  labelInError: 80,
  /** Why a decision could not be delivered, on the card. */
  deliveryReason: 300,
  /** The detail of a step, on a card that would be too long otherwise. */
  stepDetail: 40,
} as const;
