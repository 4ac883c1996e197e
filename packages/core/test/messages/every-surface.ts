import type { KnownBlock, View } from '@slack/types';
import type { NoticeTopic } from '../../src/domain/model/approval.js';
import { statuses } from '../../src/domain/model/approval.js';
import { unmarked } from '../../src/domain/model/live-text.js';
import { refusal } from '../../src/domain/model/refusal.js';
import { anyone, channelMembers, user, usergroup } from '../../src/domain/policy/rules.js';
import { person } from '../../src/domain/testing/world.js';
import type { Messages } from '../../src/messages/words/messages.js';
import { wordsOf } from '../../src/messages/words-of.js';
import { drawCard } from '../../src/slack/card/card.js';
import { answersOf } from '../../src/slack/card/card-answers.js';
import type { CardView } from '../../src/slack/card/card-view.js';
import { healingOf, problemInWords } from '../../src/slack/client/slack-errors.js';
import { drawFormOffer, drawNotice } from '../../src/slack/notices/notice.js';
import { drawTroubles, troubleLine } from '../../src/slack/notices/trouble-message.js';
import { firstHome, homeLists } from '../../src/slack/request/home/home-state.js';
import { drawHelp, drawList } from '../../src/slack/surfaces/command-answers.js';
import { drawHome } from '../../src/slack/surfaces/draw-home.js';
import { cardModal, listModal } from '../../src/slack/surfaces/list-modal.js';
import { detailsModal, explanationModal, reasonModal, withdrawModal } from '../../src/slack/surfaces/modal-views.js';
import { drawPrivateCard, drawReceipt } from '../../src/slack/surfaces/private-card.js';
import { selectedForm, selectedResults } from '../../src/slack/surfaces/selected-form.js';
import { drawSummary } from '../../src/slack/surfaces/summary-card.js';

/** Something that people see in Slack, by its name. */
export interface Surface {
  readonly name: string;
  readonly drawn: { readonly text?: string; readonly blocks: readonly KnownBlock[] } | View;
}

/** Makes the texts that people or programs wrote: titles, names, labels, reasons. */
export type Data = (what: string) => string;

const now = Date.UTC(2026, 0, 1, 10);
const alice = person('U0ALICE');
const carol = person('U0CAROL');

/** A view that has something in every part, as if nothing had been cleared by the decision. */
function aView(words: Messages, data: Data, change: Partial<CardView> = {}): CardView {
  return {
    namespace: 'default',
    id: `a${'b'.repeat(25)}`,
    kind: data('kind'),
    digest: `sha256:${'0'.repeat(64)}`,
    revision: 2,
    status: 'pending',
    content: {
      title: data('title'),
      summary: data('summary'),
      fields: { [data('label')]: data('value') },
      links: { [data('link')]: 'https://menu.example/' },
      text: data('text'),
    },
    payload: { [data('property')]: true },
    context: [data('context')],
    refusedBy: [{ channelId: 'C0OPS', code: data('code') }],
    changes: [{ label: data('label'), from: null, to: data('value') }],
    requester: data('requester'),
    onBehalfOf: carol,
    amendedBy: data('amender'),
    edited: { by: alice, changes: [{ label: data('input'), from: words.no, to: words.yes }] },
    inputs: {},
    areAskersExcluded: true,
    askedAt: now,
    expiresAt: now + 3_600_000,
    stage: 2,
    stages: [
      { name: data('stage 1'), rules: [user('U0ALICE'), channelMembers()], needed: 1 },
      { name: data('stage 2'), rules: [usergroup('S0ONCALL', 1), usergroup('S0CHEFS'), anyone()], needed: 2 },
    ],
    vetoers: [user('U0CAROL')],
    approvals: { counted: 1, needed: 2 },
    stillNeeded: {
      groups: [{ id: 'S0ONCALL', count: 1 }],
      count: 1,
      rules: [user('U0ALICE'), channelMembers(), anyone(), user('U0CAROL')],
    },
    isNewMessage: false,
    votes: [
      {
        by: alice,
        answer: 'approve',
        choice: data('choice'),
        votedAt: now,
        reason: data('reason'),
        stage: data('stage 1'),
      },
      { by: carol, answer: 'reject', choice: null, votedAt: now, reason: null, stage: null },
    ],
    checkingCount: 1,
    rules: [usergroup('S0ONCALL', 1)],
    forms: { approve: 'optional', reject: 'required' },
    choices: null,
    decision: null,
    delivery: null,
    progress: [],
    words,
    ...change,
  };
}

const people = Array.from({ length: 25 }, (_, index) => person(`U0P${index}`));

