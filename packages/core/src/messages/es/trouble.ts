import type { Outcome } from '../../domain/model/approval.js';
import type { Remedy, TroubleWords } from '../words/trouble-words.js';

export const trouble: TroubleWords = {
  needsAttention: 'Requiere atención',
  deliveryDead: ({ title, outcome, why }) => about(title, undelivered[outcome], why),
  stepFailed: ({ title, step, why }) => about(title, `fue aprobada, pero el paso «${step}» falló`, why),
  cardWaiting: ({ title, why }) => about(title, 'no puede mostrar su tarjeta', why),
  isStuck: ({ title }) =>
    about(
      title,
      'hizo fallar todos los procesos que trabajaron en ella, así que solo su vencimiento sigue activo',
      null,
    ),
  slackProblem: ({ type, code, remedy }) =>
    ({
      refused: `Slack rechaza la tarjeta: ${code}. ${remedy}`,
      client_not_loaded: `Este programa no puede cargar @slack/web-api (${code}). ${remedy}`,
      no_answer: `Slack no respondió a ninguno de los tres envíos (${code}). La tarjeta se seguirá enviando hasta que Slack responda.`,
      not_taken: `Slack lleva un día sin aceptar la tarjeta: ${code}.`,
      gone: `Slack no encuentra aquello a lo que pertenece la tarjeta: ${code}.`,
      unfit: `Slack no acepta la tarjeta tal como está hecha: ${code}. Informa de esto como un error del programa.`,
    })[type],
  slackRemedy: ({ remedy }) => remedies[remedy],
};

const undelivered: Readonly<Record<Outcome, string>> = {
  approved: 'fue aprobada, pero nunca se ejecutó',
  rejected: 'fue rechazada, pero su origen no recibió la decisión',
  expired: 'venció, pero su origen no recibió la decisión',
  withdrawn: 'fue retirada, pero su origen no recibió la decisión',
};

/** A whole sentence in the thread of a card, where there is no title; a part of a line in a list. */
function about(title: string | null, what: string, why: string | null): string {
  const subject = title === null ? 'Esta solicitud' : `La solicitud «${title}»`;
  const said = `${subject} ${what}${why === null ? '' : `: ${why}`}`;
  return title === null ? `${said}.` : said;
}

const remedies: Readonly<Record<Remedy, string>> = {
  new_token: 'Configura en el proceso un token de bot válido (SLACK_BOT_TOKEN) y reinícialo.',
  invite: 'Invita a la aplicación al canal.',
  allow_posting:
    'Permite que la aplicación publique en este canal: pídeselo a un administrador del espacio de trabajo o elige otro canal.',
  ask_admin: 'Pide a un administrador del espacio de trabajo que permita la aplicación.',
  install_again:
    'Vuelve a instalar la aplicación en el espacio de trabajo y luego reinicia el proceso con su nuevo token de bot.',
  bot_token: 'Usa el token de bot de la aplicación, que empieza por xoxb-.',
  add_scope: 'Agrega el permiso a la aplicación de Slack y vuelve a instalarla.',
  allow_network:
    'Permite esta red en la configuración de la aplicación de Slack o llama a Slack desde una red permitida.',
  install_in_workspace:
    'Instala la aplicación en un espacio de trabajo: Slack rechaza esta llamada para toda la organización.',
  wait_for_move: 'Espera a que termine el traslado del espacio de trabajo a una organización de Enterprise.',
  grant_access: 'Pide a un administrador de la organización que dé a la aplicación acceso a este espacio de trabajo.',
  two_factor: 'Configura la autenticación de dos factores en la cuenta que instaló la aplicación.',
  message_limit: 'El espacio de trabajo alcanzó el límite de mensajes de su plan de Slack: cambia de plan o espera.',
  install_client:
    'Instala @slack/web-api junto al programa. Un módulo ES empaquetado con esbuild necesita un `require`; el error está en el registro.',
  check_channel: 'Revisa el ID del canal. Si el canal es privado, invita a la aplicación.',
  check_workspace: 'Revisa el ID del canal: Slack no encuentra ningún espacio de trabajo con este canal.',
  unarchive: 'Desarchiva el canal o elige otro.',
  resume_messages: 'Un administrador suspendió los mensajes en este canal: pídele que vuelva a permitirlos.',
  messages_tab: 'Activa la pestaña de mensajes de la aplicación: App Home, Show Tabs.',
  unlock_thread: 'Desbloquea el hilo.',
  other_place: 'El mensaje del hilo ya no existe: elige otro lugar.',
  no_replies: 'Este mensaje no admite respuestas: elige otro lugar.',
  look_up: 'Busca este código en la documentación de la API de Slack y corrige su causa.',
};
