import type { InputProblem } from '../../domain/model/input.js';
import type { PrivateWords } from '../words/private-words.js';
import { plural } from './plural.js';

export const privately: PrivateWords = {
  withdraw: 'Anfrage zurückziehen',
  takeBackVote: 'Antwort zurücknehmen',
  close: 'Schließen',
  approval: 'Genehmigungsanfrage',
  answerIsIn: 'Deine Antwort ist eingegangen.',
  answerIsBeingChecked: 'Deine Antwort ist eingegangen und wird geprüft.',
  answerIs: ({ choice }) => `Deine Antwort ist eingegangen: ${choice}.`,
  answeredSince:
    'Du hast noch einmal geantwortet, nachdem du dieses Formular geöffnet hattest. Deshalb gilt deine neuere Antwort.',
  answerTakenBack: 'Deine Antwort ist zurückgenommen.',
  isWithdrawn: 'Die Anfrage ist zurückgezogen. Das steht auch auf ihrer Karte.',
  isDeliveredAgain: 'Die Entscheidung wird noch einmal zugestellt.',
  notYoursToRetry: 'Erneut zustellen lassen kann das nur, wer angefragt hat oder entscheiden darf.',
  retryUnknown:
    'Slack konnte nicht gefragt werden, ob du entscheiden darfst. Bitte versuch es in einer Minute noch einmal.',
  formNotOpened: 'Slack hat das Formular nicht geöffnet. Bitte klicke noch einmal.',
  detailsNotOpened: 'Slack hat die Details nicht geöffnet. Bitte klicke noch einmal.',
  listNotOpened: 'Slack hat die Liste nicht geöffnet. Bitte klicke noch einmal.',
  formOffered: 'Slack hat das Formular nicht geöffnet. Es ist noch nichts entschieden.',
  openForm: 'Formular öffnen',
  withoutReason: ({ answer }) => `${answer} ohne Begründung`,
  unknownButton:
    'Das stammt aus einer anderen Version dieser App, die gerade aktualisiert wird. Bitte versuch es in ein paar Minuten noch einmal.',
  otherDeployment: ({ namespace }) =>
    `Diese Karte gehört zu einer anderen Instanz dieser App, „${namespace}“, und muss dort beantwortet werden. Hier wurde nichts entschieden.`,
  notPostedByThen: 'Die Karte war bis dahin noch nicht gepostet.',
  reasonGiven: ({ explanation, reason }) => `${explanation} Begründung: ${reason}`,
  voteRefused: ({ explanation }) => `Deine Antwort zählt nicht. ${explanation}`,
  voteVoid:
    'Die Anfrage wurde nach deiner Antwort geändert, deshalb zählt deine Antwort nicht mehr. Bitte sieh dir die Karte noch einmal an.',
  voteClosed: ({ outcome }) => `Die Entscheidung fiel, während deine Antwort noch geprüft wurde: ${outcome}.`,
  outcomeOfYours: ({ outcome, reason }) => `Deine Anfrage: ${outcome}.${becauseOf(reason)}`,
  outcomeOnYourBehalf: ({ outcome, reason }) => `Die Anfrage in deinem Auftrag: ${outcome}.${becauseOf(reason)}`,
  reminder: 'Diese Anfrage wartet noch auf eine Antwort.',
  stageBegun: ({ stage }) => `${stage}. Jetzt wird deine Antwort gebraucht.`,
  stageClosed:
    'Diese Stufe wurde entschieden, während deine Antwort noch geprüft wurde. Deshalb zählt deine Antwort nicht. Bitte sieh dir die Karte noch einmal an.',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed')
      return 'Du kannst diese Anfrage genehmigen oder ablehnen.';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation} Du kannst die Anfrage genehmigen.`;
    return `${approve.explanation} ${reject.answer === 'allowed' ? 'Du kannst die Anfrage ablehnen.' : reject.explanation}`;
  },
  allowed: ({ group }) =>
    group === null
      ? 'Du darfst entscheiden.'
      : `Du darfst entscheiden; deine Genehmigung zählt für die Benutzergruppe ${group}.`,
  beingAsked: 'Slack wird gerade gefragt, ob du entscheiden darfst.',
  notAskedNow: 'Slack konnte gerade nicht gefragt werden, ob du entscheiden darfst.',
  noAccess: 'Dazu muss Slack gefragt werden, aber dieser Prozess hat keinen Zugang zu Slack.',
  answers: 'Antworten',
  whoMayDecide: 'Wer entscheiden darf',
  mayVeto: 'Wer allein ablehnen darf',
  payload: 'Nutzdaten',
  kind: 'Art',
  revision: 'Revision',
  id: 'ID',
  digest: 'Prüfsumme',
  answerOf: ({ by, answer, choice, stage, at, reason }) => {
    const said = `${by} hat ${answer === 'approve' ? 'genehmigt' : 'abgelehnt'}${stage === null ? '' : ` (${stage})`}`;
    const told = choice === null ? `${said}, ${at}` : `${said}: ${choice}, ${at}`;
    return reason === null ? told : `${told}: ${reason}`;
  },
  approvalsNeeded: ({ count }) =>
    plural(count, { one: 'Eine Genehmigung ist nötig.', other: `${count} Genehmigungen sind nötig.` }),
  countedByChoice: 'Genehmigungen werden für jede Antwortmöglichkeit einzeln gezählt.',
  membersOf: ({ group }) => `Mitglieder von ${group}`,
  countFrom: ({ count, group }) => `${count} aus ${group}`,
  membersOfCardsChannel: 'Mitglieder des Channels, in dem die Karte steht',
  anyoneInWorkspace: 'Alle in diesem Workspace',
  editHint: 'Du kannst diese Werte ändern, bevor du genehmigst.',
  inputProblem: explainInputProblem,
  notAnInput: 'Das kann nicht geändert werden.',
};

function becauseOf(reason: string | null): string {
  return reason === null ? '' : ` Begründung: ${reason}`;
}

function explainInputProblem(problem: InputProblem): string {
  switch (problem.code) {
    case 'not_a_text':
      return 'Bitte gib einen Text ein.';
    case 'not_one_line':
      return 'Bitte schreib alles in eine Zeile.';
    case 'not_a_number':
      return 'Bitte gib eine Zahl wie 1.5 ein: nur Ziffern, mit einem Punkt vor den Nachkommastellen.';
    case 'not_whole':
      return 'Bitte gib eine ganze Zahl wie 15 ein.';
    case 'not_a_date':
      return 'Bitte wähle ein Datum wie 2026-11-22.';
    case 'not_an_option':
      return 'Bitte wähle eine der Optionen.';
    case 'not_a_checkbox':
      return 'Bitte wähle Ja oder Nein.';
    case 'too_long':
      return `Bitte schreib höchstens ${problem.limit} Zeichen.`;
    case 'too_small':
      return `Bitte gib eine Zahl ein, die mindestens ${problem.limit} ist.`;
    case 'too_large':
      return `Bitte gib eine Zahl ein, die höchstens ${problem.limit} ist.`;
  }
}
