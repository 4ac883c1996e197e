import { describe, expect, test } from 'vitest';
import { readIfThere, repositoryFiles } from '../repository.js';
import { linesWithoutCode, logCodes, tableCodes } from './log-lines.js';

const files = repositoryFiles();
const guide = readIfThere('docs/guides/troubleshooting.md') ?? '';
const source = (text: string, path = 'packages/core/src/a.ts') => ({ path, text });

describe('what the check finds', () => {
  test.each<[text: string, codes: readonly string[]]>([
    ["app.log.warn('reply_failed', 'a reply failed');", ['reply_failed']],
    ["log.error(\n  'stuck',\n  'it is stuck',\n);", ['stuck']],
    ["createLog(invocation).warn('due_work_failed', 'failed', { error });", ['due_work_failed']],
    ["log[is ? 'error' : 'warn']('decision_refused', 'refused');", ['decision_refused']],
    ['Math.log(2); dialog.info', []],
  ])('%s', (text, codes) => {
    expect([...logCodes([source(text)]).codes]).toEqual(codes);
  });

  test('a line whose code is no text', () => {
    expect(logCodes([source('log.warn(code, text);')]).unreadable).toHaveLength(1);
  });

  test('a line that goes to the logger itself, or to the process', () => {
    expect(linesWithoutCode([source("logger.warn('x'); process.emitWarning('y');")])).toHaveLength(2);
    expect(linesWithoutCode([source("logger.warn('x');", 'packages/cli/src/a.ts')])).toEqual([]);
  });

  test('the codes of a table', () => {
    const text = '# A\n## Lines\n\n| a | b |\n|---|---|\n| `one`, `two` | `three` |\n## More\n| `four` | |\n';

    expect(tableCodes(text, '## Lines')).toEqual(['one', 'two']);
    expect(tableCodes(text, '## None')).toEqual([]);
  });
});

test('every log line has a code, and goes through the log', () => {
  expect(logCodes(files).unreadable).toEqual([]);
  expect(linesWithoutCode(files)).toEqual([]);
});

test('the guide for trouble says of every log line what it means and what to do, and of no other', () => {
  expect(tableCodes(guide, '## What the log says').toSorted()).toEqual([...logCodes(files).codes].toSorted());
});

test('the guide for trouble says the same of every `attention`', () => {
  const attentions = readIfThere('packages/core/src/views/attention-view.ts') ?? '';
  const codes = [...attentions.matchAll(/(?:case|code:) '([a-z_]+)'/g)].map(([, code]) => code);

  expect(tableCodes(guide, '## What `attention` says').toSorted()).toEqual([...new Set(codes)].toSorted());
});
