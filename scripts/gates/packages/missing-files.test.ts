import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { missingFiles } from './missing-files.js';

test('a package that names a file under a condition has to contain it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'index.js'), '');
  const entry = { source: './src/index.ts', import: { default: './dist/index.js' } };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ exports: { '.': entry, './package.json': './package.json' }, bin: { a: './dist/bin.js' } }),
  );

  expect(missingFiles(folder)).toEqual(['./src/index.ts', './dist/bin.js']);
});
