import { runInNewContext } from 'node:vm';
import { type CardContent, user } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, present, start, type World } from '../world/world.js';

type Fields = NonNullable<CardContent['fields']>;

const withFields = (fields: Fields, more: Omit<CardContent, 'title' | 'fields'> = {}) =>
  createWorld({ kind: { card: () => ({ title: 'Order?', fields, ...more }) } });

const bold = (text: string) => ({ type: 'text', text, style: { bold: true } });
const plain = (text: string) => ({ type: 'text', text });
const row = (label: string, value: unknown, between = ': ') => ({
  type: 'rich_text_section',
  elements: [bold(label), plain(between), value],
});
const dateOf = (ms: number) => ({
  type: 'date',
  timestamp: Math.floor(ms / 1000),
  format: '{date_short_pretty} {time}',
  fallback: new Date(ms).toISOString().replace(/\.\d+Z$/, '.000Z'),
});

/** The rows of the fields, as Slack gets them. */
const rowsIn = (blocks: unknown) => objectsIn(blocks).filter(({ type }) => type === 'rich_text_section');

async function shown(world: World) {
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'details');
  const { blocks, text } = cardIn(world);
  return { rows: rowsIn(blocks), details: rowsIn(present(world.slack.views('U0ALICE')[0]).blocks), text, blocks };
}

describe('a field is one row, the label in bold and the value plain', () => {
  test.each<[what: string, value: string | number | Date, row: object]>([
    ['a text', 'large', row('Field', plain('large'))],
    ['a text of several lines, from the start of a line', 'a\r\nb', row('Field', plain('a\nb'), ':\n')],
    ['no text', '', row('Field', plain('—'))],
    ['a number', 0.5, row('Field', plain('0.5'))],
    ['a negative zero', -0, row('Field', plain('0'))],
    ['an instant', new Date(start), row('Field', dateOf(start))],
    ['an instant with a part of a second', new Date(start + 999), row('Field', dateOf(start))],
    ['an instant before 1970', new Date(-1_000), row('Field', dateOf(-1_000))],
    ['an instant of another realm', runInNewContext(`new Date(${start})`), row('Field', dateOf(start))],
    ['markup', '*b* <!here> :skull:', row('Field', plain('*b* <!here> :skull:'))],
    [
      'a text like a stored instant',
      '{"date":"2026-01-01T10:00:00.000Z"}',
      row('Field', plain('{"date":"2026-01-01T10:00:00.000Z"}')),
    ],
    ['a text like an instant of Slack', '<!date^0^{date}|x>', row('Field', plain('<!date^0^{date}|x>'))],
    ['letters from right to left', 'רחוב הרצל 5', row('Field', plain('רחוב הרצל 5'))],
  ])('%s', async (_, value, expected) => {
    const { rows, details } = await shown(await withFields({ Field: value }));

    expect(rows).toContainEqual(expected);
    expect(details).toContainEqual(expected);
  });

  test('all rows are one block, so that forty of them leave room for the rest of a message', async () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`Label ${index}`, `value ${index}`]));
    const { blocks, rows } = await shown(await withFields(fields));

    expect(rows).toEqual(Object.entries(fields).map(([label, value]) => row(label, plain(value))));
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'context', 'section', 'actions']);
  });

  test('for those who see no blocks it is a line', async () => {
    const { text } = await shown(await withFields({ 'A&B': '<large>', Since: new Date(start), Count: 3 }));

    expect(text).toContain(
      '\nA&amp;B: &lt;large&gt;\nSince: <!date^1767261600^{date_short_pretty} {time}|2026-01-01T10:00:00.000Z>\nCount: 3',
    );
  });
});

describe('values that are too long for a card', () => {
  test('are cut where it can be seen, and whole in the details', async () => {
    const value = `${'v'.repeat(3_500)} end of value`;
    const { rows, details } = await shown(await withFields({ ['l'.repeat(350)]: value, Size: 'large' }));

    expect(rows[0]).toEqual(row(`${'l'.repeat(299)}…`, plain(`${'v'.repeat(1_999)}…`)));
    expect(rows[1]).toEqual(row('Size', plain('large')));
    expect(JSON.stringify(details)).toContain('end of value');
    expect(JSON.stringify(details)).toContain('l'.repeat(350));
  });

  test.each<[what: string, count: number, value: string, shown: string]>([
    ['twenty-two', 22, 'v'.repeat(340), `${'v'.repeat(299)}…`],
    ['forty', 40, 'v'.repeat(160), `${'v'.repeat(74)}…`],
  ])('are cut further before any is left out: %s', async (_, count, value, cut) => {
    const fields = Object.fromEntries(Array.from({ length: count }, (_, index) => [`Label ${index}`, value]));
    const { rows, blocks } = await shown(await withFields(fields, { text: 'y'.repeat(200) }));

    expect(JSON.stringify(blocks)).toContain('Too long to show whole: see Details.');
    expect(rows).toEqual(Object.keys(fields).map((label) => row(label, plain(cut))));
  });
});

describe('a value that cannot be shown is refused by the name of its field', () => {
  test.each<[value: unknown, got: string]>([
    [new Date(Number.NaN), 'an invalid Date'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'a value of type boolean'],
    [1n, 'a value of type bigint'],
    [['secret'], 'a value of type array'],
    [{ date: '2026-01-01T10:00:00.000Z' }, 'a value of type object'],
  ])('%s', async (value, got) => {
    // what a compiler would have refused
    const world = await withFields({ Size: 'large', 'Due "date"': value as string });

    await expect(world.orders.ask({ size: 'x' }, { requester: 'ci' })).rejects.toMatchObject({
      code: 'invalid_options',
      message: `The field "Due \\"date\\"" of a card must be a text, a finite number or a valid Date, got ${got}: check what card() returns.`,
    });
    expect((await world.approvals.list()).approvals).toEqual([]);
  });
});

describe('a question with an instant in its fields', () => {
  const card = (since: Date) => () => ({ title: 'Order?', fields: { Since: since, Count: 3 }, context: ['1 alert'] });

  test('takes other lines that explain', async () => {
    const world = await createWorld({ kind: { card: card(new Date(start)) } });
    const { id } = await world.ask();

    const result = await world.orders.replaceContext({ id }, ['2 alerts']);
    await world.work();

    expect(result).toMatchObject({ ok: true });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('2 alerts');
    expect(rowsIn(cardIn(world).blocks)).toContainEqual(row('Since', dateOf(start)));
  });

  test('is the same question when it is asked again under its key', async () => {
    const world = await createWorld();
    const question = {
      key: 'deploy',
      title: 'Deploy?',
      channel: 'C0PIZZA',
      approvers: [user('U0ALICE')],
      requester: 'ci',
    };
    const ask = (since: Date) => world.approvals.request({ ...question, fields: { Since: since } });
    const first = ask(new Date(start));
    await expect.poll(() => world.slack.messages('C0PIZZA').length).toBe(1);
    const again = ask(new Date(start));

    await expect(ask(new Date(start + 1))).rejects.toMatchObject({ code: 'key_changed' });
    const { id, digest } = present((await world.approvals.list()).approvals[0]);
    await world.approvals.vote(id, { by: user('U0ALICE'), answer: 'approve', digest, via: 'test' });

    expect((await first).approvalId).toBe((await again).approvalId);
    expect((await first).seen.content).toEqual({
      title: 'Deploy?',
      fields: { Since: { date: '2026-01-01T10:00:00.000Z' } },
    });
  });
});
