import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test.each([
  '../src/deployment.ts',
  '../src/define-deployments.ts',
  '../src/receive-deployments.ts',
  '../src/review-run.ts',
  '../src/create-app.ts',
  './source-contract.test.ts',
])('the guide shows the very code that is tested here: %s', (path) => {
  const code = read(path);
  // what imports another file of the example is no program for itself
  const fence = /from '\.\.?\//.test(code) ? '```ts fragment' : '```ts';

  expect(read('../../../docs/guides/custom-source.md')).toContain(`${fence}\n${code}\`\`\``);
});
