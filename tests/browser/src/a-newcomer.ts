import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { launchBrowser } from './launch-browser.js';

/** Each step may take this long on a busy machine. */
export const inTime = { timeout: 30_000 };

/** A person in a new folder, who starts a program of this repository again and again, and opens the page that it prints. */
export async function aNewcomer(program: URL, env: NodeJS.ProcessEnv = process.env) {
  const folder = await mkdtemp(join(tmpdir(), 'newcomer-'));
  const browser = await launchBrowser();
  const running: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of running) child.kill('SIGKILL');
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (...flags: readonly string[]) => {
    const file = fileURLToPath(program);
    const options = ['--conditions=@k8s-pizza/source', '--import', import.meta.resolve('tsx'), file, ...flags];
    const child = spawn(process.execPath, options, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
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
