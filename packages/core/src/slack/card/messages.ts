import type { InputProblem } from '../../domain/model/input.js';
import type { Answer } from '../../domain/model/policy.js';
import type { Explanation } from '../../domain/model/refusal.js';

/** Whether one person may approve and reject, and why or why not. */
export type AnswersExplained = Readonly<Record<Answer, Explanation>>;

/** Writes a count. `isMore`: there are more than `count`, which were not counted. */
export type CountWords = (values: { readonly count: number; readonly isMore: boolean }) => string;

/**
 * The words on cards, modals and private messages, the same for every kind.
 *
 * They are plain text, which Slack never parses.
 */
export interface Messages {
  readonly approve: string;
  readonly reject: string;
  readonly withdraw: string;
  readonly takeBackVote: string;
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
  /** Replaces `expired` if the card could not be posted in time. */
  readonly expiredUnseen: string;
  readonly withdrawn: string;
  readonly erased: string;
  readonly delivering: string;
  readonly delivered: string;
  readonly neverCarriedOut: string;
  readonly reason: string;
  readonly reminder: string;
  /** Shown if a person asked who may be in a group or channel that decides. */
  readonly askersExcluded: string;
  /** How many approvals there are, of how many. */
  readonly approvalsCounted: (values: { readonly counted: number; readonly needed: number }) => string;
  /** In the details, if more than one approval is needed. */
  readonly countedByChoice: string;
  /** What a person is told after their vote for a choice. */
  readonly answerIs: (values: { readonly choice: string }) => string;
  /** Above a card that a command shows: which commands there are, such as `approve a… now`, by the labels of their choices. */
  readonly chooseByCommand: (values: { readonly commands: Readonly<Record<string, string>> }) => string;
  /** Before the following. Slack would parse `*`, `_`, `~` and backticks in this and in them, because they stand beside mentions. */
  readonly stillNeeded: string;
  /** How many approvals are needed from the people whose names come next. */
  readonly neededFrom: (values: { readonly count: number }) => string;
  /** The same without names. */
  readonly neededFromGroups: (values: { readonly count: number }) => string;
  /** Which of the stages decides: `number` counts from 1. */
  readonly stage: (values: { readonly number: number; readonly count: number; readonly name: string }) => string;
  /** In the thread of a card, after the stage that begins. */
  readonly stageBegun: string;
  /** Told to people whose vote was being checked when their stage was decided by others. */
  readonly stageClosed: string;
  /** The heading of the people who reject alone. */
  readonly mayVeto: string;
  /** Whether the person who looks may approve and reject. While Slack is being asked, the code is `being_asked`. */
  readonly mayDecide: (values: AnswersExplained) => string;
  /** Above what an approver may change, in the form that approves. */
  readonly editHint: string;
  /** On the card, before the name of the approver who changed it. */
  readonly editedBy: string;
  /** The box of an input of type `checkbox`, and its value on the card. */
  readonly yes: string;
  readonly no: string;
  /** Why a value does not fit its input. */
  readonly inputProblem: (problem: InputProblem) => string;
  /** With the changed values, other rules would decide. */
  readonly policyChanged: string;
  /** What was changed is not accepted any more, once it is decided on. */
  readonly editNotAccepted: string;
  /** The process that answers does not define the kind. */
  readonly cannotCheckEdit: string;
  readonly editTooLarge: string;
  readonly channelMembers: string;
  readonly anyone: string;
  /** This and the following, up to `showList`, are on the summary of a channel in which many cards wait to be posted. */
  readonly waitForCards: CountWords;
  readonly oldest: string;
  readonly waitingSince: string;
  readonly onePerSecond: string;
  readonly endedUnshown: CountWords;
  readonly refusedCards: CountWords;
  readonly allPosted: string;
  readonly showList: string;
  /** This and the following are in the list that `showList` opens. */
  readonly openApprovals: string;
  readonly newestFirst: string;
  readonly noneOpen: string;
  readonly notAllRead: string;
  readonly asked: string;
  readonly cardNotPosted: string;
  readonly openCard: string;
  readonly approval: string;
  readonly previousPage: string;
  readonly nextPage: string;
  /** This and the following, up to `approveSelected`, are in the App Home: first the name of each of its lists. */
  readonly homeList: (values: { readonly list: 'waiting' | 'asked' | 'open' | 'decided' }) => string;
  /** Shown if a list is empty. */
  readonly homeListEmpty: (values: { readonly list: 'waiting' | 'asked' | 'open' | 'decided' }) => string;
  readonly allKinds: string;
  readonly select: string;
  readonly approveSelected: string;
  readonly selectFirst: string;
  /** Nothing of what was selected can be approved by this person any more. */
  readonly noneApprovable: string;
  readonly formNotOpened: string;
  /** This and the following are in the form for what was selected: first its title, at most 24 characters. */
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

function explainInputProblem(problem: InputProblem): string {
  switch (problem.code) {
    case 'not_a_text':
      return 'Please write a text.';
    case 'not_one_line':
      return 'Please write it in one line.';
    case 'not_a_number':
      return 'Please write a number such as 1.5: digits, with a point before the decimals.';
    case 'not_whole':
      return 'Please write a whole number such as 15.';
    case 'not_a_date':
      return 'Please choose a date such as 2026-11-22.';
    case 'not_an_option':
      return 'Please choose one of the options.';
    case 'not_a_checkbox':
      return 'Please choose yes or no.';
    case 'too_long':
      return `Please write at most ${problem.limit} characters.`;
    case 'too_small':
      return `Please write a number of at least ${problem.limit}.`;
    case 'too_large':
      return `Please write a number of at most ${problem.limit}.`;
  }
}

const homeLists = {
  waiting: ['Waiting for you', 'Nothing is waiting for you.'],
  asked: ['Asked by you', 'Nothing that you asked for is open.'],
  open: ['All that is open', 'Nothing that you can see is open.'],
  decided: ['Decided lately', 'Nothing was decided lately.'],
} as const;

function countSelectedLeftOut({ left, refused }: { readonly left: number; readonly refused: number }): string {
  const noRoom =
    left === 1
      ? 'One more that you selected does not fit here: approve it afterwards.'
      : `${left} more that you selected do not fit here: approve them afterwards.`;
  const notNow =
    refused === 1
      ? 'One that you selected is left out: you cannot approve it any more.'
      : `${refused} that you selected are left out: you cannot approve them any more.`;
  return [...(left > 0 ? [noRoom] : []), ...(refused > 0 ? [notNow] : [])].join(' ');
}

const defaultWords: Messages = {
  approve: 'Approve',
  reject: 'Reject',
  withdraw: 'Withdraw',
  takeBackVote: 'Take my vote back',
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
  delivering: 'Being handed over…',
  delivered: 'Handed over',
  neverCarriedOut: 'approved, never carried out',
  reason: 'Reason',
  reminder: 'This is still waiting for an answer.',
  askersExcluded: 'Those who asked cannot decide',
  approvalsCounted: ({ counted, needed }) => `${counted} of ${needed} approvals`,
  countedByChoice: 'Approvals are counted for each choice.',
  answerIs: ({ choice }) => `Your answer is in: ${choice}.`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text} (${label})`);
    return `Nothing is decided yet. Say which answer you want to give: ${listed.join(', ')}.`;
  },
  stillNeeded: 'still needed',
  neededFrom: ({ count }) => `${count} from`,
  neededFromGroups: ({ count }) => (count === 1 ? '1 from a user group' : `${count} from user groups`),
  stage: ({ number, count, name }) => `Stage ${number} of ${count}: ${name}`,
  stageBegun: 'This now waits for your answer.',
  stageClosed:
    'This stage was decided while your answer was being checked, so your answer does not count. Please look at the card again.',
  mayVeto: 'Who may reject alone',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed') return 'You can approve or reject this.';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation} You can approve this.`;
    return `${approve.explanation} ${reject.answer === 'allowed' ? 'You can reject this.' : reject.explanation}`;
  },
  editHint: 'You can change these values before you approve.',
  editedBy: 'Edited by',
  yes: 'Yes',
  no: 'No',
  inputProblem: explainInputProblem,
  policyChanged:
    'With these values other rules decide, so they cannot be approved here. Approve it unchanged, or ask for it anew.',
  editNotAccepted: 'What you changed is not accepted any more. Please look at the card again.',
  cannotCheckEdit: 'Changes cannot be checked just now, so nothing is decided. Please try again in a few minutes.',
  editTooLarge: 'With these values it is too large. Please write less.',
  channelMembers: 'members of this channel',
  anyone: 'anyone in this workspace',
  waitForCards: ({ count, isMore }) => {
    if (isMore) return `More than ${count} approvals wait for their cards here.`;
    return count === 1 ? 'One approval waits for its card here.' : `${count} approvals wait for their cards here.`;
  },
  oldest: 'Oldest',
  waitingSince: 'Waiting since',
  onePerSecond: 'One card a second is posted. The list has all that are open.',
  endedUnshown: ({ count, isMore }) => {
    if (isMore) return `More than ${count} approvals ended before their cards could be posted.`;
    return count === 1
      ? 'One approval ended before its card could be posted.'
      : `${count} approvals ended before their cards could be posted.`;
  },
  refusedCards: ({ count, isMore }) => {
    if (isMore) return `Slack refuses more than ${count} cards here. They are posted when the cause is mended.`;
    return count === 1
      ? 'Slack refuses one card here. It is posted when the cause is mended.'
      : `Slack refuses ${count} cards here. They are posted when the cause is mended.`;
  },
  allPosted: 'No approval waits for its card here any more.',
  showList: 'Show the list',
  openApprovals: 'Open approvals',
  newestFirst: 'Open approvals in this channel, newest first',
  noneOpen: 'No approval in this channel is open.',
  notAllRead: 'Older ones are not listed: find them by their cards.',
  asked: 'Asked',
  cardNotPosted: 'its card is not posted yet',
  openCard: 'Open',
  approval: 'Approval',
  previousPage: 'Previous',
  nextPage: 'Next',
  homeList: ({ list }) => homeLists[list][0],
  homeListEmpty: ({ list }) => homeLists[list][1],
  allKinds: 'All kinds',
  select: 'Select',
  approveSelected: 'Approve selected',
  selectFirst: 'Please select at least one of them first.',
  noneApprovable: 'You cannot approve any of these now. Please look at the list again.',
  formNotOpened: 'Slack did not open the form. Please click again.',
  approveCount: ({ count }) => (count === 1 ? 'Approve one' : `Approve ${count}`),
  eachOnItsOwn: 'Please read each of them. Each is approved on its own, as it is shown here.',
  selectedLeftOut: countSelectedLeftOut,
  approvedUnchanged: 'Here this is approved with these values. To change them, approve it alone.',
  chooseAnswer: 'Answer',
  answerWillBe: ({ choice }) => `Your answer will be: ${choice}.`,
  yourAnswers: 'Your answers',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? 'Not answered: there was not enough time. Please try again.'
      : 'It is not known whether your answer is in. Please look at it again.',
};

/** All the words: the app's own, or the defaults. */
export function wordsOf(messages: Partial<Messages>): Messages {
  return { ...defaultWords, ...messages };
}
