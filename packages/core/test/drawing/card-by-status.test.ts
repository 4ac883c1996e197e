import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { type Status, statuses } from '../../src/domain/model/approval.js';
import { user, usergroup } from '../../src/domain/policy/rules.js';
import { person } from '../../src/domain/testing/world.js';
import { wordsOf } from '../../src/messages/words-of.js';
import { drawCard } from '../../src/slack/card/card.js';
import type { CardView } from '../../src/slack/card/card-view.js';

const now = Date.UTC(2026, 0, 1, 10);
const alice = person('U0ALICE');
const bob = person('U0BOB');
const carol = person('U0CAROL');

/** A card that has something in every part, as if nothing had been cleared by the decision. */
function aView(change: Partial<CardView> = {}): CardView {
  const status = change.status ?? 'pending';
  return {
    namespace: 'default',
    id: `a${'b'.repeat(25)}`,
    kind: 'order',
    digest: `sha256:${'0'.repeat(64)}`,
    revision: 2,
    status,
    content: {
      title: 'Order pizza?',
      summary: 'The on-call engineer is hungry.',
      fields: { Size: 'large' },
      links: { Menu: 'https://menu.example/' },
      text: 'with cheese',
    },
    payload: {},
    context: ['3 orders today'],
    refusedBy: [{ channelId: 'C0OPS', code: 'not_in_channel' }],
    changes: [{ label: 'Size', from: 'small', to: 'large' }],
    requester: carol,
    onBehalfOf: null,
    amendedBy: 'alertmanager',
    edited: null,
    inputs: {},
    areAskersExcluded: true,
    askedAt: now,
    expiresAt: now + 3_600_000,
    stage: null,
    stages: [],
    vetoers: [],
    approvals: { counted: 1, needed: 2 },
    stillNeeded: { groups: [{ id: 'S0ONCALL', count: 1 }], count: 0, rules: [] },
    isNewMessage: false,
    votes: [
      { by: alice, answer: 'approve', choice: null, votedAt: now, reason: null, stage: null },
      { by: bob, answer: 'reject', choice: null, votedAt: now, reason: null, stage: null },
    ],
    checkingCount: 1,
    rules: [usergroup('S0ONCALL', 1)],
    forms: { approve: 'none', reject: 'none' },
    choices: null,
    decision: status === 'pending' ? null : aDecision(status),
    delivery: status === 'pending' ? null : { state: 'delivered', reason: null, attemptCount: 1, at: now },
    progress: status === 'approved' ? [{ step: 'bake', state: 'active', at: now, detail: null }] : [],
    words: wordsOf({}),
    ...change,
  };
}

function aDecision(status: Exclude<Status, 'pending'>): CardView['decision'] {
  return {
    by: status === 'approved' || status === 'rejected' ? [alice] : [],
    choice: null,
    at: now,
    reason: status === 'expired' ? null : 'not before lunch',
    cause: status === 'expired' ? 'expiry' : status === 'withdrawn' ? 'withdrawal' : 'votes',
    neverShown: false,
    withdrawnBy: status === 'withdrawn' ? 'alertmanager' : null,
  };
}

const drawn = (change: Partial<CardView> = {}) => drawCard(aView(change));
const json = (change: Partial<CardView> = {}) => JSON.stringify(drawn(change).blocks);

/** All texts of a block, in the order in which they are read. */
function textsIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return value.map(textsIn).join('');
  const { text, elements, type } = value as Record<string, unknown>;
  if (type === 'date') return '<date>';
  return typeof text === 'string' ? text : textsIn(text) + textsIn(elements);
}

