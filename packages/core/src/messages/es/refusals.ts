import type { Status } from '../../domain/model/approval.js';
import { limits } from '../../domain/model/limits.js';
import type { RefusalTable } from '../../domain/model/refusal-words.js';
import { card, stepStates } from './card.js';
import { plural } from './plural.js';

const late = {
  expiry: 'Nadie respondió a tiempo',
  never_shown: 'Su tarjeta no se pudo publicar a tiempo',
} as const;

const statuses: Readonly<Record<Status, string>> = {
  pending: 'sigue pendiente',
  approved: 'fue aprobada',
  rejected: 'fue rechazada',
  expired: 'venció',
  withdrawn: 'fue retirada',
};

export const refusals: RefusalTable = {
  self_approval: ({ role }) =>
    ({
      requester: 'Esta solicitud la hiciste tú, así que tiene que decidirla otra persona.',
      on_behalf_of: 'Esta solicitud se hizo en tu nombre, así que tiene que decidirla otra persona.',
      amender: 'Esta solicitud la modificaste tú, así que tiene que decidirla otra persona.',
    })[role],
  not_an_approver: ({ stage }) =>
    stage === null
      ? 'No estás entre los aprobadores de esta solicitud.'
      : `No estás entre los aprobadores de la etapa ${stage}.`,
  use_the_card: ({ channel }) =>
    `Los miembros del canal pueden decidir esta solicitud: usa la tarjeta en ${channel ?? 'su canal'}.`,
  outsider: () =>
    'Las personas externas a este espacio de trabajo no pueden decidir esta solicitud, salvo que estén designadas como aprobadores.',
  bot: () => 'Las aplicaciones y los bots no pueden decidir esta solicitud.',
  guest: () => 'Los invitados no pueden decidir esta solicitud, salvo que estén designados como aprobadores.',
  deactivated: () => 'Esta cuenta está desactivada.',
  already_voted: ({ state }) =>
    ({
      counted: 'Tu respuesta ya está registrada.',
      being_checked: 'Tu respuesta ya está registrada y se está verificando.',
      in_earlier_stage: 'Tu respuesta en una etapa anterior ya está registrada. Cada persona cuenta en una sola etapa.',
    })[state],
  stage_not_begun: () => 'Te toca decidir en una etapa posterior, que todavía no ha empezado.',
  stage_over: () => 'La etapa que podías decidir ya terminó.',
  not_found: ({ unreadable }) => {
    if (unreadable === 'newer')
      return 'Esta solicitud se está actualizando a una versión más reciente. Inténtalo de nuevo en unos minutos.';
    if (unreadable === 'corrupt')
      return 'Esta solicitud no se puede leer en este momento. Ya se avisó a los responsables de esta aplicación.';
    return 'Esa solicitud no existe.';
  },
  repeat: ({ of }) => (of === 'vote' ? 'Esta respuesta ya está registrada.' : 'Esto ya está hecho.'),
  already_decided: ({ outcome, cause, by }) => {
    if (cause === 'own_vote') return `Tu respuesta está registrada: la solicitud ${statuses[outcome]}.`;
    if (cause === 'votes') return `Esta solicitud ya ${statuses[outcome]} por ${card.listed({ names: by, more: 0 })}.`;
    return `${late[cause]}, así que la solicitud ${statuses[outcome]}, tal como estaba establecido.`;
  },
  expired: ({ cause }) =>
    cause === 'being_checked'
      ? 'El plazo para responder terminó. Todavía se está verificando una respuesta que llegó a tiempo.'
      : `${late[cause]}, así que la solicitud venció.`,
  withdrawn: ({ by, at }) => `Esta solicitud fue retirada por ${by ?? 'su origen'} antes de que se decidiera (${at}).`,
  revision_changed: () =>
    'Esta solicitud se modificó después de que la vieras. Vuelve a revisar la tarjeta antes de decidir.',
  stage_changed: () => 'La etapa que viste ya terminó. Vuelve a revisar la tarjeta: indica quién decide ahora.',
  reason_required: () => 'Indica un motivo para esta respuesta.',
  unknown_choice: ({ choices }) => {
    if (choices === null) return 'Esta solicitud no tiene respuestas entre las que elegir: apruébala o recházala.';
    const listed = choices.map(({ id, label }) => `${id} (${label})`).join(', ');
    return `Esa no es una de las respuestas posibles. Son estas: ${listed}.`;
  },
  too_many_votes: ({ limit }) =>
    plural(limit, {
      one: `Esta solicitud ya tiene ${limit} respuesta, el máximo.`,
      other: `Esta solicitud ya tiene ${limit} respuestas, el máximo.`,
    }),
  too_many_answers_being_checked: () =>
    'Se están verificando muchas respuestas en este momento. Inténtalo de nuevo en un minuto.',
  too_many_changes: ({ limit, by }) => {
    const times = plural(limit, { one: `${limit} vez`, other: `${limit} veces`, many: `${limit} de veces` });
    return by === 'you'
      ? `Ya cambiaste tu respuesta ${times}. No se puede cambiar más.`
      : `Las respuestas a esta solicitud ya se cambiaron ${times}. No se pueden cambiar más.`;
  },
  no_vote: () => 'Aquí no tienes ninguna respuesta que anular.',
  invalid_edit: ({ cause, problems }) => {
    if (cause === 'not_editable') return 'Esta solicitud solo se puede responder tal como está.';
    if (cause === 'not_accepted') return 'Lo que cambiaste ya no se acepta. Vuelve a revisar la tarjeta.';
    return problems.map(({ name, problem }) => `${name}: ${problem}`).join(' ');
  },
  policy_changed: () =>
    'Con estos valores se aplican otras reglas, así que no se pueden aprobar aquí. Aprueba la solicitud sin cambios o pide que se haga una nueva.',
  kind_not_defined: () =>
    'Los cambios no se pueden verificar en este momento, así que no se decidió nada. Inténtalo de nuevo en unos minutos.',
  voter_unknown: ({ cause, group }) =>
    ({
      no_answer: 'Slack no indicó a tiempo si puedes decidir esta solicitud. Vuelve a responder.',
      expired: 'Slack no indicó a tiempo si puedes decidir esta solicitud.',
      account_not_found: 'Slack no pudo consultar tu cuenta, así que tu respuesta no cuenta.',
      group_not_found: `Slack no pudo consultar el grupo de usuarios ${group}, así que tu respuesta no cuenta.`,
    })[cause],
  missing_scope: ({ scope }) =>
    `A la aplicación de Slack le falta el permiso ${scope}, así que no puede saber si puedes decidir esta solicitud. Avisa a los responsables de la aplicación.`,
  not_pending: ({ status, command }) =>
    ({
      withdraw: `Esta solicitud ya ${statuses[status]} y no se puede retirar.`,
      change: `Esta solicitud ya ${statuses[status]} y no se puede modificar.`,
      take_back: `Esta solicitud ya ${statuses[status]}, así que no se puede anular ninguna respuesta.`,
    })[command],
  not_the_requester: ({ askers }) => `Esta solicitud solo puede retirarla quien la hizo: ${askers.join(' o ')}.`,
  not_approved: ({ status }) => `Solo una solicitud aprobada puede tener progreso, y esta ${statuses[status]}.`,
  unknown_step: () => 'Este tipo de solicitud no tiene ese paso.',
  step_is_over: ({ state }) => `Este paso ya figura como «${stepStates[state]}».`,
  delivery_under_way: ({ command }) =>
    command === 'redeliver'
      ? 'La entrega todavía se está intentando.'
      : 'La decisión todavía no se ha entregado: su contenido aún hace falta.',
  nothing_to_deliver: ({ cause }) =>
    ({
      pending: 'Todavía no hay ninguna decisión que entregar.',
      no_sink: 'Nadie recibe las decisiones de este tipo: no tiene `onDecision`.',
      delivered: 'La decisión ya se entregó.',
    })[cause],
  still_pending: () => 'Esta solicitud todavía no se ha decidido: retírala primero.',
  erased: ({ part }) =>
    ({
      approval: 'Esta solicitud se borró.',
      card: 'Esta solicitud se borró: a su tarjeta no le queda nada que mostrar.',
      delivery: 'Esta solicitud se borró, y con ella lo que había que entregar.',
    })[part],
  history_full: () => `Esta solicitud ya tiene el máximo de entradas en su historial: ${limits.historyEntries}.`,
  record_too_large: ({ cause }) =>
    cause === 'record'
      ? 'Esta solicitud ocuparía demasiado; no se guardó nada.'
      : 'Con estos valores la solicitud es demasiado grande. Escribe menos.',
};
