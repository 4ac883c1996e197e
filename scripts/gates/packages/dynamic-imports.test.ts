import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dynamicImports, dynamicImportsOfCommonJs } from './dynamic-imports.js';

describe('a call of import()', () => {
  test.each([
    ["const a = import('./a.cjs');", [1]],
    ['"use strict";\nasync function f(name) {\n  return (await import(name)).default;\n}', [3]],
    ["import /* with a comment */ ('a');", [1]],
    ['const a = `$' + '{await import("a")}`;', [1]],
    ['class A { static a = import("a"); b = [import("b")]; }', [1, 1]],
  ])('is found in %j', (text, lines) => {
    expect(dynamicImports(text)).toEqual(lines);
  });

  test.each([
    "// import('a')",
    "/* import('a') */ require('a');",
    'const a = "import(\'a\')";',
    "const a = `import('a')`;",
    "const a = /import('a')/;",
    "a.import('a');",
    "Promise.resolve().then(() => require('a'));",
  ])('is not seen in %j', (text) => {
    expect(dynamicImports(text)).toEqual([]);
  });
});

describe('a built folder', () => {
  function folderWith(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'dynamic-imports-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'dist'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'dist', name), text);
    return folder;
  }

  test('is searched for CommonJS only, and each place is named', () => {
    const lazy = "\nimport('./a.js');";

    expect(dynamicImportsOfCommonJs(folderWith({ 'a.js': lazy, 'b.cjs': lazy, 'c.cjs': '' }))).toEqual([
      `${join('dist', 'b.cjs')}:2`,
    ]);
  });

  test('without any CommonJS is reported as such', () => {
    expect(dynamicImportsOfCommonJs(folderWith({ 'a.js': '' }))).toHaveLength(1);
  });
});
