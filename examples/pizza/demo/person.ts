import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Every wait is for something that comes; on a busy machine it may take long. */
const patienceMs = 60_000;

/** Somebody in front of the simulator's page, with nothing but what the page shows. */
export interface Person {
  /** Presses Approve on the card that still waits, and confirms. */
  approve(): Promise<void>;
  /** Presses Approve, and thinks twice. */
  hesitate(): Promise<void>;
  /** Presses Reject on the card that still waits, and says why. */
  reject(reason: string): Promise<void>;
  /** Types a slash command into the channel. */
  types(command: string): Promise<void>;
  /** Waits until the page shows this text, and brings it into sight. */
  sees(text: string | RegExp): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page as one of the people in the workspace. Pictures of what is seen are kept in `folder`. */
export async function openAs(
  browser: Browser,
  { pageUrl, userId, channel }: { readonly pageUrl: string; readonly userId: string; readonly channel: string },
  picture: (page: Page, name: string) => Promise<void>,
): Promise<Person> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${pageUrl}#as=${userId}&in=${channel}`);
  const dialog = page.getByRole('dialog');
  const press = (name: RegExp) => page.getByRole('main').getByRole('button', { name }).last().click();
  return {
    async approve() {
      await press(/^Approve/);
      await picture(page, `${userId} confirms`);
      await dialog.getByRole('button', { name: 'Approve' }).click();
    },
    async hesitate() {
      await press(/^Approve/);
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    },
    async reject(reason) {
      await press(/^Reject/);
      await dialog.getByRole('textbox').fill(reason);
      await picture(page, `${userId} gives a reason`);
      await dialog.getByRole('button', { name: 'Reject' }).click();
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

/** Numbers the pictures in the order in which they are taken. */
export function pictures(folder: string): (page: Page, name: string) => Promise<void> {
  let count = 0;
  return async (page, name) => {
    count += 1;
    const file = `${String(count).padStart(2, '0')} ${name.replaceAll(/[^\w ]/g, '').slice(0, 60)}.png`;
    await page.screenshot({ path: join(folder, file) });
  };
}
