import { limits } from '../../domain/model/limits.js';
import type { RefusalTable } from '../../domain/model/refusal-words.js';
import { joinNames } from '../words/join-names.js';
import { statuses, stepStates } from './states.js';

const late = {
  expiry: 'Niemand hat rechtzeitig geantwortet',
  never_shown: 'Die Karte konnte nicht rechtzeitig gepostet werden',
} as const;

export const refusals: RefusalTable = {
  self_approval: ({ role }) =>
    ({
      requester: 'Du hast das selbst angefragt, deshalb muss jemand anderes entscheiden.',
      on_behalf_of: 'Das wurde in deinem Auftrag angefragt, deshalb muss jemand anderes entscheiden.',
      amender: 'Du hast diese Anfrage selbst geändert, deshalb muss jemand anderes entscheiden.',
    })[role],
  not_an_approver: ({ stage }) =>
    stage === null
      ? 'Du gehörst nicht zu den Personen, die über diese Anfrage entscheiden.'
      : `Du gehörst nicht zu den Personen, die in Stufe ${stage} entscheiden.`,
  use_the_card: ({ channel }) =>
    `Die Mitglieder des Channels dürfen entscheiden: Bitte nutze die Karte ${channel === null ? 'in ihrem Channel' : `in ${channel}`}.`,
  outsider: () =>
    'Personen von außerhalb dieses Workspace können nur entscheiden, wenn sie namentlich dafür festgelegt sind.',
  bot: () => 'Apps und Bots können nicht entscheiden.',
  guest: () => 'Gäste können nur entscheiden, wenn sie namentlich dafür festgelegt sind.',
  deactivated: () => 'Dieses Konto ist deaktiviert.',
  already_voted: ({ state }) =>
    ({
      counted: 'Deine Antwort ist eingegangen.',
      being_checked: 'Deine Antwort ist eingegangen und wird geprüft.',
      in_earlier_stage: 'Deine Antwort aus einer früheren Stufe ist eingegangen. Jede Person zählt nur in einer Stufe.',
    })[state],
  stage_not_begun: () => 'Du entscheidest in einer späteren Stufe, die noch nicht begonnen hat.',
  stage_over: () => 'Die Stufe, in der du entscheiden konntest, ist vorbei.',
  not_found: ({ unreadable }) => {
    if (unreadable === 'newer')
      return 'Diese Anfrage wird gerade auf eine neuere Version umgestellt. Bitte versuch es in ein paar Minuten noch einmal.';
    if (unreadable === 'corrupt')
      return 'Diese Anfrage kann gerade nicht gelesen werden. Das Team, das diese App betreibt, weiß Bescheid.';
    return 'Diese Anfrage gibt es nicht.';
  },
  repeat: ({ of }) => (of === 'vote' ? 'Diese Antwort ist bereits eingegangen.' : 'Das ist bereits erledigt.'),
  already_decided: ({ outcome, cause, by }) => {
    if (cause === 'own_vote') return `Deine Antwort ist eingegangen: Die Anfrage ist ${statuses[outcome]}.`;
    if (cause === 'votes') return `Die Anfrage wurde bereits von ${joinNames(by, 'und')} ${statuses[outcome]}.`;
    return `${late[cause]}, deshalb wurde die Anfrage ${statuses[outcome]}, wie es dafür festgelegt ist.`;
  },
  expired: ({ cause }) =>
    cause === 'being_checked'
      ? 'Die Zeit zum Antworten ist vorbei. Eine rechtzeitig gegebene Antwort wird noch geprüft.'
      : `${late[cause]}, deshalb ist die Anfrage abgelaufen.`,
  withdrawn: ({ by, at }) =>
    `Die Anfrage wurde von ${by ?? 'ihrer Quelle'} zurückgezogen, bevor sie entschieden war (${at}).`,
  revision_changed: () =>
    'Die Anfrage wurde geändert, nachdem du sie gesehen hast. Bitte sieh dir die Karte noch einmal an und entscheide dann.',
  stage_changed: () =>
    'Die Stufe, die du gesehen hast, ist vorbei. Bitte sieh dir die Karte noch einmal an: Dort steht, wer jetzt entscheidet.',
  reason_required: () => 'Bitte gib zu dieser Antwort eine Begründung an.',
  unknown_choice: ({ choices }) => {
    if (choices === null) return 'Hier stehen keine Antworten zur Wahl: Genehmige die Anfrage oder lehne sie ab.';
    const listed = choices.map(({ id, label }) => `${id} (${label})`).join(', ');
    return `Diese Antwort steht nicht zur Wahl. Möglich sind: ${listed}.`;
  },
  too_many_votes: ({ limit }) => `Auf diese Anfrage gibt es bereits ${limit} Antworten.`,
  too_many_answers_being_checked: () =>
    'Gerade werden viele Antworten geprüft. Bitte versuch es in einer Minute noch einmal.',
  too_many_changes: ({ limit, by }) =>
    by === 'you'
      ? `Du hast deine Antwort bereits ${limit}-mal geändert. Sie kann nicht mehr geändert werden.`
      : `Die Antworten auf diese Anfrage wurden bereits ${limit}-mal geändert. Sie können nicht mehr geändert werden.`,
  no_vote: () => 'Hier gibt es keine Antwort von dir, die du zurücknehmen könntest.',
  invalid_edit: ({ cause, problems }) => {
    if (cause === 'not_editable') return 'Diese Anfrage kann nur so beantwortet werden, wie sie ist.';
    if (cause === 'not_accepted')
      return 'Deine Änderungen werden nicht mehr angenommen. Bitte sieh dir die Karte noch einmal an.';
    return problems.map(({ name, problem }) => `${name}: ${problem}`).join(' ');
  },
  policy_changed: () =>
    'Für diese Werte gelten andere Regeln, deshalb können sie hier nicht genehmigt werden. Genehmige die Anfrage unverändert oder stelle sie neu.',
  kind_not_defined: () =>
    'Änderungen können gerade nicht geprüft werden, deshalb ist nichts entschieden. Bitte versuch es in ein paar Minuten noch einmal.',
  voter_unknown: ({ cause, group }) =>
    ({
      no_answer: 'Slack hat nicht rechtzeitig mitgeteilt, ob du entscheiden darfst. Bitte antworte noch einmal.',
      expired: 'Slack hat nicht rechtzeitig mitgeteilt, ob du entscheiden darfst.',
      account_not_found: 'Slack konnte dein Konto nicht finden, deshalb zählt deine Antwort nicht.',
      group_not_found: `Slack konnte die Benutzergruppe ${group} nicht finden, deshalb zählt deine Antwort nicht.`,
    })[cause],
  missing_scope: ({ scope }) =>
    `Der Slack-App fehlt die Berechtigung ${scope}, deshalb kann sie nicht erkennen, ob du entscheiden darfst. Bitte sag dem Team Bescheid, das sie betreibt.`,
  not_pending: ({ status, command }) =>
    ({
      withdraw: `Diese Anfrage ist bereits ${statuses[status]} und kann nicht mehr zurückgezogen werden.`,
      change: `Diese Anfrage ist bereits ${statuses[status]} und kann nicht mehr geändert werden.`,
      take_back: `Diese Anfrage ist bereits ${statuses[status]}, deshalb kann keine Antwort mehr zurückgenommen werden.`,
    })[command],
  not_the_requester: ({ askers }) =>
    `Nur wer diese Anfrage gestellt hat, kann sie zurückziehen: ${joinNames(askers, 'oder')}.`,
  not_approved: ({ status }) => `Fortschritt gibt es nur bei genehmigten Anfragen; diese ist ${statuses[status]}.`,
  unknown_step: () => 'Diesen Schritt gibt es bei dieser Art von Anfrage nicht.',
  step_is_over: ({ state }) => `Dieser Schritt steht bereits auf „${stepStates[state]}“.`,
  delivery_under_way: ({ command }) =>
    command === 'redeliver'
      ? 'Die Zustellung wird noch versucht.'
      : 'Die Entscheidung ist noch nicht zugestellt: Ihr Inhalt wird noch gebraucht.',
  nothing_to_deliver: ({ cause }) =>
    ({
      pending: 'Es gibt noch keine Entscheidung, die zugestellt werden kann.',
      no_sink: 'Niemand nimmt die Entscheidungen dieser Art entgegen: Sie hat kein `onDecision`.',
      delivered: 'Diese Entscheidung ist bereits zugestellt.',
    })[cause],
  still_pending: () => 'Diese Anfrage ist noch nicht entschieden: Zieh sie zuerst zurück.',
  erased: ({ part }) =>
    ({
      approval: 'Diese Anfrage wurde gelöscht.',
      card: 'Diese Anfrage wurde gelöscht: Ihre Karte hat nichts mehr zu zeigen.',
      delivery: 'Diese Anfrage wurde gelöscht und mit ihr, was zugestellt werden sollte.',
    })[part],
  history_full: () => `Der Verlauf dieser Anfrage hat die Höchstzahl von ${limits.historyEntries} Einträgen erreicht.`,
  record_too_large: ({ cause }) =>
    cause === 'record'
      ? 'Diese Anfrage würde zu groß; es wurde nichts gespeichert.'
      : 'Mit diesen Werten wird die Anfrage zu groß. Bitte schreib weniger.',
};
