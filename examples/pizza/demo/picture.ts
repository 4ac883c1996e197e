import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { cardPicture } from 'test-browser/card-picture';
import { launchBrowser } from 'test-browser/launch-browser';
import { type DemoSession, withDemoSession } from './demo-session.js';
import { channel } from './demo-world.js';
import { capturedAlerts, sendAlert } from './send-alerts.js';

// Makes the README's picture of a card's life: npm run picture -w example-pizza
const target = fileURLToPath(new URL('../../../docs/card-life.png', import.meta.url));

/** Slow enough to catch each stage on the card. */
const paceMs = 4_000;

interface Moment {
  readonly caption: string;
  readonly card: Buffer;
}

async function momentsOf(session: DemoSession, page: Page): Promise<readonly Moment[]> {
  const moments: Moment[] = [];
  const keep = async (caption: string, isReached: (text: string) => boolean): Promise<void> => {
    await session.card(caption, isReached);
    // the page shows the simulator's state a moment later
    await page.waitForTimeout(500);
    moments.push({ caption, card: await cardPicture(page) });
  };
  await sendAlert(session.world.alertsUrl, (await capturedAlerts()).firing);
  await page.getByRole('button', { name: /^Order now/ }).waitFor();
  await keep('1  asked', (text) => text.includes('Waiting for an answer'));
  await page.getByRole('button', { name: /^Order now/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Order now' }).click();
  await keep('2  approved', (text) => text.includes('Approved: Order now'));
  await keep('3  being carried out', (text) => /(bake|quality check): active/.test(text));
  await keep('4  carried out', (text) => text.includes('delivered: done'));
  return moments;
}

/** Arranges the moments in two columns on a new page, and takes the picture. */
async function compose(page: Page, moments: readonly Moment[]): Promise<void> {
  await page.setContent(`<style>
    body { margin: 0; padding: 20px; display: grid; grid-template-columns: 1fr 1fr; gap: 20px; background: #f4f1f5; font: 600 15px Lato, sans-serif; align-items: start }
    figure { margin: 0; padding: 12px 12px 4px; background: #fff; border: 1px solid #ddd6e0; border-radius: 10px }
    figcaption { padding: 2px 8px 8px; color: #611f69 }
    img { width: 100% }
  </style>${moments
    .map(
      ({ caption, card }) =>
        `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${card.toString('base64')}"></figure>`,
    )
    .join('')}`);
  await page.locator('body').screenshot({ path: target });
}

const folder = await mkdtemp(join(tmpdir(), 'pizza-picture-'));
const browser = await launchBrowser();
try {
  await withDemoSession({ folder, paceMs, log: console.log }, async (session) => {
    // beside the sidebar, a card is as wide as its column in the picture
    const page = await browser.newPage({ viewport: { width: 806, height: 900 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`${session.simulator.pageUrl}#as=U0ALICE&in=${channel}`);
    const moments = await momentsOf(session, page);
    await compose(await browser.newPage({ viewport: { width: 1_240, height: 600 } }), moments);
  });
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
