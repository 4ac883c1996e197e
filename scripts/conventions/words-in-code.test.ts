import { expect, test } from 'vitest';
import { typescriptFiles } from './repository.js';
import { wordsOutsideMessages } from './words-in-code.js';

/** Texts for programs and logs that the rule cannot tell from words for people. */
const notForPeople: readonly string[] = [
  'an invalid Date',
  'a value of type ',
  'not an Error',
  'Slack answered ',
  ' to the reply',
];

test('what people read in Slack is in Messages', () => {
  const found = typescriptFiles().flatMap(wordsOutsideMessages);
  const spoken = found.filter((line) => !notForPeople.some((text) => line.endsWith(`: ${text}`)));

  expect(spoken.filter((line) => !line.includes('log-refusals.ts'))).toEqual([]);
});

test.each([
  ["const a = 'Please click again.';", true],
  ['const a = `This is approved`;', true],
  ["const a = 'Details';", true],
  ["const a = 'open_card';", false],
  ["throw new SlackApprovalError('invalid_options', 'Give a title.');", false],
  ["log.warn('reply_failed', 'a reply could not be sent');", false],
])('%s has words for people: %s', (text, has) => {
  expect(wordsOutsideMessages({ path: 'packages/core/src/interactions/a.ts', text }).length > 0).toBe(has);
});
