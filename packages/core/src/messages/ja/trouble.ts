import type { Outcome } from '../../domain/model/approval.js';
import type { Remedy, TroubleWords } from '../words/trouble-words.js';

export const trouble: TroubleWords = {
  needsAttention: '対応が必要です',
  deliveryDead: ({ title, outcome, why }) => about(title, undelivered[outcome], why),
  stepFailed: ({ title, step, why }) => about(title, `は承認されましたが、ステップ「${step}」が失敗しました`, why),
  cardWaiting: ({ title, why }) => about(title, 'のカードを表示できません', why),
  isStuck: ({ title }) =>
    about(title, 'を処理したプロセスがすべて異常終了したため、期限切れの処理だけが引き続き有効です', null),
  slackProblem: ({ type, code, remedy }) =>
    ({
      refused: `Slack がカードを拒否しました（${code}）。${remedy}`,
      client_not_loaded: `このプログラムは @slack/web-api を読み込めません（${code}）。${remedy}`,
      no_answer: `3 回投稿しましたが、Slack から応答がありません（${code}）。応答があるまで、カードの投稿を繰り返します。`,
      not_taken: `Slack が 1 日の間、カードを受け付けていません（${code}）。`,
      gone: `Slack で、カードの投稿先が見つかりません（${code}）。`,
      unfit: `この形のカードを Slack が受け付けません（${code}）。不具合として報告してください。`,
    })[type],
  slackRemedy: ({ remedy }) => remedies[remedy],
};

const undelivered: Readonly<Record<Outcome, string>> = {
  approved: 'は承認されましたが、実行されませんでした',
  rejected: 'は却下されましたが、依頼元に伝わっていません',
  expired: 'は期限切れになりましたが、依頼元に伝わっていません',
  withdrawn: 'は取り下げられましたが、依頼元に伝わっていません',
};

/** A whole sentence in the thread of a card, where there is no title; a part of a line in a list. */
function about(title: string | null, what: string, why: string | null): string {
  const subject = title === null ? 'この依頼' : `依頼「${title}」`;
  const said = `${subject}${what}${why === null ? '' : `：${why}`}`;
  return title === null ? `${said}。` : said;
}

const remedies: Readonly<Record<Remedy, string>> = {
  new_token: '有効なボットトークン（SLACK_BOT_TOKEN）をプロセスに設定し、再起動してください。',
  invite: 'アプリをチャンネルに招待してください。',
  allow_posting:
    'アプリがこのチャンネルに投稿できるよう、ワークスペースの管理者に依頼するか、別のチャンネルを選んでください。',
  ask_admin: 'アプリを許可するよう、ワークスペースの管理者に依頼してください。',
  install_again: 'アプリをワークスペースにもう一度インストールし、新しいボットトークンでプロセスを再起動してください。',
  bot_token: 'xoxb- で始まる、アプリのボットトークンを使用してください。',
  add_scope: 'Slack アプリにスコープを追加し、もう一度インストールしてください。',
  allow_network:
    'Slack アプリの設定でこのネットワークを許可するか、許可されたネットワークから Slack を呼び出してください。',
  install_in_workspace:
    'アプリをワークスペースにインストールしてください。OrG 全体に対するこの呼び出しは、Slack に拒否されます。',
  wait_for_move: 'ワークスペースの Enterprise OrG への移行が終わるまでお待ちください。',
  grant_access: 'アプリにこのワークスペースへのアクセスを許可するよう、OrG の管理者に依頼してください。',
  two_factor: 'アプリをインストールしたアカウントで、2 要素認証を設定してください。',
  message_limit:
    'ワークスペースが Slack プランのメッセージ数の上限に達しています。プランを変更するか、しばらくお待ちください。',
  install_client:
    'プログラムと同じ場所に @slack/web-api をインストールしてください。esbuild でバンドルした ES モジュールには `require` が必要です。エラーの内容はログにあります。',
  check_channel: 'チャンネル ID を確認してください。プライベートチャンネルの場合は、アプリを招待してください。',
  check_workspace: 'チャンネル ID を確認してください。このチャンネルがあるワークスペースが Slack で見つかりません。',
  unarchive: 'チャンネルのアーカイブを解除するか、別のチャンネルを選んでください。',
  resume_messages: '管理者がこのチャンネルのメッセージを停止しています。再開するよう管理者に依頼してください。',
  messages_tab: 'アプリのメッセージタブを有効にしてください（App Home の Show Tabs）。',
  unlock_thread: 'スレッドのロックを解除してください。',
  other_place: 'スレッドの元のメッセージがなくなっています。別の投稿先を選んでください。',
  no_replies: 'このメッセージには返信できません。別の投稿先を選んでください。',
  look_up: 'Slack API のドキュメントでこのコードを調べ、原因を解消してください。',
};
