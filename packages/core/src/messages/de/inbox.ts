import type { InboxWords } from '../words/inbox-words.js';
import { plural } from './plural.js';

export const inbox: InboxWords = {
  allKinds: 'Alle Arten',
  select: 'Auswählen',
  approveSelected: 'Auswahl genehmigen',
  selectFirst: 'Bitte wähle zuerst mindestens eine Anfrage aus.',
  noneApprovable: 'Davon kannst du gerade nichts genehmigen. Bitte sieh dir die Liste noch einmal an.',
  approveCount: ({ count }) => plural(count, { one: 'Eine genehmigen', other: `${count} genehmigen` }),
  eachOnItsOwn: 'Bitte lies jede Anfrage. Jede wird einzeln genehmigt, so wie sie hier steht.',
  selectedLeftOut: ({ left, refused }) =>
    [...(left > 0 ? [noRoom(left)] : []), ...(refused > 0 ? [notNow(refused)] : [])].join(' '),
  approvedUnchanged: 'Hier genehmigst du mit diesen Werten. Um sie zu ändern, genehmige die Anfrage einzeln.',
  chooseAnswer: 'Antwort',
  answerWillBe: ({ choice }) => `Deine Antwort wird sein: ${choice}.`,
  yourAnswers: 'Deine Antworten',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? 'Nicht beantwortet: Die Zeit hat nicht gereicht. Bitte versuch es noch einmal.'
      : 'Es ist nicht bekannt, ob deine Antwort eingegangen ist. Bitte sieh noch einmal nach.',
};

function noRoom(count: number): string {
  return plural(count, {
    one: 'Eine weitere ausgewählte Anfrage passt hier nicht hinein: Genehmige sie danach.',
    other: `${count} weitere ausgewählte Anfragen passen hier nicht hinein: Genehmige sie danach.`,
  });
}

function notNow(count: number): string {
  return plural(count, {
    one: 'Eine ausgewählte Anfrage fehlt hier: Du kannst sie nicht mehr genehmigen.',
    other: `${count} ausgewählte Anfragen fehlen hier: Du kannst sie nicht mehr genehmigen.`,
  });
}
