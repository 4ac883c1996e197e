import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installFolder } from './install-folder.js';

/** A folder whose one dependency lies beside its lock file, so that npm needs no network. */
function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'install-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'part'));
  write(join(folder, 'part', 'package.json'), { name: 'part', version: '1.0.0' });
  const dependencies = { part: 'file:part' };
  const packages = {
    '': { name: 'whole', dependencies },
    'node_modules/part': { resolved: 'part', link: true },
    part: { version: '1.0.0' },
  };
  write(join(folder, 'package.json'), { name: 'whole', dependencies });
  write(join(folder, 'package-lock.json'), { name: 'whole', lockfileVersion: 3, requires: true, packages });
  return folder;
}

const write = (path: string, content: unknown) => writeFileSync(path, JSON.stringify(content));

test('a folder is installed once, and again when its lock file changes', () => {
  const folder = aFolder();
  const trace = join(folder, 'node_modules', 'trace');

  installFolder(folder);
  expect(existsSync(join(folder, 'node_modules', 'part', 'package.json'))).toBe(true);

  writeFileSync(trace, 'npm removes this file');
  installFolder(folder);
  expect(existsSync(trace)).toBe(true);

  const lock = { name: 'whole', version: '2.0.0', lockfileVersion: 3, requires: true };
  const packages = {
    '': { name: 'whole', dependencies: { part: 'file:part' } },
    'node_modules/part': { resolved: 'part', link: true },
    part: { version: '1.0.0' },
  };
  write(join(folder, 'package-lock.json'), { ...lock, packages });
  installFolder(folder);
  expect(existsSync(trace)).toBe(false);
});

test('an installation that fails throws, and is tried again the next time', () => {
  const folder = aFolder();
  write(join(folder, 'package.json'), { name: 'whole', dependencies: { part: 'file:part', another: '1.0.0' } });

  expect(() => installFolder(folder, ['--silent'])).toThrow(folder);
  expect(() => installFolder(folder, ['--silent'])).toThrow(folder);
});
