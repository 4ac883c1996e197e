import type { ListWords } from '../words/list-words.js';
import { plural } from './plural.js';

const names = {
  waiting: 'En attente de votre réponse',
  asked: 'Vos demandes',
  open: 'Toutes les demandes en cours',
  decided: 'Décidées récemment',
} as const;

const empty = {
  waiting: 'Rien n’attend votre réponse.',
  asked: 'Aucune de vos demandes n’est en cours.',
  open: 'Aucune demande que vous pouvez voir n’est en cours.',
  decided: 'Aucune décision récente.',
} as const;

export const lists: ListWords = {
  homeList: ({ list }) => names[list],
  homeListEmpty: ({ list }) => empty[list],
  onlyNewestRead: 'Seules les demandes en cours les plus récentes ont été examinées.',
  listCounted: ({ waiting, asked }) =>
    `En attente de votre réponse\u00a0: ${waiting}. Vos demandes en cours\u00a0: ${asked}.`,
  kindAskedBy: ({ kind, by, onBehalfOf }) =>
    onBehalfOf === null
      ? `${kind}, demande envoyée par ${by}`
      : `${kind}, demande envoyée par ${by} au nom de ${onBehalfOf}`,
  commandHelp:
    'On répond aux demandes sur leurs cartes. Cette commande aide à les retrouver\u00a0; ses réponses ne sont visibles que par vous.',
  helpList: 'ce qui attend votre réponse et ce que vous avez demandé',
  helpShow: 'la carte d’une demande',
  helpApprove: 'la carte, pour approuver la demande',
  helpReject: 'la carte, pour refuser la demande',
  helpChoose: 'la même chose, quand il y a plusieurs réponses au choix',
  helpWhy: 'si vous pouvez décider, et pourquoi',
  helpHelp: 'cette aide',
  noSuchCommand: 'Cette commande n’existe pas.',
  idIsMissing: 'De quelle demande s’agit-il\u00a0? Son ID manque.',
  notAnId: 'Ce n’est pas l’ID d’une demande.',
  oneIdOnly: 'Indiquez un seul ID, sans rien après. Le motif vous sera demandé au moment de répondre.',
  readThenPress: ({ answer }) =>
    `Rien n’est encore décidé\u00a0: veuillez lire ceci, puis cliquer sur «\u00a0${answer}\u00a0».`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text} (${label})`);
    return `Rien n’est encore décidé. Indiquez la réponse que vous voulez donner\u00a0: ${listed.join(', ')}.`;
  },
  slackNotAsked: 'Impossible d’interroger Slack pour le moment. Veuillez réessayer dans une minute.',
  waitForCards: ({ count, isMore }) => {
    if (isMore) return `Plus de ${count} demandes attendent ici leur carte.`;
    return plural(count, {
      one: `${count} demande attend ici sa carte.`,
      other: `${count} demandes attendent ici leur carte.`,
    });
  },
  oldest: ({ title }) => `La plus ancienne\u00a0: ${title}`,
  waitingSince: ({ at }) => `En attente depuis\u00a0: ${at}`,
  onePerSecond: 'Une carte est publiée par seconde. La liste contient toutes les demandes en cours.',
  endedUnshown: ({ count, isMore }) => {
    if (isMore) return `Plus de ${count} demandes ont pris fin avant que leur carte ait pu être publiée.`;
    return plural(count, {
      one: `${count} demande a pris fin avant que sa carte ait pu être publiée.`,
      other: `${count} demandes ont pris fin avant que leur carte ait pu être publiée.`,
    });
  },
  refusedCards: ({ count, isMore }) => {
    const later = 'Elles seront publiées dès que la cause sera corrigée.';
    if (isMore) return `Slack rejette ici plus de ${count} cartes. ${later}`;
    return plural(count, {
      one: `Slack rejette ici ${count} carte. Elle sera publiée dès que la cause sera corrigée.`,
      other: `Slack rejette ici ${count} cartes. ${later}`,
    });
  },
  allPosted: 'Plus aucune demande n’attend sa carte ici.',
  showList: 'Afficher la liste',
  openApprovals: 'Demandes en cours',
  newestFirst: 'Demandes en cours dans ce canal, les plus récentes en premier',
  noneOpen: 'Aucune demande n’est en cours dans ce canal.',
  notAllRead: 'Les plus anciennes ne figurent pas ici\u00a0: retrouvez-les grâce à leur carte.',
  askedAt: ({ at, isPosted }) =>
    isPosted ? `Demande envoyée\u00a0: ${at}` : `Demande envoyée\u00a0: ${at}\u00a0; la carte n’est pas encore publiée`,
  openCard: 'Ouvrir',
  previousPage: 'Précédent',
  nextPage: 'Suivant',
};
