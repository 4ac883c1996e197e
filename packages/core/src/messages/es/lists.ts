import type { ListWords } from '../words/list-words.js';
import { plural } from './plural.js';

const names = {
  waiting: 'Esperan tu respuesta',
  asked: 'Solicitado por ti',
  open: 'Todo lo que está abierto',
  decided: 'Decisiones recientes',
} as const;

const empty = {
  waiting: 'Nada espera tu respuesta.',
  asked: 'Ninguna de tus solicitudes está abierta.',
  open: 'No hay ninguna solicitud abierta que puedas ver.',
  decided: 'No hay decisiones recientes.',
} as const;

export const lists: ListWords = {
  homeList: ({ list }) => names[list],
  homeListEmpty: ({ list }) => empty[list],
  onlyNewestRead: 'Solo se revisaron las solicitudes abiertas más recientes.',
  listCounted: ({ waiting, asked }) => `Esperan tu respuesta: ${waiting}. Tus solicitudes: ${asked}.`,
  kindAskedBy: ({ kind, by, onBehalfOf }) =>
    onBehalfOf === null ? `${kind}, solicitado por ${by}` : `${kind}, solicitado por ${by} en nombre de ${onBehalfOf}`,
  commandHelp:
    'Las solicitudes se responden en sus tarjetas. Este comando ayuda a encontrarlas; solo tú ves lo que contesta.',
  helpList: 'lo que espera tu respuesta y lo que has solicitado',
  helpShow: 'la tarjeta de una solicitud',
  helpApprove: 'la tarjeta, para aprobarla',
  helpReject: 'la tarjeta, para rechazarla',
  helpChoose: 'lo mismo, cuando hay varias respuestas entre las que elegir',
  helpWhy: 'si puedes decidir la solicitud y por qué',
  helpHelp: 'esta ayuda',
  noSuchCommand: 'Ese comando no existe.',
  idIsMissing: 'Indica a qué solicitud te refieres: falta su ID.',
  notAnId: 'Ese no es el ID de una solicitud.',
  oneIdOnly: 'Indica un solo ID y nada más. El motivo se pide al responder.',
  readThenPress: ({ answer }) => `Todavía no se ha decidido nada: lee esto y luego pulsa «${answer}».`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text} (${label})`);
    return `Todavía no se ha decidido nada. Indica qué respuesta quieres dar: ${listed.join(', ')}.`;
  },
  slackNotAsked: 'No se pudo consultar a Slack en este momento. Inténtalo de nuevo en un minuto.',
  waitForCards: ({ count, isMore }) => {
    if (isMore) return `Más de ${count} solicitudes esperan su tarjeta aquí.`;
    return plural(count, {
      one: 'Una solicitud espera su tarjeta aquí.',
      other: `${count} solicitudes esperan su tarjeta aquí.`,
      many: `${count} de solicitudes esperan su tarjeta aquí.`,
    });
  },
  oldest: ({ title }) => `La más antigua: ${title}`,
  waitingSince: ({ at }) => `En espera desde: ${at}`,
  onePerSecond: 'Se publica una tarjeta por segundo. En la lista están todas las solicitudes abiertas.',
  endedUnshown: ({ count, isMore }) => {
    if (isMore) return `Más de ${count} solicitudes terminaron antes de que se pudiera publicar su tarjeta.`;
    return plural(count, {
      one: 'Una solicitud terminó antes de que se pudiera publicar su tarjeta.',
      other: `${count} solicitudes terminaron antes de que se pudiera publicar su tarjeta.`,
      many: `${count} de solicitudes terminaron antes de que se pudiera publicar su tarjeta.`,
    });
  },
  refusedCards: ({ count, isMore }) => {
    if (isMore) return `Slack rechaza más de ${count} tarjetas aquí. Se publicarán cuando se corrija la causa.`;
    return plural(count, {
      one: 'Slack rechaza una tarjeta aquí. Se publicará cuando se corrija la causa.',
      other: `Slack rechaza ${count} tarjetas aquí. Se publicarán cuando se corrija la causa.`,
      many: `Slack rechaza ${count} de tarjetas aquí. Se publicarán cuando se corrija la causa.`,
    });
  },
  allPosted: 'Ya no queda ninguna solicitud a la espera de su tarjeta aquí.',
  showList: 'Mostrar la lista',
  openApprovals: 'Solicitudes abiertas',
  newestFirst: 'Solicitudes abiertas en este canal, de la más reciente a la más antigua',
  noneOpen: 'No hay ninguna solicitud abierta en este canal.',
  notAllRead: 'Las más antiguas no figuran en la lista: búscalas por sus tarjetas.',
  askedAt: ({ at, isPosted }) =>
    isPosted ? `Solicitado: ${at}` : `Solicitado: ${at}; su tarjeta aún no se ha publicado`,
  openCard: 'Abrir',
  previousPage: 'Anterior',
  nextPage: 'Siguiente',
};
