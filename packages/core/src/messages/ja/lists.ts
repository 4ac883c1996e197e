import type { ListWords } from '../words/list-words.js';

const names = {
  waiting: 'あなたの回答待ち',
  asked: 'あなたの依頼',
  open: '受付中のすべての依頼',
  decided: '最近の決定',
} as const;

const empty = {
  waiting: 'あなたの回答を待っている依頼はありません。',
  asked: 'あなたの依頼で受付中のものはありません。',
  open: '表示できる受付中の依頼はありません。',
  decided: '最近の決定はありません。',
} as const;

export const lists: ListWords = {
  homeList: ({ list }) => names[list],
  homeListEmpty: ({ list }) => empty[list],
  onlyNewestRead: '回答待ちの依頼のうち、新しいものだけを確認しました。',
  listCounted: ({ waiting, asked }) => `あなたの回答待ち：${waiting} 件、あなたの依頼：${asked} 件`,
  kindAskedBy: ({ kind, by, onBehalfOf }) =>
    onBehalfOf === null ? `${kind}、依頼者：${by}` : `${kind}、依頼者：${by}（${onBehalfOf} の代理）`,
  commandHelp:
    '依頼への回答はカードで行います。このコマンドはカードを探すためのもので、結果はあなただけに表示されます。',
  helpList: 'あなたの回答待ちの依頼と、あなたが出した依頼',
  helpShow: '依頼のカード',
  helpApprove: '承認するためのカード',
  helpReject: '却下するためのカード',
  helpChoose: '同上（選択肢がある依頼の場合）',
  helpWhy: '回答できるかどうかと、その理由',
  helpHelp: 'このヘルプ',
  noSuchCommand: 'このコマンドはありません。',
  idIsMissing: 'どの依頼のことか、ID を指定してください。',
  notAnId: 'これは依頼の ID ではありません。',
  oneIdOnly: 'ID を 1 つだけ指定してください。理由は回答するときに入力できます。',
  readThenPress: ({ answer }) => `まだ何も決定していません。内容を確認してから「${answer}」を押してください。`,
  chooseByCommand: ({ commands }) => {
    const listed = Object.entries(commands).map(([label, text]) => `${text}（${label}）`);
    return `まだ何も決定していません。どの回答にするかを指定してください：${listed.join('、')}`;
  },
  slackNotAsked: 'ただいま Slack に確認できません。1 分ほどしてからもう一度お試しください。',
  waitForCards: ({ count, isMore }) =>
    `${isMore ? `${count} 件を超える` : `${count} 件の`}依頼が、ここへのカードの投稿を待っています。`,
  oldest: ({ title }) => `最も古い依頼：${title}`,
  waitingSince: ({ at }) => `待機開始：${at}`,
  onePerSecond: 'カードは 1 秒に 1 件ずつ投稿されます。一覧には回答待ちの依頼がすべて表示されます。',
  endedUnshown: ({ count, isMore }) =>
    `${isMore ? `${count} 件を超える` : `${count} 件の`}依頼が、カードを投稿できないうちに終了しました。`,
  refusedCards: ({ count, isMore }) =>
    `Slack がここへの ${count} 件${isMore ? 'を超える' : 'の'}カードの投稿を拒否しています。原因が解消されると投稿されます。`,
  allPosted: 'ここへのカードの投稿を待っている依頼はもうありません。',
  showList: '一覧を表示',
  openApprovals: '回答待ちの依頼',
  newestFirst: 'このチャンネルの回答待ちの依頼（新しい順）',
  noneOpen: 'このチャンネルに回答待ちの依頼はありません。',
  notAllRead: 'これより古い依頼は一覧に表示されません。カードから確認してください。',
  askedAt: ({ at, isPosted }) => (isPosted ? `依頼日時：${at}` : `依頼日時：${at}（カードは未投稿）`),
  openCard: '開く',
  previousPage: '前へ',
  nextPage: '次へ',
};
