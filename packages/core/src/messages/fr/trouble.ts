import type { Remedy, TroubleWords } from '../words/trouble-words.js';
import { statuses } from './states.js';

export const trouble: TroubleWords = {
  needsAttention: 'Intervention requise',
  deliveryDead: ({ title, outcome, why }) => {
    const ended =
      outcome === 'approved'
        ? 'a été approuvée, mais jamais exécutée'
        : `est ${statuses[outcome]}, mais sa source ne le sait pas`;
    return sentence(`${about(title)} ${ended}`, title, why);
  },
  stepFailed: ({ title, step, why }) =>
    sentence(`${about(title)} a été approuvée, mais l’étape «\u00a0${step}\u00a0» a échoué`, title, why),
  cardWaiting: ({ title, why }) =>
    sentence(
      `${title === null ? 'La carte' : `La carte de la demande ${title}`} ne peut pas être affichée`,
      title,
      why,
    ),
  isStuck: ({ title }) =>
    sentence(
      `${about(title)} a fait planter tous les processus qui l’ont traitée et ne peut plus qu’expirer`,
      title,
      null,
    ),
  slackProblem: ({ type, code, remedy }) =>
    ({
      refused: `Slack rejette la carte\u00a0: ${code}. ${remedy}`,
      client_not_loaded: `Ce programme ne peut pas charger @slack/web-api (${code}). ${remedy}`,
      no_answer: `Slack n’a répondu à aucune des trois tentatives de publication (${code}). La carte sera publiée à nouveau jusqu’à ce que Slack réponde.`,
      not_taken: `Slack n’accepte pas la carte depuis un jour\u00a0: ${code}.`,
      gone: `Slack ne trouve pas ce à quoi la carte se rattache\u00a0: ${code}.`,
      unfit: `Slack n’accepte pas la carte telle qu’elle est construite\u00a0: ${code}. Veuillez signaler ce bug.`,
    })[type],
  slackRemedy: ({ remedy }) => remedies[remedy],
};

function about(title: string | null): string {
  return title === null ? 'Cette demande' : `La demande ${title}`;
}

/** In the thread of a card it is a whole sentence, with its full stop; elsewhere it stands in a list. */
function sentence(what: string, title: string | null, why: string | null): string {
  const said = why === null ? what : `${what}\u00a0: ${why}`;
  return title === null ? `${said}.` : said;
}

const remedies: Readonly<Record<Remedy, string>> = {
  new_token: 'Donnez au processus un jeton de bot valide (SLACK_BOT_TOKEN) et redémarrez-le.',
  invite: 'Invitez l’application dans le canal.',
  allow_posting:
    'Autorisez l’application à publier dans ce canal\u00a0: adressez-vous à un administrateur de l’espace de travail ou choisissez un autre canal.',
  ask_admin: 'Demandez à un administrateur de l’espace de travail d’autoriser l’application.',
  install_again:
    'Réinstallez l’application dans l’espace de travail, puis redémarrez le processus avec son nouveau jeton de bot.',
  bot_token: 'Utilisez le jeton de bot de l’application, qui commence par xoxb-.',
  add_scope: 'Ajoutez l’autorisation manquante (scope) à l’application Slack, puis réinstallez-la.',
  allow_network:
    'Autorisez ce réseau dans les paramètres de l’application Slack ou appelez Slack depuis un réseau autorisé.',
  install_in_workspace:
    'Installez l’application dans un espace de travail\u00a0: Slack rejette cet appel pour l’ensemble de l’organisation.',
  wait_for_move: 'Attendez la fin de la migration de l’espace de travail vers une organisation Enterprise.',
  grant_access:
    'Demandez à un administrateur de l’organisation de donner à l’application l’accès à cet espace de travail.',
  two_factor: 'Activez l’authentification à deux facteurs pour le compte qui a installé l’application.',
  message_limit:
    'L’espace de travail a atteint la limite de messages de son forfait Slack\u00a0: changez de forfait ou attendez.',
  install_client:
    'Installez @slack/web-api à côté du programme. Un module ES regroupé par esbuild a besoin d’un `require`\u00a0; l’erreur figure dans le journal.',
  check_channel: 'Vérifiez l’ID du canal. Si le canal est privé, invitez-y l’application.',
  check_workspace: 'Vérifiez l’ID du canal\u00a0: Slack ne trouve aucun espace de travail contenant ce canal.',
  unarchive: 'Désarchivez le canal ou choisissez-en un autre.',
  resume_messages:
    'Un administrateur a suspendu les messages dans ce canal\u00a0: demandez-lui de les autoriser à nouveau.',
  messages_tab:
    'Dans les paramètres de l’application Slack, sous «\u00a0App Home\u00a0», activez «\u00a0Messages Tab\u00a0» dans la section «\u00a0Show Tabs\u00a0».',
  unlock_thread: 'Déverrouillez le fil de discussion.',
  other_place: 'Le message de ce fil de discussion n’existe plus\u00a0: choisissez un autre emplacement.',
  no_replies: 'Ce message n’accepte pas de réponses\u00a0: choisissez un autre emplacement.',
  look_up: 'Recherchez ce code dans la documentation de l’API Slack et corrigez-en la cause.',
};
