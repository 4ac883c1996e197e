import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../messages/words-of.js';
import type { CardView } from '../card/card-view.js';
import { parseSelectedMetadata } from '../request/home/selected-metadata.js';
import { selectedField, selectedForm, selectedResults } from './selected-form.js';

const words = wordsOf({});
const letters = 'bcdefghijklmnop';
const idOf = (index: number) => `a${letters.charAt(index).repeat(25)}`;

function aCardView(index: number, changes: Partial<CardView> = {}): CardView {
  return {
    namespace: 'default',
    id: idOf(index),
    kind: 'order',
    digest: `sha256:${'0f'.repeat(32)}`,
    revision: 1,
    status: 'pending',
    content: { title: `Order ${index}`, fields: { Size: 'large' } },
    payload: { size: 'large' },
    context: [],
    refusedBy: [],
    changes: [],
    requester: 'ci',
    onBehalfOf: null,
    amendedBy: null,
    edited: null,
    inputs: {},
    areAskersExcluded: false,
    askedAt: 0,
    expiresAt: null,
    stage: null,
    stages: [],
    vetoers: [],
    approvals: { counted: 0, needed: 1 },
    stillNeeded: null,
    isNewMessage: false,
    votes: [],
    checkingCount: 0,
    rules: [],
    forms: { approve: 'none', reject: 'none' },
    choices: null,
    decision: null,
    delivery: null,
    progress: [],
    words,
    ...changes,
  };
}

function formOf(views: readonly [CardView, ...CardView[]], left = { unread: 0, refused: 0 }) {
  return selectedForm({ views, ...left, actionTs: '1767261700.000100' });
}

const shownIn = (form: { private_metadata?: string }) =>
  parseSelectedMetadata(form.private_metadata ?? '')?.entries.map(({ id }) => id);
const inputs = (blocks: readonly { readonly type: string }[]) => blocks.filter((block) => block.type === 'input');
const choice = { label: 'Now', answer: 'approve', counted: 0 } as const;

describe('the form for several approvals', () => {
  test('shows each in full, and keeps what it showed', () => {
    const deadline = { expiresAt: Date.UTC(2026, 0, 1), stages: [{ name: 'Security', rules: [], needed: 1 }] };
    const long = { title: 'x'.repeat(400), text: 'y'.repeat(7_000), links: { Plan: 'https://example.com/' } };

    const form = formOf([aCardView(0), aCardView(1, { content: long, stage: 1, ...deadline })]);

    expect(form).toMatchObject({ title: { text: 'Approve 2' }, submit: { text: 'Approve 2' } });
    const text = JSON.stringify(form.blocks);
    for (const part of ['Order 0', 'large', long.title, 'https://example.com/', 'Security', 'Until'])
      expect(text).toContain(part);
    // there is but one stage
    expect(text).not.toContain('Stage 1');
    expect(
      text
        .match(/y+/g)
        ?.filter((run) => run.length > 1)
        .join(''),
    ).toHaveLength(7_000);
    expect(parseSelectedMetadata(form.private_metadata ?? '')).toEqual({
      actionTs: '1767261700.000100',
      entries: [
        { id: idOf(0), digest: aCardView(0).digest },
        { id: idOf(1), digest: aCardView(1).digest, seenStage: 1 },
      ],
    });
  });

  test('has ten at most, and says how many more were selected', () => {
    const views = Array.from({ length: 12 }, (_, index) => aCardView(index));

    const form = formOf([aCardView(0), ...views.slice(1)], { unread: 3, refused: 1 });

    expect(shownIn(form)).toEqual(views.slice(0, 10).map(({ id }) => id));
    expect(JSON.stringify(form.blocks)).toContain('5 more that you selected do not fit here');
    expect(JSON.stringify(form.blocks)).toContain('One that you selected is left out');
  });

  test('never shows a part of one: what does not fit into 100 blocks is left for later', () => {
    const inputsOf = { size: { type: 'text', label: 'Size' } } as const;
    const crowded = (index: number): CardView =>
      aCardView(index, {
        content: {
          title: 'x'.repeat(400),
          summary: 'y',
          fields: { a: 'b' },
          links: { Plan: 'https://example.com/' },
          text: 'z',
        },
        context: ['why'],
        inputs: inputsOf,
        forms: { approve: 'optional', reject: 'none' },
        choices: ['one', 'two'].map((id) => ({ ...choice, id, confirm: 'Really.' })),
      });
    const views = Array.from({ length: 10 }, (_, index) => crowded(index));

    const form = formOf([crowded(0), ...views.slice(1)]);

    const shown = shownIn(form) ?? [];
    expect(form.blocks.length).toBeLessThanOrEqual(100);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.length).toBeLessThan(10);
    expect(JSON.stringify(form.blocks)).toContain(`${10 - shown.length} more that you selected do not fit`);
    // the last card is there to its end
    expect(form.blocks.at(-1)).toMatchObject({ block_id: selectedField.reason(shown.at(-1) ?? '') });
  });

  test('stays below the size of a view that Slack takes', () => {
    const content = { title: 'x', text: '"'.repeat(8_000), fields: { a: '\\'.repeat(4_000) } };
    const views = Array.from({ length: 10 }, (_, index) => aCardView(index, { content }));

    const form = formOf([aCardView(0, { content }), ...views.slice(1)]);

    expect(JSON.stringify(form).length).toBeLessThan(250_000);
  });
});

