import type { InputProblem } from '../../domain/model/input.js';
import type { PrivateWords } from '../words/private-words.js';
import { plural } from './plural.js';

export const privately: PrivateWords = {
  withdraw: 'Withdraw',
  takeBackVote: 'Take my vote back',
  close: 'Close',
  approval: 'Approval',
  answerIsIn: 'Your answer is in.',
  answerIsBeingChecked: 'Your answer is in and is being checked.',
  answerIs: ({ choice }) => `Your answer is in: ${choice}.`,
  answeredSince: 'You answered this again after you opened this form, so your newer answer stands.',
  answerTakenBack: 'Your answer is taken back.',
  isWithdrawn: 'This is withdrawn. Its card says so.',
  isDeliveredAgain: 'It is being handed over once more.',
  notYoursToRetry: 'Only those who asked for this or may decide it can have it sent again.',
  retryUnknown: 'Slack could not be asked whether you may decide this. Please try again in a minute.',
  formNotOpened: 'Slack did not open the form. Please click again.',
  detailsNotOpened: 'Slack did not open the details. Please click again.',
  listNotOpened: 'Slack did not open the list. Please click again.',
  formOffered: 'Slack did not open the form. Nothing is decided yet.',
  openForm: 'Open the form',
  withoutReason: ({ answer }) => `${answer} without a reason`,
  unknownButton:
    'This was made by another version of this app, which is being updated. Please try again in a few minutes.',
  otherDeployment: ({ namespace }) =>
    `This card belongs to another deployment of this app, "${namespace}"; it has to be answered there. Nothing was decided here.`,
  notPostedByThen: 'Its card had not been posted by then.',
  reasonGiven: ({ explanation, reason }) => `${explanation} The reason given: ${reason}`,
  voteRefused: ({ explanation }) => `Your answer does not count. ${explanation}`,
  voteVoid: 'What you answered was changed since, so your answer no longer counts. Please look at the card again.',
  voteClosed: ({ outcome }) => `This was decided while your answer was being checked: ${outcome}.`,
  outcomeOfYours: ({ outcome, reason }) => `What you asked for: ${outcome}.${reason === null ? '' : ` ${reason}`}`,
  outcomeOnYourBehalf: ({ outcome, reason }) =>
    `What was asked on your behalf: ${outcome}.${reason === null ? '' : ` ${reason}`}`,
  reminder: 'This is still waiting for an answer.',
  stageBegun: ({ stage }) => `${stage}. This now waits for your answer.`,
  stageClosed:
    'This stage was decided while your answer was being checked, so your answer does not count. Please look at the card again.',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed') return 'You can approve or reject this.';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation} You can approve this.`;
    return `${approve.explanation} ${reject.answer === 'allowed' ? 'You can reject this.' : reject.explanation}`;
  },
  allowed: ({ group }) =>
    group === null ? 'You may decide this.' : `You may decide this; your approval counts for the user group ${group}.`,
  beingAsked: 'Slack is being asked whether you may decide this.',
  notAskedNow: 'Slack could not be asked just now whether you may decide this.',
  noAccess: 'Slack has to be asked for this, and this process has no access to it.',
  answers: 'Answers',
  whoMayDecide: 'Who may decide',
  mayVeto: 'Who may reject alone',
  payload: 'Payload',
  kind: 'Kind',
  revision: 'Revision',
  id: 'Id',
  digest: 'Digest',
  answerOf: ({ by, answer, choice, stage, at, reason }) => {
    const said = `${by} ${answer === 'approve' ? 'approved' : 'rejected'}${stage === null ? '' : ` (${stage})`}`;
    const told = choice === null ? `${said} ${at}` : `${said}: ${choice}, ${at}`;
    return reason === null ? told : `${told}: ${reason}`;
  },
  approvalsNeeded: ({ count }) =>
    plural(count, { one: 'One approval is needed.', other: `${count} approvals are needed.` }),
  countedByChoice: 'Approvals are counted for each choice.',
  membersOf: ({ group }) => `Members of ${group}`,
  countFrom: ({ count, group }) => `${count} from ${group}`,
  membersOfCardsChannel: 'Members of the channel the card is in',
  anyoneInWorkspace: 'Anyone in this workspace',
  editHint: 'You can change these values before you approve.',
  inputProblem: explainInputProblem,
  notAnInput: 'This cannot be edited.',
};

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
