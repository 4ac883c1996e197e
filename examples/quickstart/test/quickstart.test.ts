import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { aNewcomer, inTime } from 'test-browser/a-newcomer';
import { freePort } from 'test-engines/free-port';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const program = read('../src/quickstart.ts');

/** Each starts several processes, one after the other. */
const patient = { timeout: 180_000 };
const decided = 'Approved: deploying api 4.2.';

test('the README begins with the very program that is run here', () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(read('../../../README.md')) ?? [];

  expect(shown).toBe(program);
});

test('the program takes at most 14 lines beside its imports', () => {
  const lines = program.split('\n').filter((line) => line !== '' && !line.startsWith('import '));

  expect(lines.length).toBeLessThanOrEqual(14);
});

/** Starts it as `npm run quickstart` does, without a Slack account. */
async function aFolder() {
  const { SLACK_BOT_TOKEN: _, SLACK_API_URL: __, ...env } = process.env;
  const port = await freePort();
  return await aNewcomer(new URL('../src/run-quickstart.ts', import.meta.url), { ...env, PORT: String(port) });
}

const approveButton = (page: Page) => page.getByRole('button', { name: /^Approve/ });

test(
  'a newcomer approves in the page, and the program goes on; run again, it has the decision at once',
  patient,
  async () => {
    const { start, open } = await aFolder();
    const killed = await start();
    await approveButton(await open(killed.url)).waitFor();
    const early = killed.printed();
    await killed.end('SIGKILL');

    const first = await start();
    const page = await open(first.url);
    await approveButton(page).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await expect.poll(first.printed, inTime).toContain(decided);
    await page.getByText('Approved by').first().waitFor();
    const code = await first.end('SIGINT');

    const again = await start();
    await expect.poll(again.printed, inTime).toContain(decided);
    const later = await open(again.url);
    await later.getByText('Approved by').first().waitFor();

    expect(early).not.toContain(decided);
    expect(code).toBe(0);
    expect(await later.getByRole('article').count()).toBe(1);
  },
);

test('--fresh forgets the decision, and asks again', patient, async () => {
  const { start, open } = await aFolder();
  const first = await start();
  const page = await open(first.url);
  await approveButton(page).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect.poll(first.printed, inTime).toContain(decided);
  await first.end('SIGINT');

  const fresh = await start('--fresh');
  await approveButton(await open(fresh.url)).waitFor();

  expect(fresh.printed()).not.toContain(decided);
});
