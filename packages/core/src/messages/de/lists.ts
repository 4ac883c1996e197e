import type { ListWords } from '../words/list-words.js';
import { plural } from './plural.js';

const names = {
  waiting: 'Wartet auf dich',
  asked: 'Von dir angefragt',
  open: 'Alles, was offen ist',
  decided: 'Zuletzt entschieden',
} as const;

const empty = {
  waiting: 'Nichts wartet auf dich.',
  asked: 'Von deinen Anfragen ist keine offen.',
  open: 'Nichts, was du sehen kannst, ist offen.',
  decided: 'Zuletzt wurde nichts entschieden.',
} as const;

export const lists: ListWords = {
  homeList: ({ list }) => names[list],
  homeListEmpty: ({ list }) => empty[list],
  onlyNewestRead: 'Nur die neuesten offenen Anfragen wurden durchgesehen.',
  listCounted: ({ waiting, asked }) => `Warten auf deine Antwort: ${waiting}. Deine offenen Anfragen: ${asked}.`,
  kindAskedBy: ({ kind, by, onBehalfOf }) =>
    onBehalfOf === null ? `${kind}, angefragt von ${by}` : `${kind}, angefragt von ${by} im Auftrag von ${onBehalfOf}`,
  commandHelp:
    'Anfragen werden auf ihren Karten beantwortet. Dieser Befehl hilft, sie zu finden; seine Antworten siehst nur du.',
  helpList: 'was auf dich wartet und was du angefragt hast',
  helpShow: 'die Karte einer Anfrage',
  helpApprove: 'die Karte, um die Anfrage zu genehmigen',
  helpReject: 'die Karte, um die Anfrage abzulehnen',
  helpChoose: 'dasselbe, wenn mehrere Antworten zur Wahl stehen',
  helpWhy: 'ob du entscheiden darfst, und warum oder warum nicht',
  helpHelp: 'diese Hilfe',
  noSuchCommand: 'Diesen Befehl gibt es nicht.',
  idIsMissing: 'Welche Anfrage meinst du? Ihre ID fehlt.',
  notAnId: 'Das ist nicht die ID einer Anfrage.',
  oneIdOnly: 'Gib nur eine ID an und nichts dahinter. Nach einer Begründung wirst du beim Antworten gefragt.',
  readThenPress: ({ answer }) => `Noch ist nichts entschieden: Bitte lies das und klicke dann auf „${answer}“.`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text} (${label})`);
    return `Noch ist nichts entschieden. Sag, welche Antwort du geben willst: ${listed.join(', ')}.`;
  },
  slackNotAsked: 'Slack konnte gerade nicht gefragt werden. Bitte versuch es in einer Minute noch einmal.',
  waitForCards: ({ count, isMore }) => {
    if (isMore) return `Mehr als ${count} Anfragen warten hier auf ihre Karten.`;
    return plural(count, {
      one: 'Eine Anfrage wartet hier auf ihre Karte.',
      other: `${count} Anfragen warten hier auf ihre Karten.`,
    });
  },
  oldest: ({ title }) => `Älteste: ${title}`,
  waitingSince: ({ at }) => `Wartet seit ${at}`,
  onePerSecond: 'Pro Sekunde wird eine Karte gepostet. Alle offenen Anfragen stehen in der Liste.',
  endedUnshown: ({ count, isMore }) => {
    if (isMore) return `Mehr als ${count} Anfragen haben geendet, bevor ihre Karten gepostet werden konnten.`;
    return plural(count, {
      one: 'Eine Anfrage hat geendet, bevor ihre Karte gepostet werden konnte.',
      other: `${count} Anfragen haben geendet, bevor ihre Karten gepostet werden konnten.`,
    });
  },
  refusedCards: ({ count, isMore }) => {
    const later = 'Sie werden gepostet, sobald die Ursache behoben ist.';
    if (isMore) return `Slack lehnt hier mehr als ${count} Karten ab. ${later}`;
    return plural(count, {
      one: 'Slack lehnt hier eine Karte ab. Sie wird gepostet, sobald die Ursache behoben ist.',
      other: `Slack lehnt hier ${count} Karten ab. ${later}`,
    });
  },
  allPosted: 'Hier wartet keine Anfrage mehr auf ihre Karte.',
  showList: 'Liste anzeigen',
  openApprovals: 'Offene Anfragen',
  newestFirst: 'Offene Anfragen in diesem Channel, die neuesten zuerst',
  noneOpen: 'In diesem Channel ist keine Anfrage offen.',
  notAllRead: 'Ältere sind nicht aufgeführt: Du findest sie über ihre Karten.',
  askedAt: ({ at, isPosted }) =>
    isPosted ? `Angefragt: ${at}` : `Angefragt: ${at}; die Karte ist noch nicht gepostet`,
  openCard: 'Öffnen',
  previousPage: 'Zurück',
  nextPage: 'Weiter',
};
