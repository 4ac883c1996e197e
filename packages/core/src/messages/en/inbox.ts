import type { InboxWords } from '../words/inbox-words.js';
import { plural } from './plural.js';

export const inbox: InboxWords = {
  allKinds: 'All kinds',
  select: 'Select',
  approveSelected: 'Approve selected',
  selectFirst: 'Please select at least one of them first.',
  noneApprovable: 'You cannot approve any of these now. Please look at the list again.',
  approveCount: ({ count }) => plural(count, { one: 'Approve one', other: `Approve ${count}` }),
  eachOnItsOwn: 'Please read each of them. Each is approved on its own, as it is shown here.',
  selectedLeftOut: ({ left, refused }) =>
    [...(left > 0 ? [noRoom(left)] : []), ...(refused > 0 ? [notNow(refused)] : [])].join(' '),
  approvedUnchanged: 'Here this is approved with these values. To change them, approve it alone.',
  chooseAnswer: 'Answer',
  answerWillBe: ({ choice }) => `Your answer will be: ${choice}.`,
  yourAnswers: 'Your answers',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? 'Not answered: there was not enough time. Please try again.'
      : 'It is not known whether your answer is in. Please look at it again.',
};

function noRoom(count: number): string {
  return plural(count, {
    one: 'One more that you selected does not fit here: approve it afterwards.',
    other: `${count} more that you selected do not fit here: approve them afterwards.`,
  });
}

function notNow(count: number): string {
  return plural(count, {
    one: 'One that you selected is left out: you cannot approve it any more.',
    other: `${count} that you selected are left out: you cannot approve them any more.`,
  });
}
