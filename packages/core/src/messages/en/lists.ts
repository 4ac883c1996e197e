import type { ListWords } from '../words/list-words.js';
import { plural } from './plural.js';

const names = {
  waiting: 'Waiting for you',
  asked: 'Asked by you',
  open: 'All that is open',
  decided: 'Decided lately',
} as const;

const empty = {
  waiting: 'Nothing is waiting for you.',
  asked: 'Nothing that you asked for is open.',
  open: 'Nothing that you can see is open.',
  decided: 'Nothing was decided lately.',
} as const;

export const lists: ListWords = {
  homeList: ({ list }) => names[list],
  homeListEmpty: ({ list }) => empty[list],
  onlyNewestRead: 'Only the newest open questions were looked at.',
  listCounted: ({ waiting, asked }) => `Waiting for you: ${waiting}. Asked by you: ${asked}.`,
  kindAskedBy: ({ kind, by, onBehalfOf }) =>
    onBehalfOf === null ? `${kind}, asked by ${by}` : `${kind}, asked by ${by} on behalf of ${onBehalfOf}`,
  commandHelp: 'Approvals are answered on their cards. This command helps to find them; only you see its answers.',
  helpList: 'what waits for you, and what you asked for',
  helpShow: 'the card of an approval',
  helpApprove: 'the card, to approve it',
  helpReject: 'the card, to reject it',
  helpChoose: 'the same, where there are answers to choose from',
  helpWhy: 'whether you may decide it, and why or why not',
  helpHelp: 'this',
  noSuchCommand: 'There is no such command.',
  idIsMissing: 'Say which approval you mean: its id is missing.',
  notAnId: 'This is not the id of an approval.',
  oneIdOnly: 'Give one id, and nothing behind it. A reason is asked for when you answer.',
  readThenPress: ({ answer }) => `Nothing is decided yet: please read this, then press ${answer}.`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text} (${label})`);
    return `Nothing is decided yet. Say which answer you want to give: ${listed.join(', ')}.`;
  },
  slackNotAsked: 'Slack could not be asked just now. Please try again in a minute.',
  waitForCards: ({ count, isMore }) => {
    if (isMore) return `More than ${count} approvals wait for their cards here.`;
    return plural(count, {
      one: 'One approval waits for its card here.',
      other: `${count} approvals wait for their cards here.`,
    });
  },
  oldest: ({ title }) => `Oldest: ${title}`,
  waitingSince: ({ at }) => `Waiting since ${at}`,
  onePerSecond: 'One card a second is posted. The list has all that are open.',
  endedUnshown: ({ count, isMore }) => {
    if (isMore) return `More than ${count} approvals ended before their cards could be posted.`;
    return plural(count, {
      one: 'One approval ended before its card could be posted.',
      other: `${count} approvals ended before their cards could be posted.`,
    });
  },
  refusedCards: ({ count, isMore }) => {
    if (isMore) return `Slack refuses more than ${count} cards here. They are posted when the cause is mended.`;
    return plural(count, {
      one: 'Slack refuses one card here. It is posted when the cause is mended.',
      other: `Slack refuses ${count} cards here. They are posted when the cause is mended.`,
    });
  },
  allPosted: 'No approval waits for its card here any more.',
  showList: 'Show the list',
  openApprovals: 'Open approvals',
  newestFirst: 'Open approvals in this channel, newest first',
  noneOpen: 'No approval in this channel is open.',
  notAllRead: 'Older ones are not listed: find them by their cards.',
  askedAt: ({ at, isPosted }) => (isPosted ? `Asked ${at}` : `Asked ${at}; its card is not posted yet`),
  openCard: 'Open',
  previousPage: 'Previous',
  nextPage: 'Next',
};
