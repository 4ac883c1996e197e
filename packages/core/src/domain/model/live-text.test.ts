import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marked, partsOf, plainText, unmarked } from './live-text.js';

test('a sentence in any order of words keeps its live parts', () => {
  const [by, at] = [marked('@', 'U0ALICE'), marked('t', '1767261600000')];

  expect(partsOf(`${at}: von ${by}`)).toEqual([
    { type: 't', value: '1767261600000' },
    ': von ',
    { type: '@', value: 'U0ALICE' },
  ]);
});

test.each([
  [marked('@', 'U0ALICE'), '<@U0ALICE>'],
  [marked('#', 'C0OVEN'), '<#C0OVEN>'],
  [marked('&', 'S0CHEFS'), '<!subteam^S0CHEFS>'],
  [marked('t', '1767261600999'), '2026-01-01T10:00:00Z'],
  [marked('b', 'Approved'), 'Approved'],
  ['no mark', 'no mark'],
])('programs read %j as %j', (text, plain) => {
  expect(plainText(`(${text})`)).toBe(`(${plain})`);
});

/** Texts in which the marks are frequent. */
const anyText = fc.string({
  unit: fc.constantFrom('\uFDD0', '\uFDD1', '@', '#', 'b', 't', 'U', '0', ' ', '🍕'),
  maxLength: 40,
});

test('no text from outside makes a live part, nor ends one', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, words) => {
      const parts = partsOf(`${unmarked(words)}${marked('@', name)}${unmarked(words)}`);

      expect(parts.filter((part) => typeof part !== 'string')).toEqual([{ type: '@', value: unmarked(name) }]);
      expect(parts.filter((part) => typeof part === 'string').join('')).toBe(unmarked(words).repeat(2));
    }),
  );
});

test('a text with broken marks is shown without them', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = partsOf(text).map((part) => (typeof part === 'string' ? part : part.value));
      expect(shown.join('')).toBe(unmarked(shown.join('')));
    }),
  );
});
