import { expect, test } from 'vitest';
import { largestMember } from './largest-member.js';

test.each<[members: Readonly<Record<string, unknown>>, said: string]>([
  [{ title: 'a', summary: 'long', text: 'ab' }, '"summary" has 6 bytes'],
  [{ title: 'aaa', summary: '€€' }, '"summary" has 8 bytes'],
  [{ items: [1, 2, 3], title: 'a' }, '"items" has 7 bytes'],
  [{ absent: undefined, title: '' }, '"title" has 2 bytes'],
  [{ [`a${'b'.repeat(100)}`]: 1 }, `"a${'b'.repeat(78)}…" has 1 bytes`],
  [{}, 'nothing'],
])('%j', (members, said) => {
  expect(largestMember(members)).toBe(said);
});
