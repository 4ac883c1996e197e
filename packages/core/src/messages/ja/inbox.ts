import type { InboxWords } from '../words/inbox-words.js';

export const inbox: InboxWords = {
  allKinds: 'すべての種類',
  select: '選択',
  approveSelected: '選択した依頼を承認',
  selectFirst: '先に 1 件以上選択してください。',
  noneApprovable: '現在、承認できる依頼がありません。一覧をもう一度確認してください。',
  approveCount: ({ count }) => `${count} 件を承認`,
  eachOnItsOwn: 'すべての依頼を確認してください。それぞれ、ここに表示されている内容で個別に承認されます。',
  selectedLeftOut: ({ left, refused }) =>
    [
      ...(left > 0 ? [`選択した依頼のうち ${left} 件はここに収まりません。後で承認してください。`] : []),
      ...(refused > 0 ? [`選択した依頼のうち ${refused} 件は承認できなくなったため、含まれていません。`] : []),
    ].join(''),
  approvedUnchanged: 'ここではこの値のまま承認されます。変更する場合は、この依頼だけを個別に承認してください。',
  chooseAnswer: '回答',
  answerWillBe: ({ choice }) => `あなたの回答：${choice}`,
  yourAnswers: 'あなたの回答',
  notAnswered: ({ isKnown }) =>
    isKnown
      ? '時間が足りず、回答できませんでした。もう一度お試しください。'
      : '回答を受け付けたかどうか確認できません。もう一度確認してください。',
};
