import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommandText } from './read-command-text.js';

const id = 'abcdefghijklmnopqrstuvwxy2';

describe('the text behind a slash command', () => {
  test.each([
    ['list', { type: 'list' }],
    ['  LIST  ', { type: 'list' }],
    ['list of everything', { type: 'list' }],
    [`show ${id}`, { type: 'show', id, choice: null }],
    [`Approve ${id.toUpperCase()}`, { type: 'approve', id, choice: null }],
    [`approve ${id} now`, { type: 'approve', id, choice: 'now' }],
    [`reject ${id}  "No_2-day"`, { type: 'reject', id, choice: 'no_2-day' }],
    [`reject \u00a0 \`${id}\` `, { type: 'reject', id, choice: null }],
    [`why "${id}".`, { type: 'why', id, choice: null }],
    [`show <${id}>`, { type: 'show', id, choice: null }],
    [`show \u200b${id}`, { type: 'show', id, choice: null }],
    ['', { type: 'help', problem: null }],
    ['help me', { type: 'help', problem: null }],
  ])('%j', (text, wish) => {
    expect(readCommandText(text)).toEqual(wish);
  });

  test.each([
    ['show', 'idIsMissing'],
    ['approve   ', 'idIsMissing'],
    [`approve ${id} because I say so`, 'oneIdOnly'],
    [`show ${id} now`, 'oneIdOnly'],
    [`why ${id} now`, 'oneIdOnly'],
    ['show oven-3', 'notAnId'],
    [`show ${id}a`, 'notAnId'],
    [`show ${id.slice(1)}`, 'notAnId'],
    [`show v1.${id}`, 'notAnId'],
    [`show ${'`'.repeat(50_000)}${id}`, 'notAnId'],
    ['delete everything', 'noSuchCommand'],
    [id, 'noSuchCommand'],
    ['__proto__ x', 'noSuchCommand'],
  ])('%j gets help: %s', (text, problem) => {
    expect(readCommandText(text)).toEqual({ type: 'help', problem: problem });
  });

  test('whatever it is, it is a wish, and an id in it is one', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((more) => `show ${more}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const wish = readCommandText(given);
        expect('id' in wish ? wish.id : id).toMatch(/^a[a-z2-7]{25}$/);
      }),
    );
  });
});
