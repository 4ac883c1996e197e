import type { Remedy, TroubleWords } from '../words/trouble-words.js';
import { statuses } from './states.js';

export const trouble: TroubleWords = {
  needsAttention: 'Handlungsbedarf',
  deliveryDead: ({ title, outcome, why }) => {
    const ended =
      outcome === 'approved'
        ? 'wurde genehmigt, aber nie ausgeführt'
        : `ist ${statuses[outcome]}, aber ihre Quelle weiß es nicht`;
    return sentence(`${about(title)} ${ended}`, title, why);
  },
  stepFailed: ({ title, step, why }) =>
    sentence(`${about(title)} wurde genehmigt, aber der Schritt „${step}“ ist fehlgeschlagen`, title, why),
  cardWaiting: ({ title, why }) =>
    sentence(`${title === null ? 'Die Karte' : `Die Karte zu ${title}`} kann nicht angezeigt werden`, title, why),
  isStuck: ({ title }) =>
    sentence(
      `${about(title)} hat jeden Prozess abstürzen lassen, der sie bearbeitet hat, und kann nur noch ablaufen`,
      title,
      null,
    ),
  slackProblem: ({ type, code, remedy }) =>
    ({
      refused: `Slack lehnt die Karte ab: ${code}. ${remedy}`,
      client_not_loaded: `Dieses Programm kann @slack/web-api nicht laden (${code}). ${remedy}`,
      no_answer: `Slack hat auf drei Versuche, die Karte zu posten, nicht geantwortet (${code}). Sie wird erneut gepostet, bis Slack antwortet.`,
      not_taken: `Slack hat die Karte seit einem Tag nicht angenommen: ${code}.`,
      gone: `Slack findet nicht, wozu die Karte gehört: ${code}.`,
      unfit: `Slack nimmt die Karte so nicht an, wie sie aufgebaut ist: ${code}. Bitte melde das als Fehler.`,
    })[type],
  slackRemedy: ({ remedy }) => remedies[remedy],
};

function about(title: string | null): string {
  return title === null ? 'Diese Anfrage' : `Die Anfrage ${title}`;
}

/** In the thread of a card it is a whole sentence, with its full stop; elsewhere it stands in a list. */
function sentence(what: string, title: string | null, why: string | null): string {
  const said = why === null ? what : `${what}: ${why}`;
  return title === null ? `${said}.` : said;
}

const remedies: Readonly<Record<Remedy, string>> = {
  new_token: 'Gib dem Prozess ein gültiges Bot-Token (SLACK_BOT_TOKEN) und starte ihn neu.',
  invite: 'Lade die App in den Channel ein.',
  allow_posting:
    'Sorge dafür, dass die App in diesem Channel posten darf: Frag einen Admin des Workspace oder wähle einen anderen Channel.',
  ask_admin: 'Bitte einen Admin des Workspace, die App zuzulassen.',
  install_again:
    'Installiere die App noch einmal im Workspace und starte den Prozess dann mit dem neuen Bot-Token neu.',
  bot_token: 'Verwende das Bot-Token der App; es beginnt mit xoxb-.',
  add_scope: 'Füge der Slack-App die fehlende Berechtigung (Scope) hinzu und installiere sie noch einmal.',
  allow_network:
    'Erlaube dieses Netzwerk in den Einstellungen der Slack-App oder rufe Slack aus einem erlaubten Netzwerk auf.',
  install_in_workspace:
    'Installiere die App in einem Workspace: Für die ganze Organisation lehnt Slack diesen Aufruf ab.',
  wait_for_move: 'Warte, bis der Umzug des Workspace in eine Enterprise-Organisation abgeschlossen ist.',
  grant_access: 'Bitte einen Admin der Organisation, der App Zugang zu diesem Workspace zu geben.',
  two_factor: 'Richte die Zwei-Faktor-Authentifizierung für das Konto ein, das die App installiert hat.',
  message_limit: 'Der Workspace hat das Nachrichtenlimit seines Slack-Abos erreicht: Wechsle das Abo oder warte ab.',
  install_client:
    'Installiere @slack/web-api neben dem Programm. Ein ES-Modul, das esbuild gebündelt hat, braucht ein `require`; der Fehler steht im Log.',
  check_channel: 'Prüfe die Channel-ID. Wenn der Channel privat ist, lade die App in ihn ein.',
  check_workspace: 'Prüfe die Channel-ID: Slack findet keinen Workspace mit diesem Channel.',
  unarchive: 'Hebe die Archivierung des Channels auf oder wähle einen anderen.',
  resume_messages: 'Ein Admin hat Nachrichten in diesem Channel ausgesetzt: Bitte darum, sie wieder zu erlauben.',
  messages_tab:
    'Schalte in den Einstellungen der Slack-App unter „App Home“ im Abschnitt „Show Tabs“ den „Messages Tab“ ein.',
  unlock_thread: 'Hebe die Sperre des Threads auf.',
  other_place: 'Die Nachricht, zu der der Thread gehört, gibt es nicht mehr: Wähle einen anderen Ort.',
  no_replies: 'Auf diese Nachricht kann nicht geantwortet werden: Wähle einen anderen Ort.',
  look_up: 'Schlag diesen Code in der Dokumentation der Slack-API nach und behebe die Ursache.',
};
