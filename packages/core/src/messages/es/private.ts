import type { InputProblem } from '../../domain/model/input.js';
import type { PrivateWords } from '../words/private-words.js';
import { plural } from './plural.js';

export const privately: PrivateWords = {
  withdraw: 'Retirar',
  takeBackVote: 'Anular mi respuesta',
  close: 'Cerrar',
  approval: 'Solicitud',
  answerIsIn: 'Tu respuesta quedó registrada.',
  answerIsBeingChecked: 'Tu respuesta quedó registrada y se está verificando.',
  answerIs: ({ choice }) => `Tu respuesta quedó registrada: ${choice}.`,
  answeredSince:
    'Respondiste otra vez a esta solicitud después de abrir este formulario, así que vale tu respuesta más reciente.',
  answerTakenBack: 'Tu respuesta quedó anulada.',
  isWithdrawn: 'La solicitud se retiró. Su tarjeta lo indica.',
  isDeliveredAgain: 'La decisión se está entregando otra vez.',
  notYoursToRetry: 'Solo quienes hicieron esta solicitud o pueden decidirla pueden pedir que la decisión se reenvíe.',
  retryUnknown: 'No se pudo consultar a Slack si puedes decidir esta solicitud. Inténtalo de nuevo en un minuto.',
  formNotOpened: 'Slack no abrió el formulario. Vuelve a hacer clic.',
  detailsNotOpened: 'Slack no abrió los detalles. Vuelve a hacer clic.',
  listNotOpened: 'Slack no abrió la lista. Vuelve a hacer clic.',
  formOffered: 'Slack no abrió el formulario. Todavía no se ha decidido nada.',
  openForm: 'Abrir el formulario',
  withoutReason: ({ answer }) => `${answer} sin indicar motivo`,
  unknownButton:
    'Esto lo creó otra versión de esta aplicación, que se está actualizando. Inténtalo de nuevo en unos minutos.',
  otherDeployment: ({ namespace }) =>
    `Esta tarjeta pertenece a otro despliegue de esta aplicación, «${namespace}», y hay que responderla allí. Aquí no se decidió nada.`,
  notPostedByThen: 'Su tarjeta aún no se había publicado.',
  reasonGiven: ({ explanation, reason }) => `${explanation} Motivo indicado: ${reason}`,
  voteRefused: ({ explanation }) => `Tu respuesta no cuenta. ${explanation}`,
  voteVoid:
    'La solicitud se modificó después de que respondieras, así que tu respuesta ya no cuenta. Vuelve a revisar la tarjeta.',
  voteClosed: ({ outcome }) => `La solicitud se decidió mientras se verificaba tu respuesta: ${outcome}.`,
  outcomeOfYours: ({ outcome, reason }) =>
    `Resultado de tu solicitud: ${outcome}.${reason === null ? '' : ` Motivo: ${reason}`}`,
  outcomeOnYourBehalf: ({ outcome, reason }) =>
    `Resultado de la solicitud hecha en tu nombre: ${outcome}.${reason === null ? '' : ` Motivo: ${reason}`}`,
  reminder: 'Esta solicitud sigue a la espera de una respuesta.',
  stageBegun: ({ stage }) => `${stage}. Esta solicitud espera ahora tu respuesta.`,
  stageClosed:
    'Esta etapa se decidió mientras se verificaba tu respuesta, así que tu respuesta no cuenta. Vuelve a revisar la tarjeta.',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed') return 'Puedes aprobar o rechazar esta solicitud.';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation} Puedes aprobar esta solicitud.`;
    return `${approve.explanation} ${reject.answer === 'allowed' ? 'Puedes rechazar esta solicitud.' : reject.explanation}`;
  },
  allowed: ({ group }) =>
    group === null
      ? 'Puedes decidir esta solicitud.'
      : `Puedes decidir esta solicitud; tu aprobación cuenta para el grupo de usuarios ${group}.`,
  beingAsked: 'Se está consultando a Slack si puedes decidir esta solicitud.',
  notAskedNow: 'No se pudo consultar a Slack en este momento si puedes decidir esta solicitud.',
  noAccess: 'Para saberlo hay que consultar a Slack, y este proceso no tiene acceso.',
  answers: 'Respuestas',
  whoMayDecide: 'Quién puede decidir',
  mayVeto: 'Quién puede vetar',
  payload: 'Datos',
  kind: 'Tipo',
  revision: 'Versión',
  id: 'ID',
  digest: 'Huella criptográfica',
  answerOf: ({ by, answer, choice, stage, at, reason }) => {
    const said = `${by} ${answer === 'approve' ? 'aprobó' : 'rechazó'}${stage === null ? '' : ` (${stage})`}`;
    const told = choice === null ? `${said}, ${at}` : `${said}: ${choice}, ${at}`;
    return reason === null ? told : `${told}: ${reason}`;
  },
  approvalsNeeded: ({ count }) =>
    plural(count, {
      one: 'Se necesita una aprobación.',
      other: `Se necesitan ${count} aprobaciones.`,
      many: `Se necesitan ${count} de aprobaciones.`,
    }),
  countedByChoice: 'Las aprobaciones se cuentan por separado para cada opción.',
  membersOf: ({ group }) => `Miembros de ${group}`,
  countFrom: ({ count, group }) => `${count} de ${group}`,
  membersOfCardsChannel: 'Miembros del canal en el que está la tarjeta',
  anyoneInWorkspace: 'Cualquier persona de este espacio de trabajo',
  editHint: 'Puedes cambiar estos valores antes de aprobar.',
  inputProblem: explainInputProblem,
  notAnInput: 'Este valor no se puede editar.',
};

function explainInputProblem(problem: InputProblem): string {
  switch (problem.code) {
    case 'not_a_text':
      return 'Escribe un texto.';
    case 'not_one_line':
      return 'Escríbelo en una sola línea.';
    case 'not_a_number':
      return 'Escribe un número, por ejemplo 1.5: solo cifras, con un punto antes de los decimales.';
    case 'not_whole':
      return 'Escribe un número entero, por ejemplo 15.';
    case 'not_a_date':
      return 'Elige una fecha, por ejemplo 2026-11-22.';
    case 'not_an_option':
      return 'Elige una de las opciones.';
    case 'not_a_checkbox':
      return 'Elige sí o no.';
    case 'too_long':
      return plural(problem.limit, {
        one: `Escribe como máximo ${problem.limit} carácter.`,
        other: `Escribe como máximo ${problem.limit} caracteres.`,
      });
    case 'too_small':
      return `Escribe un número no menor que ${problem.limit}.`;
    case 'too_large':
      return `Escribe un número no mayor que ${problem.limit}.`;
  }
}