describe('under a card', () => {
  test.each([
    ['none', []],
    ['optional', [{ block_id: selectedField.reason(idOf(0)), optional: true }]],
    ['required', [{ block_id: selectedField.reason(idOf(0)), optional: false }]],
  ] as const)('a reason that is %s', (rule, expected) => {
    const form = formOf([aCardView(0, { forms: { approve: rule, reject: 'required' } })]);

    expect(inputs(form.blocks)).toMatchObject(expected);
  });

  test('the only choice that approves is named, and needs no menu', () => {
    const form = formOf([
      aCardView(0, {
        choices: [
          { ...choice, id: 'now' },
          { ...choice, id: 'no', label: 'No', answer: 'reject' },
        ],
      }),
    ]);

    expect(inputs(form.blocks)).toEqual([]);
    expect(JSON.stringify(form.blocks)).toContain('Your answer will be: Now.');
  });

  test('a menu has the choices that approve, and the words of the kind stand above it', () => {
    const choices = [
      { ...choice, id: 'now', confirm: 'The oven starts.' },
      { ...choice, id: 'later', label: 'Later', reason: 'required' },
      { ...choice, id: 'no', label: 'No', answer: 'reject' },
    ] as const;

    const form = formOf([aCardView(0, { choices })]);

    expect(inputs(form.blocks)).toMatchObject([
      {
        block_id: selectedField.choice(idOf(0)),
        label: { text: 'Answer: Order 0' },
        optional: false,
        element: { options: [{ value: 'now' }, { value: 'later' }] },
      },
      // only one of them needs it
      { block_id: selectedField.reason(idOf(0)), optional: true },
    ]);
    expect(JSON.stringify(form.blocks)).toContain('The oven starts.');
  });

  test('what could be changed stands with its values, and that it stays so', () => {
    const size = { type: 'select', label: 'Size', options: [{ value: 'l', label: 'Large' }] } as const;
    const form = formOf([
      aCardView(0, {
        inputs: { size, hot: { type: 'checkbox', label: 'Hot' }, count: { type: 'number', label: 'Count' } },
        payload: { size: 'l', hot: false, count: 2 },
      }),
    ]);

    const text = JSON.stringify(form.blocks);
    expect(text).toContain('approved with these values');
    for (const value of ['Large', 'No', '2']) expect(text).toContain(`: "},{"type":"text","text":"${value}"`);
  });
});

test('the results say of each what came of it', () => {
  const view = selectedResults(words, [
    { title: 'Order 0', isIn: true, line: ['Approved'] },
    { title: null, isIn: false, line: ['There is no such approval.'] },
  ]);

  expect(view.submit).toBeUndefined();
  expect(view.blocks.map((block) => JSON.stringify(block))).toEqual([
    expect.stringMatching(/Order 0.*✓ .*Approved/),
    expect.stringMatching(/✗ .*no such approval/),
  ]);
});