/** Approvals that ended in every way, with each state of the delivery and of the steps. */
function endedViews(words: Messages, data: Data): readonly CardView[] {
  const decision = { by: [alice], choice: null, at: now, reason: data('reason'), neverShown: false, withdrawnBy: null };
  const delivery = { state: 'delivered', reason: null, attemptCount: 1, at: now } as const;
  const step = (state: 'pending' | 'active' | 'done' | 'failed') => ({
    step: data('step'),
    state,
    at: now,
    detail: data('detail'),
  });
  const view = (change: Partial<CardView>) =>
    aView(words, data, { stage: null, delivery, stillNeeded: null, ...change });
  const causes = [
    { ...decision, cause: 'votes' },
    { ...decision, cause: 'votes', by: people, choice: data('choice') },
    { ...decision, cause: 'expiry', by: [] },
    { ...decision, cause: 'expiry', by: [], neverShown: true },
    { ...decision, cause: 'withdrawal', by: [], withdrawnBy: data('requester'), neverShown: true },
    { ...decision, cause: 'withdrawal', by: [], withdrawnBy: null },
  ] as const;
  const ended = statuses.filter((status) => status !== 'pending');
  return [
    ...ended.flatMap((status) => causes.map((cause) => view({ status, decision: cause }))),
    ...ended.flatMap((status) =>
      ([null, data('reason')] as const).map((reason) =>
        view({ status, decision: causes[0], delivery: { ...delivery, state: 'dead', reason } }),
      ),
    ),
    ...[0, 1, 2].map((attemptCount) =>
      view({ status: 'approved', decision: causes[0], delivery: { ...delivery, state: 'owed', attemptCount } }),
    ),
    ...(['active', 'done', 'failed'] as const).map((state) =>
      view({ status: 'approved', decision: causes[0], progress: [step('pending'), step(state)] }),
    ),
  ];
}

function pendingViews(words: Messages, data: Data): readonly CardView[] {
  const long = { title: data('title'), text: data('text').repeat(4_000) };
  const fields = Object.fromEntries(
    Array.from({ length: 45 }, (_, index) => [data(`label ${index}`) + index, data('value')]),
  );
  const choices = [
    { id: 'now', label: data('choice'), answer: 'approve', counted: 1 },
    { id: 'no', label: data('other choice'), answer: 'reject', counted: 0 },
  ] as const;
  const view = (change: Partial<CardView> = {}) => aView(words, data, change);
  return [
    view(),
    view({ isNewMessage: true }),
    view({ choices }),
    view({ stage: null, stages: [], approvals: { counted: 0, needed: 1 }, requester: carol, onBehalfOf: null }),
    view({ content: null }),
    view({ content: long }),
    view({ content: { title: data('title'), summary: data('summary').repeat(2_000), fields } }),
    view({ context: Array.from({ length: 14 }, () => data('context')) }),
    view({ votes: [], checkingCount: 2 }),
    view({ refusedBy: [{ channelId: 'U0ALICE', code: data('code') }] }),
    view({ inputs: { flag: { type: 'checkbox', label: data('input') } }, payload: { flag: true } }),
  ];
}

function noticeTopics(data: Data): readonly NoticeTopic[] {
  return [
    { type: 'vote_refused', ...refusal('use_the_card', { channel: null }) },
    ...(
      [
        'vote_void',
        'vote_closed',
        'outcome',
        'reminder',
        'stage_closed',
        'delivery_dead',
        'card_waiting',
        'stuck',
      ] as const
    ).map((type) => ({ type })),
    { type: 'stage_begun', stage: 2 },
    { type: 'step_failed', step: data('step') },
  ];
}

/** Every drawing of the app in these words. */
export function everySurface(messages: Partial<Messages>, data: Data): readonly Surface[] {
  const words = wordsOf(messages);
  const pending = pendingViews(words, data);
  const ended = endedViews(words, data);
  const views = [...pending, ...ended];
  const [first = aView(words, data)] = pending;
  return [
    ...views.flatMap((view) =>
      (['whole', 'smaller', 'shortest'] as const).map((size) =>
        surface(`card ${view.status} ${size}`, drawCard(view, size)),
      ),
    ),
    ...views.flatMap((view) =>
      noticeTopics(data).map((topic) => surface(`notice ${topic.type}`, drawNotice(view, topic))),
    ),
    ...views.flatMap((view) => modalsOf(view, data)),
    ...listsOf(words, data, views),
    ...troublesOf(words, data, first),
    ...summariesOf(words, data),
  ];
}

const surface = (name: string, drawn: Surface['drawn']): Surface => ({ name, drawn });

