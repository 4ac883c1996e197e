import type { Page } from 'playwright-core';

/** Takes a picture of the first message on the simulator's page as Slack shows it, without what the simulator adds below. */
export async function cardPicture(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0);
  await page.locator('.notified').evaluateAll((lines) => {
    for (const line of lines) if (line instanceof HTMLElement) line.style.display = 'none';
  });
  return await page.getByRole('article').first().screenshot();
}