describe('a card that is decided', () => {
  const all = [...statuses];

  test.each<[what: string, found: string, on: readonly Status[]]>([
    ['the title', 'Order pizza?', all],
    ['the summary', 'hungry', all],
    ['the fields', '"large"', all],
    ['the links', 'menu.example', all],
    ['the text', 'with cheese', all],
    ['who asked', 'Asked by', all],
    ['who changed it', 'Changed by', all],
    ['Details', ':details"', all],
    ['the deadline', 'Until ', ['pending']],
    ['how many have approved', '1 of 2', ['pending']],
    ['who has to approve yet', 'still needed', ['pending']],
    ['how many have rejected', '1 rejection', ['pending']],
    ['the answers that are being checked', 'being checked', ['pending']],
    ['who may not decide', 'cannot decide', ['pending']],
    ['what changed', 'small → large', ['pending']],
    ['the lines that explain', '3 orders today', ['pending']],
    ['why the card is in this channel', 'because Slack refuses it', ['pending']],
    ['Approve', ':approve"', ['pending']],
    ['Reject', ':reject"', ['pending']],
    ['the reason', 'not before lunch', ['approved', 'rejected', 'withdrawn']],
    ['the delivery', 'Handed over', ['approved']],
    ['the progress', 'bake', ['approved']],
  ])('shows %s only where it applies', (_, found, on) => {
    expect(all.filter((status) => json({ status }).includes(found))).toEqual(on);
  });

  test('has the outcome, its reason, the delivery and the progress directly under the title', () => {
    const blocks = drawn({ status: 'approved' }).blocks.map((block) => `${block.type}: ${textsIn(block)}`);

    expect(blocks).toEqual([
      'header: Order pizza?',
      'rich_text: Approved by , <date>',
      'rich_text: not before lunch',
      expect.stringMatching(/^context: ✓ Handed over/),
      'rich_text: ▸ bake, <date>',
      'divider: ',
      'section: The on-call engineer is hungry.',
      'rich_text: Size: large',
      'rich_text: Menu',
      'rich_text: with cheese',
      expect.stringMatching(/^context: Asked by/),
      'actions: Details',
    ]);
  });

  test('has no line between outcome and content where there is no content but the title', () => {
    const types = drawn({ status: 'rejected', content: { title: 'Order pizza?' } }).blocks.map(({ type }) => type);

    expect(types).toEqual(['header', 'rich_text', 'rich_text', 'context', 'actions']);
  });

  test('says the same in the same order to those who see no blocks', () => {
    expect(drawn({ status: 'approved' }).text).toMatch(
      /^Order pizza\?.*\nApproved by .*\nReason: not before lunch\nThe on-call .*\nSize: large\n.*Menu.*\nwith cheese$/,
    );
  });
});

/** The dialogs of the buttons, by what the button says. */
function dialogsOn(blocks: readonly KnownBlock[]): Readonly<Record<string, string>> {
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return Object.fromEntries(
    buttons.flatMap((button) =>
      button.type === 'button' && button.confirm !== undefined
        ? [[button.text.text, button.confirm.text?.text ?? '']]
        : [],
    ),
  );
}

describe('the dialog that confirms a click', () => {
  test('names what is approved or rejected', () => {
    expect(dialogsOn(drawn().blocks)).toEqual({
      Approve: 'Order pizza?\nThis is carried out as soon as it is approved.',
      Reject: 'Order pizza?\nNothing will be carried out.',
    });
  });

  test('names what is delivered again', () => {
    const delivery = { state: 'dead', reason: 'gone', attemptCount: 9, at: now } as const;

    expect(dialogsOn(drawn({ status: 'approved', delivery }).blocks)).toEqual({
      'Retry delivery': 'Order pizza?\nThe decision is sent to its receiver once more.',
    });
  });

  test('cuts a long title where it can be seen, and keeps what a click brings about', () => {
    const { Approve = '' } = dialogsOn(drawn({ content: { title: 'pizza '.repeat(100) } }).blocks);

    expect(Approve).toHaveLength(300);
    expect(Approve).toMatch(/^(pizza )+.*…\nThis is carried out as soon as it is approved\.$/);
  });

  test('shows part of the title beside the longest words of an app', () => {
    const words = wordsOf({ confirmApprove: 'so '.repeat(100) });

    expect(dialogsOn(drawn({ words }).blocks)['Approve']).toMatch(/^Order pizza\?\nso so .*…$/);
  });

  test('has the title in one line, so that no title can add a sentence', () => {
    const title = 'Delete all?\n\nNothing will be carried out.\u202e';

    expect(dialogsOn(drawn({ content: { title } }).blocks)['Approve']).toBe(
      'Delete all? Nothing will be carried out.\nThis is carried out as soon as it is approved.',
    );
  });
});

