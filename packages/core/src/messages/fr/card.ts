import type { CardWords } from '../words/card-words.js';
import { joinNames } from '../words/join-names.js';
import { plural } from './plural.js';
import { stepStates } from './states.js';

export const card: CardWords = {
  approve: 'Approuver',
  reject: 'Refuser',
  retryDelivery: 'Retransmettre',
  details: 'Détails',
  cancel: 'Annuler',
  confirmApprove: 'La demande sera exécutée dès qu’elle sera approuvée.',
  confirmReject: 'Rien ne sera exécuté.',
  confirmRetry: 'La décision sera transmise à nouveau à son destinataire.',
  approved: 'Approuvée',
  rejected: 'Refusée',
  expired: 'Expirée\u00a0: personne n’a répondu à temps',
  expiredUnseen: 'Expirée\u00a0: la carte n’a pas pu être publiée à temps',
  withdrawn: 'Retirée',
  outcomeIs: ({ outcome, choice }) => `${outcome}\u00a0: ${choice}`,
  decidedBy: ({ outcome, hasChoice, by, at }) =>
    hasChoice ? `${outcome}, par ${by}, ${at}` : `${outcome} par ${by}, ${at}`,
  decidedByExpiry: ({ outcome, isUnseen, at }) => {
    const why = isUnseen ? 'la carte n’a pas pu être publiée à temps' : 'personne n’a répondu à temps';
    return `${outcome} car ${why}, ${at}`;
  },
  expiredAt: ({ outcome, at }) => `${outcome}, ${at}`,
  withdrawnBy: ({ outcome, by, at }) => `${outcome} par ${by ?? 'la source de la demande'}, ${at}`,
  endedUnseen: ({ outcome }) => `${outcome}, avant la publication de la carte`,
  erased: 'Le contenu de cette demande a été effacé.',
  erasedName: '(effacé)',
  delivering: 'Transmission en cours…',
  triesSoFar: ({ count }) =>
    plural(count, {
      one: `(${count} tentative jusqu’ici, nouvel essai à suivre)`,
      other: `(${count} tentatives jusqu’ici, nouvel essai à suivre)`,
    }),
  delivered: 'Décision transmise',
  neverCarriedOut: 'Approuvée, mais jamais exécutée',
  notDelivered: 'La décision n’a pas pu être transmise',
  noReasonGiven: 'aucun motif indiqué',
  reason: 'Motif',
  askedBy: ({ by }) => `Demande envoyée par ${by}`,
  onBehalfOf: ({ person }) => `Au nom de ${person}`,
  changedBy: ({ by }) => `Demande modifiée par ${by}`,
  titleAskedBy: ({ title, by, onBehalfOf }) =>
    onBehalfOf === null
      ? `${title} (demande envoyée par ${by})`
      : `${title} (demande envoyée par ${by} au nom de ${onBehalfOf})`,
  until: ({ at }) => `Échéance\u00a0: ${at}`,
  waitingForAnswer: 'En attente d’une réponse',
  waitingFor: ({ counted }) => `En attente de réponses\u00a0: ${counted}`,
  askersExcluded: 'Les personnes à l’origine de la demande ne peuvent pas décider',
  approvalsCounted: ({ counted, needed }) =>
    plural(counted, { one: `${counted} approbation sur ${needed}`, other: `${counted} approbations sur ${needed}` }),
  rejectionsCounted: ({ count }) => `${count} refus`,
  beingChecked: ({ count }) =>
    plural(count, {
      one: `${count} réponse en cours de vérification`,
      other: `${count} réponses en cours de vérification`,
    }),
  stillNeeded: ({ names }) => `Reste à obtenir\u00a0: ${names}`,
  countedAndNeeded: ({ counted, names }) => `${counted}\u00a0; reste à obtenir\u00a0: ${names}`,
  neededFrom: ({ count, names }) => `${count} de ${names}`,
  neededFromGroups: ({ count }) =>
    plural(count, { one: `${count} d’un groupe d’utilisateurs`, other: `${count} de groupes d’utilisateurs` }),
  channelMembers: 'membres de ce canal',
  anyone: 'n’importe qui dans cet espace de travail',
  stage: ({ number, count, name }) => `Phase ${number} sur ${count}\u00a0: ${name}`,
  editedBy: ({ by }) => `Valeurs modifiées par ${by}`,
  yes: 'Oui',
  no: 'Non',
  changedSinceShown: 'Modifié depuis le premier affichage',
  nothing: 'aucune valeur',
  titlePart: 'Titre',
  summaryPart: 'Résumé',
  textPart: 'Texte',
  tooLongToShowWhole: '(Trop long pour être affiché en entier\u00a0: voir Détails.)',
  tooLongToShow: 'Trop long pour être affiché ici\u00a0: voir Détails.',
  andMore: ({ count }) => `et ${others(count)}`,
  listed: ({ names, more }) => joinNames(more > 0 ? [...names, others(more)] : names, 'et'),
  stepState: ({ step, state }) => `${step}\u00a0: ${stepStates[state]}`,
  refusedIn: ({ channel, code }) =>
    `Cette carte se trouve ici car Slack n’accepte pas son envoi à ${channel}\u00a0: ${code}`,
};

function others(count: number): string {
  return plural(count, { one: `${count} autre`, other: `${count} autres` });
}
