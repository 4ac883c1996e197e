import type { InputProblem } from '../../domain/model/input.js';
import type { PrivateWords } from '../words/private-words.js';

export const privately: PrivateWords = {
  withdraw: '取り下げる',
  takeBackVote: '回答を取り消す',
  close: '閉じる',
  approval: '承認依頼',
  answerIsIn: '回答を受け付けました。',
  answerIsBeingChecked: '回答を受け付け、確認しています。',
  answerIs: ({ choice }) => `回答を受け付けました：${choice}`,
  answeredSince: 'このフォームを開いた後にもう一度回答したため、新しいほうの回答が有効です。',
  answerTakenBack: '回答を取り消しました。',
  isWithdrawn: '依頼を取り下げました。カードにもその旨が表示されます。',
  isDeliveredAgain: '決定をもう一度送信しています。',
  notYoursToRetry: '決定を再送信できるのは、依頼した本人か、この依頼に回答できる人だけです。',
  retryUnknown: 'この依頼に回答できるかどうかを Slack に確認できませんでした。1 分ほどしてからもう一度お試しください。',
  formNotOpened: 'Slack でフォームを開けませんでした。もう一度クリックしてください。',
  detailsNotOpened: 'Slack で詳細を開けませんでした。もう一度クリックしてください。',
  listNotOpened: 'Slack で一覧を開けませんでした。もう一度クリックしてください。',
  formOffered: 'Slack でフォームを開けませんでした。まだ何も決定していません。',
  openForm: 'フォームを開く',
  withoutReason: ({ answer }) => `${answer}（理由なし）`,
  unknownButton:
    'これは別のバージョンのアプリで作成されたものです。アプリを更新中のため、数分後にもう一度お試しください。',
  otherDeployment: ({ namespace }) =>
    `このカードは、このアプリの別のデプロイ環境「${namespace}」のものです。そちらで回答してください。ここでは何も決定されていません。`,
  notPostedByThen: 'その時点で、カードはまだ投稿されていませんでした。',
  reasonGiven: ({ explanation, reason }) => `${explanation}理由：${reason}`,
  voteRefused: ({ explanation }) => `あなたの回答は無効です。${explanation}`,
  voteVoid:
    '回答した後に依頼の内容が変更されたため、あなたの回答は無効になりました。カードをもう一度確認してください。',
  voteClosed: ({ outcome }) => `あなたの回答を確認している間に、この依頼の結果が決まりました：${outcome}`,
  outcomeOfYours: ({ outcome, reason }) => withReason(`あなたの依頼の結果：${outcome}`, reason),
  outcomeOnYourBehalf: ({ outcome, reason }) => withReason(`あなたの代理で出された依頼の結果：${outcome}`, reason),
  reminder: 'この依頼はまだ回答を待っています。',
  stageBegun: ({ stage }) => `${stage}。あなたの回答を待っています。`,
  stageClosed:
    'あなたの回答を確認している間にこのステージの結果が決まったため、あなたの回答は無効です。カードをもう一度確認してください。',
  mayDecide: ({ approve, reject }) => {
    if (approve.answer === 'allowed' && reject.answer === 'allowed') return 'この依頼を承認または却下できます。';
    if (approve.code === reject.code) return approve.explanation;
    // what is in the way comes first
    if (approve.answer === 'allowed') return `${reject.explanation}承認はできます。`;
    return `${approve.explanation}${reject.answer === 'allowed' ? '却下はできます。' : reject.explanation}`;
  },
  allowed: ({ group }) =>
    group === null
      ? 'この依頼に回答できます。'
      : `この依頼に回答できます。あなたの承認は、ユーザーグループ ${group} の承認として数えられます。`,
  beingAsked: 'この依頼に回答できるかどうかを Slack に確認しています。',
  notAskedNow: 'この依頼に回答できるかどうかを、ただいま Slack に確認できません。',
  noAccess: 'Slack への確認が必要ですが、このプロセスは Slack にアクセスできません。',
  answers: '回答',
  whoMayDecide: '回答できる人',
  mayVeto: '1 人で却下できる人',
  payload: 'ペイロード',
  kind: '種類',
  revision: 'リビジョン',
  id: 'ID',
  digest: 'ハッシュ値',
  answerOf: ({ by, answer, choice, stage, at, reason }) => {
    const said = `${by}：${answer === 'approve' ? '承認' : '却下'}${choice === null ? '' : `「${choice}」`}`;
    const told = `${said}（${stage === null ? '' : `${stage}、`}${at}）`;
    return withReason(told, reason);
  },
  approvalsNeeded: ({ count }) => `${count} 件の承認が必要です。`,
  countedByChoice: '承認は選択肢ごとに数えられます。',
  membersOf: ({ group }) => `${group} のメンバー`,
  countFrom: ({ count, group }) => `${group} から承認 ${count} 件`,
  membersOfCardsChannel: 'カードがあるチャンネルのメンバー',
  anyoneInWorkspace: 'このワークスペースの全員',
  editHint: '承認する前に、次の値を変更できます。',
  inputProblem: explainInputProblem,
  notAnInput: 'この値は編集できません。',
};

function withReason(said: string, reason: string | null): string {
  return reason === null ? said : `${said}。理由：${reason}`;
}

function explainInputProblem(problem: InputProblem): string {
  switch (problem.code) {
    case 'not_a_text':
      return 'テキストを入力してください。';
    case 'not_one_line':
      return '1 行で入力してください。';
    case 'not_a_number':
      return '1.5 のような数値を、半角数字で入力してください。小数点にはピリオドを使います。';
    case 'not_whole':
      return '15 のような整数を入力してください。';
    case 'not_a_date':
      return '2026-11-22 のような日付を選択してください。';
    case 'not_an_option':
      return '選択肢から 1 つ選択してください。';
    case 'not_a_checkbox':
      return '「はい」か「いいえ」を選択してください。';
    case 'too_long':
      return `${problem.limit} 文字以内で入力してください。`;
    case 'too_small':
      return `${problem.limit} 以上の数値を入力してください。`;
    case 'too_large':
      return `${problem.limit} 以下の数値を入力してください。`;
  }
}
