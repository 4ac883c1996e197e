import type { Status } from '../../domain/model/approval.js';
import { limits } from '../../domain/model/limits.js';
import type { RefusalTable } from '../../domain/model/refusal-words.js';
import { stepStates } from './card.js';

const late = {
  expiry: '期限までに回答がなかったため',
  never_shown: '期限までにカードを投稿できなかったため',
} as const;

const statuses: Readonly<Record<Status, string>> = {
  pending: '回答待ち',
  approved: '承認済み',
  rejected: '却下済み',
  expired: '期限切れ',
  withdrawn: '取り下げ済み',
};

export const refusals: RefusalTable = {
  self_approval: ({ role }) =>
    ({
      requester: 'あなたが出した依頼のため、ほかの人の回答が必要です。',
      on_behalf_of: 'あなたの代理で出された依頼のため、ほかの人の回答が必要です。',
      amender: 'あなたが変更した依頼のため、ほかの人の回答が必要です。',
    })[role],
  not_an_approver: ({ stage }) =>
    stage === null ? 'あなたはこの依頼の承認者ではありません。' : `あなたはステージ ${stage} の承認者ではありません。`,
  use_the_card: ({ channel }) =>
    `この依頼にはチャンネルのメンバーが回答できます。${channel === null ? 'そのチャンネル' : `${channel} `}にあるカードから回答してください。`,
  outsider: () => 'このワークスペースの外部の人は、承認者に指定されていない限り回答できません。',
  bot: () => 'アプリやボットは回答できません。',
  guest: () => 'ゲストは、承認者に指定されていない限り回答できません。',
  deactivated: () => 'このアカウントは解除されています。',
  already_voted: ({ state }) =>
    ({
      counted: '回答は受け付け済みです。',
      being_checked: '回答は受け付け済みで、確認中です。',
      in_earlier_stage: '前のステージで回答済みです。1 人が回答できるステージは 1 つだけです。',
    })[state],
  stage_not_begun: () => 'あなたが回答するのは、まだ始まっていない後のステージです。',
  stage_over: () => 'あなたが回答できるステージは終了しました。',
  not_found: ({ unreadable }) => {
    if (unreadable === 'newer') return 'この依頼は新しいバージョンに更新中です。数分後にもう一度お試しください。';
    if (unreadable === 'corrupt') return 'ただいまこの依頼を読み込めません。アプリの運用担当者に通知しました。';
    return 'この依頼は見つかりません。';
  },
  repeat: ({ of }) => (of === 'vote' ? 'この回答は受け付け済みです。' : 'この操作は完了済みです。'),
  already_decided: ({ outcome, cause, by }) => {
    if (cause === 'own_vote') return `回答は受け付け済みで、この依頼は${statuses[outcome]}です。`;
    if (cause === 'votes') return `この依頼はすでに${statuses[outcome]}です（回答者：${by.join('、')}）。`;
    return `${late[cause]}、設定に従って${outcome === 'approved' ? '承認' : '却下'}されました。`;
  },
  expired: ({ cause }) =>
    cause === 'being_checked'
      ? '回答期限を過ぎました。期限内に届いた回答を、引き続き確認しています。'
      : `${late[cause]}、この依頼は期限切れになりました。`,
  withdrawn: ({ by, at }) => `この依頼は、結果が決まる前に取り下げられました（${by ?? '依頼元'}、${at}）。`,
  revision_changed: () => 'あなたが見た後に依頼の内容が変更されました。カードをもう一度確認してから回答してください。',
  stage_changed: () =>
    'あなたが見たステージは終了しました。現在回答できる人が表示されていますので、カードをもう一度確認してください。',
  reason_required: () => 'この回答には理由を入力してください。',
  unknown_choice: ({ choices }) => {
    if (choices === null) return 'この依頼に選択肢はありません。承認または却下してください。';
    const listed = choices.map(({ id, label }) => `${id}（${label}）`).join('、');
    return `この選択肢はありません。選べるのは次のとおりです：${listed}`;
  },
  too_many_votes: ({ limit }) => `この依頼にはすでに上限の ${limit} 件の回答があります。`,
  too_many_answers_being_checked: () => 'ただいま多くの回答を確認しています。1 分ほどしてからもう一度お試しください。',
  too_many_changes: ({ limit, by }) =>
    by === 'you'
      ? `あなたはすでに回答を ${limit} 回変更しているため、これ以上変更できません。`
      : `この依頼への回答はすでに合計 ${limit} 回変更されているため、これ以上変更できません。`,
  no_vote: () => '取り消せる回答がありません。',
  invalid_edit: ({ cause, problems }) => {
    if (cause === 'not_editable') return 'この依頼の内容は変更できません。このまま回答してください。';
    if (cause === 'not_accepted') return '変更した内容は受け付けられなくなりました。カードをもう一度確認してください。';
    return problems.map(({ name, problem }) => `${name}：${problem}`).join('');
  },
  policy_changed: () =>
    'この値には別の承認ルールが適用されるため、ここでは承認できません。変更せずに承認するか、新しく依頼し直してもらってください。',
  kind_not_defined: () => 'ただいま変更内容を確認できないため、何も決定していません。数分後にもう一度お試しください。',
  voter_unknown: ({ cause, group }) =>
    ({
      no_answer: 'この依頼に回答できるかどうかを、時間内に Slack に確認できませんでした。もう一度回答してください。',
      expired: 'この依頼に回答できるかどうかを、時間内に Slack に確認できませんでした。',
      account_not_found: 'Slack であなたのアカウントを確認できなかったため、あなたの回答は無効です。',
      group_not_found: `Slack でユーザーグループ ${group} を確認できなかったため、あなたの回答は無効です。`,
    })[cause],
  missing_scope: ({ scope }) =>
    `Slack アプリにスコープ ${scope} がないため、回答できるかどうかを確認できません。アプリの運用担当者に連絡してください。`,
  not_pending: ({ status, command }) =>
    ({
      withdraw: `この依頼はすでに${statuses[status]}のため、取り下げられません。`,
      change: `この依頼はすでに${statuses[status]}のため、変更できません。`,
      take_back: `この依頼はすでに${statuses[status]}のため、回答を取り消せません。`,
    })[command],
  not_the_requester: ({ askers }) => `取り下げられるのは、依頼した本人（${askers.join('、')}）だけです。`,
  not_approved: ({ status }) => `進捗を記録できるのは承認済みの依頼だけです。この依頼は${statuses[status]}です。`,
  unknown_step: () => 'この種類の依頼に、そのようなステップはありません。',
  step_is_over: ({ state }) => `このステップはすでに「${stepStates[state]}」です。`,
  delivery_under_way: ({ command }) =>
    command === 'redeliver'
      ? '決定の送信をまだ試行しています。'
      : '決定の送信が終わっていません。その内容はまだ必要です。',
  nothing_to_deliver: ({ cause }) =>
    ({
      pending: '送信する決定がまだありません。',
      no_sink: 'この種類の決定には受信側がありません（`onDecision` が未設定です）。',
      delivered: '決定は送信済みです。',
    })[cause],
  still_pending: () => 'この依頼はまだ回答待ちです。先に取り下げてください。',
  erased: ({ part }) =>
    ({
      approval: 'この依頼は消去されました。',
      card: 'この依頼は消去されたため、カードに表示する内容がありません。',
      delivery: 'この依頼は、送信する内容とともに消去されました。',
    })[part],
  history_full: () => `この依頼の履歴は、上限の ${limits.historyEntries} 件に達しています。`,
  record_too_large: ({ cause }) =>
    cause === 'record'
      ? 'この依頼のデータが大きくなりすぎるため、何も保存していません。'
      : 'この値ではデータが大きすぎます。短くしてください。',
};
