import { expect, test } from 'vitest';
import { rowBlockId, selectedRows } from './selected-rows.js';

const id = `a${'b7'.repeat(12)}c`;
const other = `a${'c3'.repeat(12)}d`;
const digest = `sha256:${'0f'.repeat(32)}`;
const box = (...values: unknown[]) => ({
  'approval:default:select': { type: 'checkboxes', selected_options: values.map((value) => ({ value })) },
});
const of = (values: unknown) => selectedRows({ values }, 'default');

test('the rows that are ticked are read, each once, and nothing else', () => {
  const filter = { 'approval:default:choose:list': { selected_option: { value: id } } };

  expect(of({ [rowBlockId(id, digest)]: box(id), again: box(id), unticked: box(), filter, row: box(other) })).toEqual([
    id,
    other,
  ]);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a list', []],
  ['values that are a text', { values: 'x' }],
  ['a block that is null', { values: { row: null } }],
  ['an element that is a text', { values: { row: { 'approval:default:select': 'x' } } }],
  ['options that are no list', { values: { row: { 'approval:default:select': { selected_options: 'x' } } } }],
  ['an option that is null', { values: { row: { 'approval:default:select': { selected_options: [null] } } } }],
  ['an id of another form', { values: { row: box('../../etc') } }],
  ['a number', { values: { row: box(7) } }],
  [
    'the row of another namespace',
    { values: { row: { 'approval:staging:select': box(id)['approval:default:select'] } } },
  ],
])('of %s none is read', (_, state) => {
  expect(selectedRows(state, 'default')).toEqual([]);
});

test('of more blocks than a Home has only the first hundred are read', () => {
  const values = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`b${index}`, index === 4_999 ? box(id) : box()]),
  );

  expect(of(values)).toEqual([]);
});
