import type { InboxWords } from '../words/inbox-words.js';
import { plural } from './plural.js';

export const inbox: InboxWords = {
  allKinds: 'Todos los tipos',
  select: 'Seleccionar',
  approveSelected: 'Aprobar la selección',
  selectFirst: 'Selecciona primero al menos una solicitud.',
  noneApprovable: 'Ahora no puedes aprobar ninguna de estas solicitudes. Vuelve a consultar la lista.',
  approveCount: ({ count }) => plural(count, { one: 'Aprobar una', other: `Aprobar ${count}` }),
  eachOnItsOwn: 'Lee cada una de las solicitudes. Cada una se aprueba por separado, tal como se muestra aquí.',
  selectedLeftOut: ({ left, refused }) =>
    [...(left > 0 ? [noRoom(left)] : []), ...(refused > 0 ? [notNow(refused)] : [])].join(' '),
  approvedUnchanged: 'Aquí se aprueba con estos valores. Para cambiarlos, apruébala por separado.',
  chooseAnswer: 'Respuesta',
  answerWillBe: ({ choice }) => `Tu respuesta será: ${choice}.`,
  yourAnswers: 'Tus respuestas',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? 'Sin respuesta: no hubo tiempo suficiente. Inténtalo de nuevo.'
      : 'No se sabe si tu respuesta se registró. Vuelve a comprobarlo.',
};

function noRoom(count: number): string {
  return plural(count, {
    one: 'Otra solicitud seleccionada no cabe aquí: apruébala después.',
    other: `Otras ${count} solicitudes seleccionadas no caben aquí: apruébalas después.`,
  });
}

function notNow(count: number): string {
  return plural(count, {
    one: 'Una solicitud seleccionada queda fuera: ya no puedes aprobarla.',
    other: `${count} solicitudes seleccionadas quedan fuera: ya no puedes aprobarlas.`,
  });
}
