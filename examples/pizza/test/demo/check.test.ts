import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bundleInRun } from 'test-engines/in-this-run';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const demo = await bundleInRun(new URL('../../demo/demo.ts', import.meta.url));

test('the check in a real browser, with two restarts and repeated alerts, orders once and sees the delivery', async () => {
  const { stdout } = await run(process.execPath, [demo, '--check']);

  expect(stdout).toContain(
    'checked: three alerts, one approved, one rejected, one withdrawn, a party that was too large, and one pizza at the door',
  );
  expect(stdout.match(/^order function: the PizzaOrder of \w+ was created$/gm)).toHaveLength(1);
  const done = [...stdout.matchAll(/^card of \w+: (.*) done$/gm)].map(([, step]) => step);
  expect(done).toEqual(['prep', 'bake', 'quality check', 'out for delivery', 'delivered']);
}, 300_000);
