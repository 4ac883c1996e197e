import { aNewcomer, inTime } from 'test-browser/a-newcomer';
import { expect, test } from 'vitest';

/** It starts two processes, one after the other, and a browser. */
const patient = { timeout: 180_000 };

test(
  'a newcomer lowers the amount in the page, also after a restart, and the agent refunds that',
  patient,
  async () => {
    const { start, open } = await aNewcomer(new URL('../src/run-example.ts', import.meta.url));
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
