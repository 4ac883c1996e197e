import type { InboxWords } from '../words/inbox-words.js';
import { plural } from './plural.js';

export const inbox: InboxWords = {
  allKinds: 'Tous les types',
  select: 'Sélectionner',
  approveSelected: 'Approuver la sélection',
  selectFirst: 'Sélectionnez d’abord au moins une demande.',
  noneApprovable: 'Vous ne pouvez approuver aucune de ces demandes pour le moment. Consultez de nouveau la liste.',
  approveCount: ({ count }) => plural(count, { one: 'Approuver la demande', other: `Approuver ${count} demandes` }),
  eachOnItsOwn: 'Lisez chacune des demandes. Chacune est approuvée séparément, telle qu’elle est affichée ici.',
  selectedLeftOut: ({ left, refused }) =>
    [...(left > 0 ? [noRoom(left)] : []), ...(refused > 0 ? [notNow(refused)] : [])].join(' '),
  approvedUnchanged: 'Ici, la demande est approuvée avec ces valeurs. Pour les modifier, approuvez-la séparément.',
  chooseAnswer: 'Réponse',
  answerWillBe: ({ choice }) => `Votre réponse sera\u00a0: ${choice}.`,
  yourAnswers: 'Vos réponses',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? 'Sans réponse\u00a0: le temps a manqué. Veuillez réessayer.'
      : 'Impossible de savoir si votre réponse a été enregistrée. Veuillez vérifier.',
};

function noRoom(count: number): string {
  return plural(count, {
    one: 'Une autre demande sélectionnée ne tient pas ici\u00a0: approuvez-la ensuite.',
    other: `${count} autres demandes sélectionnées ne tiennent pas ici\u00a0: approuvez-les ensuite.`,
  });
}

function notNow(count: number): string {
  return plural(count, {
    one: 'Une demande sélectionnée est laissée de côté\u00a0: vous ne pouvez plus l’approuver.',
    other: `${count} demandes sélectionnées sont laissées de côté\u00a0: vous ne pouvez plus les approuver.`,
  });
}
