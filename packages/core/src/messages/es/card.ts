import type { StepState } from '../../domain/model/approval.js';
import type { CardWords } from '../words/card-words.js';
import { plural } from './plural.js';

export const stepStates: Readonly<Record<StepState, string>> = {
  pending: 'pendiente',
  active: 'en curso',
  done: 'completado',
  failed: 'fallido',
};

export const card: CardWords = {
  approve: 'Aprobar',
  reject: 'Rechazar',
  retryDelivery: 'Reintentar la entrega',
  details: 'Detalles',
  cancel: 'Cancelar',
  confirmApprove: 'Se ejecutará en cuanto se apruebe.',
  confirmReject: 'No se ejecutará nada.',
  confirmRetry: 'La decisión se enviará otra vez a su destinatario.',
  approved: 'Aprobada',
  rejected: 'Rechazada',
  expired: 'Vencida: nadie respondió a tiempo',
  expiredUnseen: 'Vencida: su tarjeta no se pudo publicar a tiempo',
  withdrawn: 'Retirada',
  outcomeIs: ({ outcome, choice }) => `${outcome}: ${choice}`,
  decidedBy: ({ outcome, hasChoice, by, at }) =>
    hasChoice ? `${outcome}, por ${by} (${at})` : `${outcome} por ${by} (${at})`,
  decidedByExpiry: ({ outcome, isUnseen, at }) =>
    `${outcome} porque ${isUnseen ? 'su tarjeta no se pudo publicar a tiempo' : 'nadie respondió a tiempo'} (${at})`,
  expiredAt: ({ outcome, at }) => `${outcome} (${at})`,
  withdrawnBy: ({ outcome, by, at }) => `${outcome} por ${by ?? 'su origen'} (${at})`,
  endedUnseen: ({ outcome }) => `${outcome}, antes de que se publicara su tarjeta`,
  erased: 'Los datos de esta solicitud se borraron.',
  erasedName: '(borrado)',
  delivering: 'Entregando la decisión…',
  triesSoFar: ({ count }) =>
    plural(count, {
      one: `(${count} intento hasta ahora; se sigue intentando)`,
      other: `(${count} intentos hasta ahora; se sigue intentando)`,
      many: `(${count} de intentos hasta ahora; se sigue intentando)`,
    }),
  delivered: 'Decisión entregada',
  neverCarriedOut: 'Aprobada, pero nunca se ejecutó',
  notDelivered: 'La decisión no se pudo entregar',
  noReasonGiven: 'sin motivo indicado',
  reason: 'Motivo',
  askedBy: ({ by }) => `Solicitado por ${by}`,
  onBehalfOf: ({ person }) => `En nombre de ${person}`,
  changedBy: ({ by }) => `Modificado por ${by}`,
  titleAskedBy: ({ title, by, onBehalfOf }) =>
    onBehalfOf === null
      ? `${title} (solicitado por ${by})`
      : `${title} (solicitado por ${by} en nombre de ${onBehalfOf})`,
  until: ({ at }) => `Vence: ${at}`,
  waitingForAnswer: 'A la espera de una respuesta',
  waitingFor: ({ counted }) => `En espera: ${counted}`,
  askersExcluded: 'Quienes hicieron la solicitud no pueden decidir',
  approvalsCounted: ({ counted, needed }) =>
    plural(needed, {
      one: `${counted} de ${needed} aprobación`,
      other: `${counted} de ${needed} aprobaciones`,
      many: `${counted} de ${needed} de aprobaciones`,
    }),
  rejectionsCounted: ({ count }) =>
    plural(count, { one: `${count} rechazo`, other: `${count} rechazos`, many: `${count} de rechazos` }),
  beingChecked: ({ count }) =>
    plural(count, {
      one: `${count} respuesta en verificación`,
      other: `${count} respuestas en verificación`,
      many: `${count} de respuestas en verificación`,
    }),
  stillNeeded: ({ names }) => `Aprobaciones pendientes: ${names}`,
  countedAndNeeded: ({ counted, names }) => `${counted}; pendientes: ${names}`,
  neededFrom: ({ count, names }) => `${count} de ${names}`,
  neededFromGroups: ({ count }) =>
    plural(count, { one: `${count} de un grupo de usuarios`, other: `${count} de grupos de usuarios` }),
  channelMembers: 'miembros de este canal',
  anyone: 'cualquier persona de este espacio de trabajo',
  stage: ({ number, count, name }) => `Etapa ${number} de ${count}: ${name}`,
  editedBy: ({ by }) => `Editado por ${by}`,
  yes: 'Sí',
  no: 'No',
  changedSinceShown: 'Cambios desde que se mostró por primera vez',
  nothing: 'nada',
  titlePart: 'Título',
  summaryPart: 'Resumen',
  textPart: 'Texto',
  tooLongToShowWhole: '(Demasiado largo para mostrarlo completo: consulta «Detalles»).',
  tooLongToShow: 'Demasiado largo para mostrarlo aquí: consulta «Detalles».',
  andMore: ({ count }) => `y ${count} más`,
  listed: ({ names, more }) => {
    if (more > 0) return `${names.join(', ')} y ${more} más`;
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} y ${names.at(-1)}`;
  },
  stepState: ({ step, state }) => `${step}: ${stepStates[state]}`,
  refusedIn: ({ channel, code }) => `Esta tarjeta está aquí porque Slack rechaza su envío a ${channel}: ${code}`,
};
