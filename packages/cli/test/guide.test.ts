import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const sources = ['checks', 'stores', 'doctor']
  .flatMap((folder) =>
    readdirSync(new URL(`../src/${folder}/`, import.meta.url)).map((name) => `../src/${folder}/${name}`),
  )
  .map(read)
  .join('\n');

test('the guide for trouble names everything that can be wrong', () => {
  const guide = read('../../../docs/guides/troubleshooting.md');
  const codes = [...sources.matchAll(/\bwrong\(\s*'([a-z_]+)'/g)].map(([, code]) => code ?? '');
  const ofClocks = [...sources.matchAll(/\bcode: '([a-z_]+)'/g)].map(([, code]) => code ?? '');
  const byReason = [...sources.matchAll(/\['(store_[a-z_]+)'/g)].map(([, code]) => code ?? '');
  const ofTokens = ['slack_token', 'app_token'].flatMap((name) => [`${name}_invalid`, `${name}_revoked`]);

  expect(codes.length).toBeGreaterThan(50);
  expect([...codes, ...byReason, ...ofTokens, ...ofClocks].filter((code) => !guide.includes(`\`${code}\``))).toEqual(
    [],
  );
});
