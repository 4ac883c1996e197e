import { expect, test } from 'vitest';
import { emojiCharacter } from './emoji-character.js';
import { parseEmoji } from './parse-emoji.js';

test.each([
  ['pizza', '🍕'],
  ['+1', '👍'],
  ['white_check_mark', '✅'],
  ['large_green_circle', '🟢'],
  ['our_own_emoji', null],
  ['constructor', null],
])('%s is %s', (name, character) => {
  expect(emojiCharacter(name)).toBe(character);
});

test('a plain text has emoji and no other markup', () => {
  expect(parseEmoji('*a* :tada: <@U1>')).toEqual([
    { type: 'text', text: '*a* ' },
    { type: 'emoji', name: 'tada' },
    { type: 'text', text: ' <@U1>' },
  ]);
});
