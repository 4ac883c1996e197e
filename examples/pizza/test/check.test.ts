import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url));

test('the main job, played by a person’s clicks, with repeated alerts, double clicks and two restarts, orders once', async () => {
  const { stdout } = await run(process.execPath, [
    '--conditions=@k8s-pizza/source',
    '--import',
    'tsx',
    demo,
    '--check',
  ]);

  expect(stdout).toContain('checked: one alert, one card, one decision, one order');
  expect(stdout.match(/^order function: order \w+ created$/gm)).toHaveLength(1);
}, 60_000);
