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
    ['show', 'missing'],
    ['approve   ', 'missing'],
    [`approve ${id} because I say so`, 'nothing behind it'],
    [`show ${id} now`, 'nothing behind it'],
    [`why ${id} now`, 'nothing behind it'],
    ['show oven-3', 'not the id'],
    [`show ${id}a`, 'not the id'],
    [`show ${id.slice(1)}`, 'not the id'],
    [`show v1.${id}`, 'not the id'],
    [`show ${'`'.repeat(50_000)}${id}`, 'not the id'],
    ['delete everything', 'no such command'],
    [id, 'no such command'],
    ['__proto__ x', 'no such command'],
  ])('%j gets help: %s', (text, problem) => {
    expect(readCommandText(text)).toEqual({ type: 'help', problem: expect.stringContaining(problem) });
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
