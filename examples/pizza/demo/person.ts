import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Long enough for a busy machine. */
const timeoutMs = 60_000;

/** A person in front of the simulator's page, who only knows what the page shows. */
export interface Person {
  /** Presses Order now on the newest card, and submits the form with the size. */
  approve(): Promise<void>;
  /** Presses Approve on the newest card, which has a stage after this one, and confirms. */
  approveForNow(): Promise<void>;
  /** Presses Order now, and cancels. */
  hesitate(): Promise<void>;
  /** Presses No on the newest card, and gives a reason. */
  reject(reason: string): Promise<void>;
  /** Types a slash command into the channel. */
  types(command: string): Promise<void>;
  /** Waits until the page shows this text, and scrolls to it. */
  sees(text: string | RegExp): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page as one of the people in the workspace. `picture` takes a screenshot of each thing they do. */
export async function openAs(
  browser: Browser,
  { pageUrl, userId, channel }: { readonly pageUrl: string; readonly userId: string; readonly channel: string },
  picture: (page: Page, name: string) => Promise<void>,
): Promise<Person> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(timeoutMs);
  await page.goto(`${pageUrl}#as=${userId}&in=${channel}`);
  const dialog = page.getByRole('dialog');
  const press = (name: RegExp) => page.getByRole('main').getByRole('button', { name }).last().click();
  return {
    async approve() {
      await press(/^Order now/);
      await picture(page, `${userId} confirms`);
      await dialog.getByRole('button', { name: 'Order now' }).click();
    },
    async approveForNow() {
      await press(/^Approve/);
      await dialog.getByRole('button', { name: 'Approve' }).click();
    },
    async hesitate() {
      await press(/^Order now/);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    },
    async reject(reason) {
      await press(/^No:/);
      await dialog.getByRole('textbox').fill(reason);
      await picture(page, `${userId} gives a reason`);
      await dialog.getByRole('button', { name: 'No', exact: true }).click();
    },
    async types(command) {
      const line = page.getByPlaceholder(/^Type \/ for a command/);
      await line.fill(command);
      await line.press('Enter');
    },
    async sees(text) {
      const found = page.getByRole('main').getByText(text).last();
      await found.waitFor();
      await found.scrollIntoViewIfNeeded();
      await picture(page, `${userId} sees ${typeof text === 'string' ? text : text.source}`);
    },
    close: () => page.close(),
  };
}

/** Takes screenshots into a folder, numbered in order. */
export function pictures(folder: string): (page: Page, name: string) => Promise<void> {
  let count = 0;
  return async (page, name) => {
    count += 1;
    const file = `${String(count).padStart(2, '0')} ${name.replaceAll(/[^\w ]/g, '').slice(0, 60)}.png`;
    await page.screenshot({ path: join(folder, file) });
  };
}
