import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';

const source = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A program that opens a store, bundled into one CommonJS file of a folder that holds nothing else; what it prints. */
async function bundled({ withLibsql }: { readonly withLibsql: boolean }): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'commonjs-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (withLibsql) symlinkSync(nodeModules, join(folder, 'node_modules'));
  const contents = `import { sqliteStore } from ${JSON.stringify(source)};
    try { sqliteStore(':memory:').close(); console.log('open'); } catch (error) { console.log(error.message, error.cause.message); }`;
  await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['@k8s-pizza/source'],
    external: ['libsql'],
    outfile: join(folder, 'program.cjs'),
    logLevel: 'error',
  });
  return execFileSync(process.execPath, [join(folder, 'program.cjs')], { encoding: 'utf8' });
}

test('a CommonJS bundle loads libsql from where it is', async () => {
  expect(await bundled({ withLibsql: true })).toBe('open\n');
});

test('a CommonJS bundle without libsql says that it is missing, and what to do', async () => {
  const said = await bundled({ withLibsql: false });

  expect(said).toContain("sqliteStore can't load libsql: install libsql");
  expect(said).toContain("Cannot find module 'libsql'");
});
