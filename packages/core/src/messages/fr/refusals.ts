import { limits } from '../../domain/model/limits.js';
import type { RefusalTable } from '../../domain/model/refusal-words.js';
import { joinNames } from '../words/join-names.js';
import { statuses, stepStates } from './states.js';

const late = {
  expiry: 'Personne n’a répondu à temps',
  never_shown: 'La carte n’a pas pu être publiée à temps',
} as const;

export const refusals: RefusalTable = {
  self_approval: ({ role }) =>
    ({
      requester: 'Vous avez fait cette demande\u00a0: c’est à une autre personne de décider.',
      on_behalf_of: 'Cette demande a été faite en votre nom\u00a0: c’est à une autre personne de décider.',
      amender: 'Vous avez modifié cette demande\u00a0: c’est à une autre personne de décider.',
    })[role],
  not_an_approver: ({ stage }) =>
    stage === null
      ? 'Vous ne faites pas partie des personnes qui peuvent décider de cette demande.'
      : `Vous ne faites pas partie des personnes qui peuvent décider à la phase ${stage}.`,
  use_the_card: ({ channel }) =>
    `Les membres du canal peuvent décider\u00a0: veuillez utiliser la carte dans ${channel ?? 'son canal'}.`,
  outsider: () =>
    'Les personnes extérieures à cet espace de travail ne peuvent décider que si elles sont désignées nommément.',
  bot: () => 'Les applications et les bots ne peuvent pas décider.',
  guest: () => 'Les invités ne peuvent décider que s’ils sont désignés nommément.',
  deactivated: () => 'Ce compte est désactivé.',
  already_voted: ({ state }) =>
    ({
      counted: 'Votre réponse est enregistrée.',
      being_checked: 'Votre réponse est enregistrée et en cours de vérification.',
      in_earlier_stage:
        'Votre réponse à une phase précédente est enregistrée. Chaque personne ne compte que dans une seule phase.',
    })[state],
  stage_not_begun: () => 'Votre décision est attendue à une phase ultérieure, qui n’a pas encore commencé.',
  stage_over: () => 'La phase à laquelle vous pouviez décider est terminée.',
  not_found: ({ unreadable }) => {
    if (unreadable === 'newer')
      return 'Cette demande est en cours de mise à jour vers une version plus récente. Veuillez réessayer dans quelques minutes.';
    if (unreadable === 'corrupt')
      return 'Cette demande est illisible pour le moment. L’équipe qui gère cette application a été prévenue.';
    return 'Cette demande n’existe pas.';
  },
  repeat: ({ of }) => (of === 'vote' ? 'Cette réponse est déjà enregistrée.' : 'C’est déjà fait.'),
  already_decided: ({ outcome, cause, by }) => {
    if (cause === 'own_vote') return `Votre réponse est enregistrée\u00a0: la demande est ${statuses[outcome]}.`;
    if (cause === 'votes') return `Cette demande a déjà été ${statuses[outcome]} par ${joinNames(by, 'et')}.`;
    return `${late[cause]}\u00a0: la demande a donc été ${statuses[outcome]}, comme prévu dans ce cas.`;
  },
  expired: ({ cause }) =>
    cause === 'being_checked'
      ? 'Le délai de réponse est écoulé. Une réponse donnée à temps est encore en cours de vérification.'
      : `${late[cause]}\u00a0: la demande a donc expiré.`,
  withdrawn: ({ by, at }) => `Cette demande a été retirée par ${by ?? 'sa source'} avant toute décision (${at}).`,
  revision_changed: () =>
    'Cette demande a été modifiée depuis que vous l’avez vue. Veuillez consulter à nouveau la carte avant de décider.',
  stage_changed: () =>
    'La phase que vous avez vue est terminée. Veuillez consulter à nouveau la carte\u00a0: elle indique qui décide maintenant.',
  reason_required: () => 'Veuillez indiquer un motif avec cette réponse.',
  unknown_choice: ({ choices }) => {
    if (choices === null) return 'Cette demande ne propose pas de choix\u00a0: approuvez-la ou refusez-la.';
    const listed = choices.map(({ id, label }) => `${id} (${label})`).join(', ');
    return `Cette réponse ne fait pas partie des choix proposés. Les voici\u00a0: ${listed}.`;
  },
  too_many_votes: ({ limit }) => `Cette demande a déjà reçu ${limit} réponses.`,
  too_many_answers_being_checked: () =>
    'De nombreuses réponses sont en cours de vérification. Veuillez réessayer dans une minute.',
  too_many_changes: ({ limit, by }) =>
    by === 'you'
      ? `Vous avez déjà modifié votre réponse ${limit} fois. Elle ne peut plus être modifiée.`
      : `Les réponses à cette demande ont déjà été modifiées ${limit} fois. Elles ne peuvent plus être modifiées.`,
  no_vote: () => 'Vous n’avez ici aucune réponse à retirer.',
  invalid_edit: ({ cause, problems }) => {
    if (cause === 'not_editable') return 'Il n’est possible de répondre à cette demande que telle quelle.';
    if (cause === 'not_accepted')
      return 'Vos modifications ne sont plus acceptées. Veuillez consulter à nouveau la carte.';
    return problems.map(({ name, problem }) => `${name}\u00a0: ${problem}`).join(' ');
  },
  policy_changed: () =>
    'D’autres règles s’appliquent à ces valeurs, qui ne peuvent donc pas être approuvées ici. Approuvez la demande sans modification ou faites-en une nouvelle.',
  kind_not_defined: () =>
    'Les modifications ne peuvent pas être vérifiées pour le moment\u00a0: rien n’est donc décidé. Veuillez réessayer dans quelques minutes.',
  voter_unknown: ({ cause, group }) =>
    ({
      no_answer: 'Slack n’a pas indiqué à temps si vous pouvez décider. Veuillez répondre à nouveau.',
      expired: 'Slack n’a pas indiqué à temps si vous pouvez décider.',
      account_not_found: 'Slack n’a pas pu trouver votre compte\u00a0: votre réponse ne compte donc pas.',
      group_not_found: `Slack n’a pas pu trouver le groupe d’utilisateurs ${group}\u00a0: votre réponse ne compte donc pas.`,
    })[cause],
  missing_scope: ({ scope }) =>
    `Il manque à l’application Slack l’autorisation ${scope}\u00a0: elle ne peut donc pas voir si vous pouvez décider. Veuillez prévenir l’équipe qui la gère.`,
  not_pending: ({ status, command }) =>
    ({
      withdraw: `Cette demande est déjà ${statuses[status]} et ne peut plus être retirée.`,
      change: `Cette demande est déjà ${statuses[status]} et ne peut plus être modifiée.`,
      take_back: `Cette demande est déjà ${statuses[status]}\u00a0: aucune réponse ne peut plus être retirée.`,
    })[command],
  not_the_requester: ({ askers }) =>
    `Cette demande ne peut être retirée que par ${joinNames(askers, 'ou')}, à l’origine de la demande.`,
  not_approved: ({ status }) =>
    `Le suivi ne concerne que les demandes approuvées\u00a0; celle-ci est ${statuses[status]}.`,
  unknown_step: () => 'Ce type de demande ne comporte pas cette étape.',
  step_is_over: ({ state }) => `Cette étape est déjà ${stepStates[state]}.`,
  delivery_under_way: ({ command }) =>
    command === 'redeliver'
      ? 'La transmission est encore en cours.'
      : 'La décision n’est pas encore transmise\u00a0: son contenu est encore nécessaire.',
  nothing_to_deliver: ({ cause }) =>
    ({
      pending: 'Il n’y a pas encore de décision à transmettre.',
      no_sink: 'Personne ne reçoit les décisions de ce type\u00a0: il n’a pas de `onDecision`.',
      delivered: 'Cette décision a déjà été transmise.',
    })[cause],
  still_pending: () => 'Rien n’est encore décidé pour cette demande\u00a0: retirez-la d’abord.',
  erased: ({ part }) =>
    ({
      approval: 'Cette demande a été effacée.',
      card: 'Cette demande a été effacée\u00a0: sa carte n’a plus rien à afficher.',
      delivery: 'Cette demande a été effacée, avec ce qui devait être transmis.',
    })[part],
  history_full: () => `L’historique de cette demande a atteint son maximum de ${limits.historyEntries} entrées.`,
  record_too_large: ({ cause }) =>
    cause === 'record'
      ? 'Cette demande deviendrait trop volumineuse\u00a0; rien n’a été enregistré.'
      : 'Avec ces valeurs, la demande est trop volumineuse. Veuillez écrire moins.',
};
