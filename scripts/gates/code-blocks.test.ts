import { expect, test } from 'vitest';
import { codeBlocks } from './code-blocks.js';

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;

test('a page is read for its TypeScript, and for nothing else', () => {
  const page = [
    '# A',
    fenced('ts', 'a();\n\n  b();'),
    fenced('sh', 'ls'),
    fenced('ts fragment', '…'),
    fenced('ts', 'c();'),
  ];

  expect(codeBlocks('README.md', page.join('\n'))).toEqual([
    { path: 'README.md', line: 2, text: 'a();\n\n  b();\n' },
    { path: 'README.md', line: 13, text: 'c();\n' },
  ]);
});

test('blocks for agent frameworks are compiled apart', () => {
  const page = [fenced('ts', 'a();'), fenced('ts agents', 'b();'), fenced('ts agents2', 'c();')].join('\n');

  expect(codeBlocks('agents.md', page, 'ts agents')).toEqual([{ path: 'agents.md', line: 4, text: 'b();\n' }]);
  expect(codeBlocks('agents.md', page)).toEqual([{ path: 'agents.md', line: 1, text: 'a();\n' }]);
});

test('an example in a doc comment loses its stars', () => {
  const source =
    '/**\n * Does.\n * @example\n * ```ts\n * a({\n *   b,\n *\n * });\n * ```\n */\nexport const a = 1;\n';

  expect(codeBlocks('a.ts', source)).toEqual([{ path: 'a.ts', line: 4, text: 'a({\n  b,\n\n});\n' }]);
});