describe('who has to approve yet', () => {
  const line = (change: Partial<CardView>) => {
    const texts = drawn(change).blocks.flatMap((block) => (block.type === 'context' ? block.elements : []));
    return texts.flatMap((element) => ('text' in element && element.text.includes('of 2') ? [element.text] : []));
  };
  const groups = [{ id: 'S0ONCALL', count: 1 }];

  test.each<[what: string, needed: CardView['stillNeeded'], shown: string]>([
    ['a group that lacks an approval', { groups, count: 0, rules: [] }, '1 from <!subteam^S0ONCALL>'],
    [
      'several groups',
      { groups: [...groups, { id: 'S0CHEFS', count: 2 }], count: 0, rules: [] },
      '1 from <!subteam^S0ONCALL>, 2 from <!subteam^S0CHEFS>',
    ],
    [
      'people and groups, any of whom will do',
      { groups: [], count: 1, rules: [user('U0BOB'), usergroup('S0ONCALL')] },
      '1 from <@U0BOB> / <!subteam^S0ONCALL>',
    ],
    [
      'everyone here, and anyone',
      { groups: [], count: 2, rules: [{ type: 'channelMembers' }, { type: 'anyone' }] },
      '2 from members of this channel / anyone in this workspace',
    ],
    [
      'the first three of many',
      { groups: [], count: 1, rules: ['U0A1', 'U0A2', 'U0A3', 'U0A4'].map((id) => user(id)) },
      '1 from <@U0A1> / <@U0A2> / <@U0A3> / …',
    ],
  ])('is named on a card that is updated: %s', (_, stillNeeded, shown) => {
    expect(line({ stillNeeded })).toEqual([`1 of 2 approvals; still needed: ${shown}`]);
  });

  test('is not named on a new card, because that would notify them', () => {
    const stillNeeded = { groups: [...groups, { id: 'S0CHEFS', count: 2 }], count: 1, rules: [user('U0BOB')] };

    expect(line({ stillNeeded, isNewMessage: true })).toEqual(['1 of 2 approvals; still needed: 3 from user groups']);
    expect(line({ stillNeeded: { ...stillNeeded, groups: [] }, isNewMessage: true })).toEqual(['1 of 2 approvals']);
  });

  test('is left out where all who could have voted', () => {
    expect(line({ stillNeeded: { groups: [], count: 1, rules: [] } })).toEqual(['1 of 2 approvals']);
  });
});

describe('what an amendment changed', () => {
  const lines = (changes: CardView['changes']) =>
    drawn({ changes, content: { title: 'x' } }).blocks.flatMap((block) =>
      block.type === 'rich_text' ? block.elements.map((element) => textsIn(element)) : [],
    );
  const title = 'Changed since it was first shown';

  test('is shown from what it was to what it is', () => {
    const date = { date: '2026-01-01T10:00:00.000Z' };

    expect(
      lines([
        { label: 'Size', from: 3, to: 'large' },
        { label: 'Note', from: '', to: null },
        { label: 'Since', from: null, to: date },
        { label: 'Until', from: date, to: { date: '2026-01-02T10:00:00.000Z' } },
      ]),
    ).toEqual([title, 'Size: 3 → large', 'Note: — → nothing', 'Since: nothing → <date>', 'Until: <date> → <date>']);
  });

  test('shows the beginning of a long text on both sides', () => {
    const [, line = ''] = lines([{ label: 'Text', from: 'a'.repeat(4_000), to: 'b'.repeat(4_000) }]);

    expect(line).toMatch(/^Text: a{299}… → b{299}…$/);
  });

  test('lists five, and says how many more there are', () => {
    const changes = Array.from({ length: 8 }, (_, index) => ({ label: `${index}`, from: 'a', to: 'b' }));

    expect(lines(changes)).toHaveLength(7);
    expect(lines(changes).at(-1)).toBe('and 3 more');
  });
});
