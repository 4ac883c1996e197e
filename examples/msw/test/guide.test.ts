import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test.each(['../src/announce.ts', './announce.test.ts'])(
  'the guide shows the very code that is tested here: %s',
  (path) => {
    expect(read('../../../docs/guides/test-with-msw.md')).toContain(read(path));
  },
);
