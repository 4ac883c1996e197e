import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSlackSimulator } from '@k8s-pizza/slack-simulator';
import type { Page } from 'playwright-core';
import { cardPicture } from 'test-browser/card-picture';
import { launchBrowser } from 'test-browser/launch-browser';

// Makes the README's picture of the first program's card: npm run picture -w example-quickstart
const target = fileURLToPath(new URL('../../../docs/first-card.png', import.meta.url));
const channel = 'C0DEPLOYS';

// the program keeps its approvals in the folder where it runs
const folder = await mkdtemp(join(tmpdir(), 'quickstart-picture-'));
process.chdir(folder);
const browser = await launchBrowser();
try {
  const slack = await createSlackSimulator({ channels: [{ id: channel, name: 'deploys', members: ['U0ALICE'] }] });
  Object.assign(process.env, {
    PORT: '0',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  });
  // it waits for an answer that never comes
  void import('../src/quickstart.js');
  const page = await browser.newPage({ viewport: { width: 420, height: 600 }, deviceScaleFactor: 2 });
  page.setDefaultTimeout(60_000);
  await page.goto(`${slack.pageUrl}#as=U0ALICE&in=${channel}`);
  await page.getByRole('button', { name: /^Approve/ }).waitFor();
  await frame(page, await cardPicture(page));
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

/** Puts the card on a tinted background, so that it stands out on a white page and on a dark one. */
async function frame(page: Page, card: Buffer): Promise<void> {
  await page.goto('about:blank');
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 20px; background: #f4f1f5 }
    img { display: block; box-sizing: border-box; width: 100%; padding: 12px 0; background: #fff; border: 1px solid #ddd6e0; border-radius: 10px }
  </style><img src="data:image/png;base64,${card.toString('base64')}">`);
  await page.locator('body').screenshot({ path: target });
}
