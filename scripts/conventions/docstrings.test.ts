import { describe, expect, test } from 'vitest';
import { docstringProblem, exportedNames } from './docstrings.js';
import { programs } from './package-manifest.js';
import { packageFolders, readIfThere } from './repository.js';

const doc = (lines: number) => `/**\n${' * a\n'.repeat(lines)} */\n`;

describe('a docstring', () => {
  test.each(['function a() {}', 'const a = 1;', 'interface a {}', 'type a = 1;', 'class a {}'])(
    'of %s is seen',
    (code) => {
      expect(docstringProblem('a', `export ${code}`)).toBe('missing');
      expect(docstringProblem('a', `/** Does. */\nexport ${code}`)).toBeNull();
      expect(docstringProblem('a', `// Does.\nexport ${code}`)).toBe('missing');
    },
  );

  test('has at most fifteen lines', () => {
    expect(docstringProblem('a', `${doc(15)}export const a = 1;`)).toBeNull();
    expect(docstringProblem('a', `${doc(16)}export const a = 1;`)).toBe('too_long');
  });

  test('has an example of at most ten lines, which do not count', () => {
    const withExample = (lines: number) =>
      `/**\n${' * a\n'.repeat(14)} * @example\n * \`\`\`ts\n${' * a();\n'.repeat(lines)} * \`\`\`\n */\nexport const a = 1;`;

    expect(docstringProblem('a', withExample(10))).toBeNull();
    expect(docstringProblem('a', withExample(11))).toBe('example_too_long');
  });

  test('has a first line of at most ninety characters, wherever it stands', () => {
    const [fits, longer] = ['x'.repeat(90), 'x'.repeat(91)];

    for (const around of [(line: string) => `/** ${line} */`, (line: string) => `/**\n * ${line}\n * ${longer}\n */`]) {
      expect(docstringProblem('a', `${around(fits)}\nexport const a = 1;`)).toBeNull();
      expect(docstringProblem('a', `${around(longer)}\nexport const a = 1;`)).toBe('first_line_too_long');
    }
  });
});

test('an entry is read with the names the files declare', () => {
  const text = "export { a, type b as c } from './d/e.js';";

  expect(exportedNames('packages/core/src/index.ts', text)).toEqual([
    { name: 'a', file: 'packages/core/src/d/e.ts' },
    { name: 'b', file: 'packages/core/src/d/e.ts' },
  ]);
});

test.each(packageFolders().filter((folder) => !programs.includes(folder)))(
  'everything packages/%s exports says what it is',
  (folder) => {
    const entry = `packages/${folder}/src/index.ts`;
    const problems = exportedNames(entry, readIfThere(entry) ?? '')
      .map(({ name, file }) => ({ name, file, problem: docstringProblem(name, readIfThere(file) ?? '') }))
      .filter(({ problem }) => problem !== null);

    expect(problems).toEqual([]);
  },
);
