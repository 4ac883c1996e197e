import type { CardWords } from '../words/card-words.js';
import { joinNames } from '../words/join-names.js';
import { plural } from './plural.js';
import { stepStates } from './states.js';

export const card: CardWords = {
  approve: 'Genehmigen',
  reject: 'Ablehnen',
  retryDelivery: 'Erneut zustellen',
  details: 'Details',
  cancel: 'Abbrechen',
  confirmApprove: 'Sobald die Anfrage genehmigt ist, wird sie ausgeführt.',
  confirmReject: 'Es wird nichts ausgeführt.',
  confirmRetry: 'Die Entscheidung wird noch einmal an den Empfänger gesendet.',
  approved: 'Genehmigt',
  rejected: 'Abgelehnt',
  expired: 'Abgelaufen: Niemand hat rechtzeitig geantwortet',
  expiredUnseen: 'Abgelaufen: Die Karte konnte nicht rechtzeitig gepostet werden',
  withdrawn: 'Zurückgezogen',
  outcomeIs: ({ outcome, choice }) => `${outcome}: ${choice}`,
  decidedBy: ({ outcome, hasChoice, by, at }) =>
    hasChoice ? `${outcome}, von ${by}, ${at}` : `${outcome} von ${by}, ${at}`,
  decidedByExpiry: ({ outcome, isUnseen, at }) => {
    const why = isUnseen ? 'die Karte nicht rechtzeitig gepostet werden konnte' : 'niemand rechtzeitig geantwortet hat';
    return `${outcome}, weil ${why}, ${at}`;
  },
  expiredAt: ({ outcome, at }) => `${outcome}, ${at}`,
  withdrawnBy: ({ outcome, by, at }) => `${outcome} von ${by ?? 'der Quelle der Anfrage'}, ${at}`,
  endedUnseen: ({ outcome }) => `${outcome}, noch bevor die Karte gepostet wurde`,
  erased: 'Der Inhalt dieser Anfrage wurde gelöscht.',
  erasedName: '(gelöscht)',
  delivering: 'Wird zugestellt…',
  triesSoFar: ({ count }) =>
    plural(count, {
      one: `(bisher ${count} Versuch, wird fortgesetzt)`,
      other: `(bisher ${count} Versuche, wird fortgesetzt)`,
    }),
  delivered: 'Zugestellt',
  neverCarriedOut: 'Genehmigt, aber nie ausgeführt',
  notDelivered: 'Die Entscheidung konnte nicht zugestellt werden',
  noReasonGiven: 'kein Grund angegeben',
  reason: 'Begründung',
  askedBy: ({ by }) => `Angefragt von ${by}`,
  onBehalfOf: ({ person }) => `Im Auftrag von ${person}`,
  changedBy: ({ by }) => `Geändert von ${by}`,
  titleAskedBy: ({ title, by, onBehalfOf }) =>
    onBehalfOf === null
      ? `${title} (angefragt von ${by})`
      : `${title} (angefragt von ${by} im Auftrag von ${onBehalfOf})`,
  until: ({ at }) => `Bis ${at}`,
  waitingForAnswer: 'Wartet auf eine Antwort',
  waitingFor: ({ counted }) => `Wartet auf Antworten: ${counted}`,
  askersExcluded: 'Wer angefragt hat, kann nicht entscheiden',
  approvalsCounted: ({ counted, needed }) =>
    plural(needed, {
      one: `${counted} von ${needed} Genehmigung`,
      other: `${counted} von ${needed} Genehmigungen`,
    }),
  rejectionsCounted: ({ count }) => plural(count, { one: `${count} Ablehnung`, other: `${count} Ablehnungen` }),
  beingChecked: ({ count }) =>
    plural(count, { one: `${count} Antwort wird geprüft`, other: `${count} Antworten werden geprüft` }),
  stillNeeded: ({ names }) => `Noch nötig: ${names}`,
  countedAndNeeded: ({ counted, names }) => `${counted}; noch nötig: ${names}`,
  neededFrom: ({ count, names }) => `${count} von ${names}`,
  neededFromGroups: ({ count }) =>
    plural(count, { one: `${count} aus einer Benutzergruppe`, other: `${count} aus Benutzergruppen` }),
  // this and the next follow the „von“ of `neededFrom`
  channelMembers: 'Mitgliedern dieses Channels',
  anyone: 'beliebigen Personen in diesem Workspace',
  stage: ({ number, count, name }) => `Stufe ${number} von ${count}: ${name}`,
  editedBy: ({ by }) => `Werte geändert von ${by}`,
  yes: 'Ja',
  no: 'Nein',
  changedSinceShown: 'Geändert, seit die Karte zuerst gezeigt wurde',
  nothing: 'kein Wert',
  titlePart: 'Titel',
  summaryPart: 'Zusammenfassung',
  textPart: 'Text',
  tooLongToShowWhole: '(Zu lang, um alles zu zeigen: siehe Details.)',
  tooLongToShow: 'Zu lang, um es hier zu zeigen: siehe Details.',
  andMore: ({ count }) => `und ${count} weitere`,
  listed: ({ names, more }) => joinNames(more > 0 ? [...names, `${more} weitere`] : names, 'und'),
  stepState: ({ step, state }) => `${step}: ${stepStates[state]}`,
  refusedIn: ({ channel, code }) => `Diese Karte steht hier, weil Slack das Senden an ${channel} verweigert: ${code}`,
};
