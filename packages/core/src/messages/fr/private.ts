import type { InputProblem } from '../../domain/model/input.js';
import type { PrivateWords } from '../words/private-words.js';
import { plural } from './plural.js';

export const privately: PrivateWords = {
  withdraw: 'Retirer la demande',
  takeBackVote: 'Retirer ma réponse',
  close: 'Fermer',
  approval: 'Demande d’approbation',
  answerIsIn: 'Votre réponse est enregistrée.',
  answerIsBeingChecked: 'Votre réponse est enregistrée et en cours de vérification.',
  answerIs: ({ choice }) => `Votre réponse est enregistrée\u00a0: ${choice}.`,
  answeredSince:
    'Vous avez répondu à nouveau après avoir ouvert ce formulaire\u00a0: c’est votre réponse la plus récente qui compte.',
  answerTakenBack: 'Votre réponse a été retirée.',
  isWithdrawn: 'Cette demande est retirée. Sa carte l’indique.',
  isDeliveredAgain: 'La décision est en cours de retransmission.',
  notYoursToRetry:
    'Seules les personnes à l’origine de la demande ou habilitées à décider peuvent la faire retransmettre.',
  retryUnknown: 'Impossible de demander à Slack si vous pouvez décider. Veuillez réessayer dans une minute.',
  formNotOpened: 'Slack n’a pas ouvert le formulaire. Veuillez cliquer à nouveau.',
  detailsNotOpened: 'Slack n’a pas ouvert les détails. Veuillez cliquer à nouveau.',
  listNotOpened: 'Slack n’a pas ouvert la liste. Veuillez cliquer à nouveau.',
  formOffered: 'Slack n’a pas ouvert le formulaire. Rien n’est encore décidé.',
  openForm: 'Ouvrir le formulaire',
  withoutReason: ({ answer }) => `${answer} sans motif`,
  unknownButton:
    'Cet élément provient d’une autre version de cette application, qui est en cours de mise à jour. Veuillez réessayer dans quelques minutes.',
  otherDeployment: ({ namespace }) =>
    `Cette carte appartient à une autre instance de cette application, «\u00a0${namespace}\u00a0»\u00a0: c’est là qu’il faut y répondre. Rien n’a été décidé ici.`,
  notPostedByThen: 'Sa carte n’avait pas encore été publiée à ce moment-là.',
  reasonGiven: ({ explanation, reason }) => `${explanation} Motif\u00a0: ${reason}`,
  voteRefused: ({ explanation }) => `Votre réponse ne compte pas. ${explanation}`,
  voteVoid:
    'La demande a été modifiée après votre réponse, qui ne compte donc plus. Veuillez consulter à nouveau la carte.',
  voteClosed: ({ outcome }) => `La décision est tombée pendant la vérification de votre réponse\u00a0: ${outcome}.`,
  outcomeOfYours: ({ outcome, reason }) => `Votre demande\u00a0: ${outcome}.${becauseOf(reason)}`,
  outcomeOnYourBehalf: ({ outcome, reason }) => `La demande faite en votre nom\u00a0: ${outcome}.${becauseOf(reason)}`,
  reminder: 'Cette demande attend toujours une réponse.',
  stageBegun: ({ stage }) => `${stage}. Votre réponse est maintenant attendue.`,
  stageClosed:
    'La décision de cette phase est tombée pendant la vérification de votre réponse, qui ne compte donc pas. Veuillez consulter à nouveau la carte.',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed')
      return 'Vous pouvez approuver ou refuser cette demande.';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation} Vous pouvez approuver cette demande.`;
    return `${approve.explanation} ${reject.answer === 'allowed' ? 'Vous pouvez refuser cette demande.' : reject.explanation}`;
  },
  allowed: ({ group }) =>
    group === null
      ? 'Vous pouvez décider.'
      : `Vous pouvez décider\u00a0; votre approbation compte pour le groupe d’utilisateurs ${group}.`,
  beingAsked: 'Slack vérifie si vous pouvez décider.',
  notAskedNow: 'Impossible pour le moment de demander à Slack si vous pouvez décider.',
  noAccess: 'Il faut pour cela interroger Slack, mais ce processus n’y a pas accès.',
  answers: 'Réponses',
  whoMayDecide: 'Qui peut décider',
  mayVeto: 'Qui a un droit de veto',
  payload: 'Données',
  kind: 'Type',
  revision: 'Révision',
  id: 'ID',
  digest: 'Empreinte',
  answerOf: ({ by, answer, choice, stage, at, reason }) => {
    const said = `${by} a ${answer === 'approve' ? 'approuvé' : 'refusé'}${stage === null ? '' : ` (${stage})`}`;
    const told = choice === null ? `${said}, ${at}` : `${said}\u00a0: ${choice}, ${at}`;
    return reason === null ? told : `${told}\u00a0: ${reason}`;
  },
  approvalsNeeded: ({ count }) =>
    plural(count, { one: `${count} approbation est requise.`, other: `${count} approbations sont requises.` }),
  countedByChoice: 'Les approbations sont comptées séparément pour chaque choix.',
  membersOf: ({ group }) => `Membres de ${group}`,
  countFrom: ({ count, group }) => `${count} de ${group}`,
  membersOfCardsChannel: 'Membres du canal où se trouve la carte',
  anyoneInWorkspace: 'N’importe qui dans cet espace de travail',
  editHint: 'Vous pouvez modifier ces valeurs avant d’approuver.',
  inputProblem: explainInputProblem,
  notAnInput: 'Cette valeur ne peut pas être modifiée.',
};

function becauseOf(reason: string | null): string {
  return reason === null ? '' : ` Motif\u00a0: ${reason}`;
}

function explainInputProblem(problem: InputProblem): string {
  switch (problem.code) {
    case 'not_a_text':
      return 'Veuillez saisir un texte.';
    case 'not_one_line':
      return 'Veuillez l’écrire sur une seule ligne.';
    case 'not_a_number':
      return 'Veuillez saisir un nombre comme 1.5\u00a0: des chiffres, avec un point avant les décimales.';
    case 'not_whole':
      return 'Veuillez saisir un nombre entier comme 15.';
    case 'not_a_date':
      return 'Veuillez choisir une date comme 2026-11-22.';
    case 'not_an_option':
      return 'Veuillez choisir l’une des options.';
    case 'not_a_checkbox':
      return 'Veuillez choisir Oui ou Non.';
    case 'too_long':
      return `Veuillez ne pas dépasser ${problem.limit} caractères.`;
    case 'too_small':
      return `Veuillez saisir un nombre supérieur ou égal à ${problem.limit}.`;
    case 'too_large':
      return `Veuillez saisir un nombre inférieur ou égal à ${problem.limit}.`;
  }
}
