import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { program } from './program/client.js';
import { aSlack, press } from './program/running.js';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const section = readme.slice(readme.indexOf('## Ask from anywhere'), readme.indexOf('## Your first real card'));
const [, client = ''] = /^```ts\n(import \{ Client \}.*?)^```$/ms.exec(section) ?? [];

/** A folder with an `npx` that finds the server without a registry. */
function aPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const npx = join(folder, 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$*" = "--yes @k8s-pizza/slack-approval-mcp" ] || exit 9\nexec "${process.execPath}" "${program}"\n`,
  );
  chmodSync(npx, 0o755);
  return [folder, process.env['PATH']].join(':');
}

test('the MCP client of the README takes at most ten lines beside its imports', () => {
  const lines = client.split('\n').filter((line) => line !== '' && !line.startsWith('import '));

  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(10);
});

test('the MCP client of the README asks, and is told of the yes', async () => {
  const { slack, env } = await aSlack();
  const { code } = await transform(client, { loader: 'ts', format: 'esm' });
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    // where its packages are found
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...env, PATH: aPath() },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (data) => {
    output += data;
  });
  await press(slack, 'approve');
  const [exitCode] = await once(child, 'close');

  expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'Approved by U0ALICE. You may do it now, once.\n' });
});
