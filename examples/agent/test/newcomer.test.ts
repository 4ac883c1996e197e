import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from 'test-browser/launch-browser';
import { expect, onTestFinished, test } from 'vitest';

const inTime = { timeout: 30_000 };
/** It starts two processes, one after the other, and a browser. */
const patient = { timeout: 180_000 };

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'agent-'));
  const browser = await launchBrowser();
  const running: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of running) child.kill('SIGKILL');
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts it as `npm start` does. */
  const start = async () => {
    const file = fileURLToPath(new URL('../src/run-example.ts', import.meta.url));
    const options = ['--conditions=@k8s-pizza/source', '--import', import.meta.resolve('tsx'), file];
    const child = spawn(process.execPath, options, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    let printed = '';
    child.stdout.on('data', (data) => {
      printed += data;
    });
    await expect.poll(() => printed, inTime).toMatch(/http:\S+/);
    const [url = ''] = /http:\S+/.exec(printed) ?? [];
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const [code] = await once(child, 'exit');
      return code;
    };
    return { url, end, printed: () => printed };
  };
  const open = async (url: string) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(inTime.timeout);
    await page.goto(url);
    return page;
  };
  return { start, open };
}

test(
  'a newcomer lowers the amount in the page, also after a restart, and the agent refunds that',
  patient,
  async () => {
    const { start, open } = await aFolder();
    const killed = await start();
    await (await open(killed.url)).getByRole('button', { name: /^Approve/ }).waitFor();
    await killed.end('SIGKILL');

    const again = await start();
    const page = await open(again.url);
    await page.getByRole('button', { name: /^Approve/ }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Amount in dollars').fill('12');
    await form.getByRole('button', { name: 'Approve' }).click();

    await expect.poll(again.printed, inTime).toContain('$12 of order 4711 was paid back');
    expect(await page.getByRole('article').count()).toBe(1);
    expect(await again.end('SIGINT')).toBe(0);
  },
);