function modalsOf(view: CardView, data: Data): readonly Surface[] {
  const { words } = view;
  const opening = { origin: 'elsewhere', actionTs: '1.0' } as const;
  const refused = { answer: 'refused', code: 'guest', explanation: words.refusal(refusal('guest', {})) } as const;
  const allowed = { answer: 'allowed', code: 'allowed', explanation: words.allowed({ group: null }) } as const;
  const rights = { mayWithdraw: true, mayTakeBack: true };
  return [
    ...answersOf(view).flatMap((answer) => [
      surface('answer form', reasonModal(view, answer, opening)),
      surface('form offer', drawFormOffer(view, { ...answer, form: 'optional' })),
    ]),
    surface('withdraw form', withdrawModal(view)),
    ...[
      { approve: refused, reject: allowed },
      { approve: allowed, reject: refused },
      { approve: allowed, reject: allowed },
      { approve: refused, reject: refused },
    ].map((answers) => surface('details', detailsModal(view, { ...rights, answers }, words.answerTakenBack))),
    surface('card modal', cardModal(view, 'C0OVEN', true)),
    surface('private card', drawPrivateCard(view, words.readThenPress({ answer: unmarked(data('choice')) }), true)),
    surface('receipt', drawReceipt(view, words.answerIs({ choice: unmarked(data('choice')) }))),
  ];
}

function listsOf(words: Messages, data: Data, views: readonly CardView[]): readonly Surface[] {
  const many = Array.from({ length: 40 }, () => views[0] ?? aView(words, data));
  const overview = {
    waiting: many,
    asked: many,
    decided: views.filter(({ status }) => status !== 'pending'),
    isPartial: true,
    words,
  };
  const empty = { waiting: [], asked: [], decided: [], isPartial: false, words };
  const page = {
    namespace: 'default',
    words,
    channelId: 'C0OVEN',
    previous: { askedAt: now, id: 'a' },
    next: { askedAt: now, id: 'a' },
  };
  const rights = { answers: true, approves: true, withdraws: true };
  const rows = many.slice(0, 3).map((view) => ({ view, rights }));
  const results = [true, false].map((isKnown) => ({
    title: data('title'),
    isIn: !isKnown,
    line: [words.notAnswered({ isKnown })],
  }));
  const entries = many.slice(0, 2).map((view, index) => ({ view, isPosted: index === 0 }));
  return [
    ...homeLists.flatMap((list) =>
      [rows, []].map((shown) =>
        surface(
          'home',
          drawHome({ ...page, kinds: ['7'], state: { ...firstHome, list }, rows: shown, isPartial: true }),
        ),
      ),
    ),
    ...views.flatMap((view) =>
      [0, 1, 2].map((count) =>
        surface('selected form', selectedForm({ views: [view, view], unread: count, refused: count, actionTs: '1.0' })),
      ),
    ),
    surface('selected results', selectedResults(words, results)),
    surface('list', drawList(overview)),
    surface('empty list', drawList(empty)),
    surface('channel list', listModal({ ...page, entries, isPartial: true } as never)),
    surface('empty channel list', listModal({ ...page, entries: [], isPartial: false } as never)),
    ...([null, 'noSuchCommand', 'idIsMissing', 'notAnId', 'oneIdOnly'] as const).map((problem) =>
      surface('help', drawHelp(words, '/7', problem === null ? null : words[problem])),
    ),
    ...(['approve', 'reject', 'withdraw', 'details'] as const).map((title) =>
      surface(
        'explanation',
        explanationModal(words, title, words.chooseByCommand({ commands: { [unmarked(data('choice'))]: '7' } })),
      ),
    ),
  ];
}

function troublesOf(words: Messages, data: Data, view: CardView): readonly Surface[] {
  const topics = [
    { type: 'delivery_dead' },
    { type: 'step_failed', step: data('step') },
    { type: 'card_waiting' },
    { type: 'stuck' },
  ] as const;
  const codes = ['not_in_channel', 'no_answer', 'msg_too_long', 'message_not_found', 'slack_client_not_loaded', 'Δ Δ'];
  const places = [null, { channelId: 'C0OVEN', url: null }, { channelId: 'C0OVEN', url: 'https://pizza.example/1' }];
  const lines = topics.flatMap((topic) =>
    places.map((place) => troubleLine(view, topic, problemInWords(words, codes[0] ?? ''), place)),
  );
  const problems = codes.map((code) => troubleLine(view, { type: 'card_waiting' }, problemInWords(words, code), null));
  return [
    surface('troubles', drawTroubles(words, lines, 3)),
    ...problems.map((line) => surface('trouble', drawTroubles(words, [line], 0))),
    ...(healingOf('not_in_channel').class === 'condition'
      ? [surface('trouble', drawTroubles(words, lines.slice(0, 1), 0))]
      : []),
  ];
}

function summariesOf(words: Messages, data: Data): readonly Surface[] {
  const counts = [0, 1, 2].flatMap((count) => [false, true].map((isMore) => ({ count, isMore })));
  return counts.flatMap((count) =>
    [data('title'), null].map((title) =>
      surface(
        'summary',
        drawSummary({
          namespace: 'default',
          words,
          waiting: count,
          oldest: { title, askedAt: now },
          since: now,
          neverShown: count,
          refused: count,
        }),
      ),
    ),
  );
}
