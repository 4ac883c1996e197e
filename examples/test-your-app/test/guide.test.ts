import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test.each(['../src/deploys.ts', './deploys.test.ts', './deploys.jest.js', './deploys.node.ts'])(
  'the guide shows the very code that is tested here: %s',
  (path) => {
    expect(read('../../../docs/guides/test-your-app.md')).toContain(read(path));
  },
);

test('the code for node:test passes there, and its process ends', async () => {
  const file = fileURLToPath(new URL('deploys.node.ts', import.meta.url));
  const node = ['--conditions=@k8s-pizza/source', '--import', 'tsx', '--test', '--test-reporter=tap', file];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);

  expect({ code, passed: /^# pass (\d+)$/m.exec(report)?.[1] }).toEqual({ code: 0, passed: '1' });
});
