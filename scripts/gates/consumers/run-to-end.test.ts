import { describe, expect, test } from 'vitest';
import { runToEnd } from './run-to-end.js';

const run = (text: string, withinMs?: number) =>
  runToEnd(process.execPath, ['-e', text], { cwd: process.cwd(), ...(withinMs === undefined ? {} : { withinMs }) });

describe('a program', () => {
  test('that ends well has no problem, and what it printed is known', async () => {
    const { problem, printed } = await run("console.log('out'); console.error('err')");

    expect(problem).toBeNull();
    expect(printed).toContain('out\n');
    expect(printed).toContain('err\n');
  });

  test('that throws is named by how it ended', async () => {
    expect(await run("throw new Error('no oven')")).toMatchObject({
      problem: 'ended with 1',
      printed: expect.stringContaining('no oven'),
    });
  });

  test('that something holds open is killed, and said to hang', async () => {
    expect(await run('setInterval(() => undefined, 1_000)', 300)).toMatchObject({
      problem: 'did not end within 0.3 s',
    });
  });

  test('that started another one is killed with it, since that holds its output open', async () => {
    const other = "'setInterval(() => undefined, 1_000)'";
    const both = `require('node:child_process').spawn(process.execPath, ['-e', ${other}], { stdio: 'inherit' })`;

    expect(await run(both, 500)).toMatchObject({ problem: 'did not end within 0.5 s' });
  });
});
