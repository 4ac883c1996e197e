/**
 * The words on cards, modals and private messages that are the same for every kind.
 *
 * Plain text.
 */
export interface CardWords {
  readonly approve: string;
  readonly reject: string;
  readonly withdraw: string;
  readonly retryDelivery: string;
  readonly details: string;
  readonly cancel: string;
  readonly close: string;
  readonly confirmApprove: string;
  readonly confirmReject: string;
  readonly confirmRetry: string;
  readonly approved: string;
  readonly rejected: string;
  readonly expired: string;
  /** Instead of `expired`, where the card could not be posted in time. */
  readonly expiredUnseen: string;
  readonly withdrawn: string;
  readonly erased: string;
  readonly delivering: string;
  readonly delivered: string;
  readonly neverCarriedOut: string;
  readonly reason: string;
  readonly reminder: string;
}

const defaultWords: CardWords = {
  approve: 'Approve',
  reject: 'Reject',
  withdraw: 'Withdraw',
  retryDelivery: 'Retry delivery',
  details: 'Details',
  cancel: 'Cancel',
  close: 'Close',
  confirmApprove: 'This is carried out as soon as it is approved.',
  confirmReject: 'Nothing will be carried out.',
  confirmRetry: 'The decision is sent to its receiver once more.',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Expired: nobody answered in time',
  expiredUnseen: 'Expired: its card could not be posted in time',
  withdrawn: 'Withdrawn',
  erased: 'The details of this were erased.',
  delivering: 'Being handed over',
  delivered: 'Handed over',
  neverCarriedOut: 'approved, never carried out',
  reason: 'Reason',
  reminder: 'This is still waiting for an answer.',
};

/** All the words: the app's own where it gives them, otherwise the defaults. */
export function wordsOf(messages: Partial<CardWords>): CardWords {
  return { ...defaultWords, ...messages };
}
