// Opens the site that `npm run docs` built in a real browser, from the file system: node --import tsx scripts/gates/site/view-site.ts
// It leaves pictures of what it saw in coverage/site.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from '../../../tests/browser/src/launch-browser.js';
import { root } from '../../conventions/repository.js';
import { readSite, siteFolder } from './read-site.js';

// ignored by git
const pictures = join(root, 'coverage', 'site');
const looks = [
  { name: 'desktop-light', width: 1280, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, colorScheme: 'dark' },
] as const;
type Look = (typeof looks)[number];
type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

/** What a search has to find: a function by its name, and a guide by a word that only its text has. */
const searches: readonly (readonly [words: string, result: string])[] = [
  ['guard', 'slack-approval.index.Approvals.guard'],
  ['quickstart', 'Ask and wait'],
];
/** The pages that people wrote, and not TypeDoc. */
const written = [...readSite().pages.keys()].filter(
  (path) => !/^(?:classes|functions|interfaces|types|variables)\//.test(path),
);
const photographed = ['index.html', 'documents/Ask_and_wait.html', 'modules/slack-approval.html'];

const problems: string[] = [];
mkdirSync(pictures, { recursive: true });
const browser = await launchBrowser();
for (const look of looks) await viewSite(browser, look);
await browser.close();
if (problems.length > 0) console.error(`In a browser, the site has problems:\n${problems.join('\n')}`);
else console.log(`The site opens from the file system. Pictures: ${pictures}`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function viewSite(browser: Browser, look: Look): Promise<void> {
  const { name, width, colorScheme } = look;
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  page.on(
    'console',
    (message) => message.type() === 'error' && problems.push(`${name}: ${page.url()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => problems.push(`${name}: ${page.url()}: ${error.message}`));
  page.on(
    'request',
    (request) => /^(?:file|data|blob):/.test(request.url()) || problems.push(`loads ${request.url()}`),
  );
  // what is too wide is too wide on a phone
  for (const path of width < 1000 ? written : photographed) await viewPage(page, path, look);
  await open(page, 'index.html');
  if ((await page.title()) !== 'slack-approval')
    problems.push(`${name}: the front page is titled ${await page.title()}`);
  if (width > 1000) await walkToGuide(page);
  for (const [words, result] of searches) await search(page, words, result, look);
  await page.close();
}

/** Every page fits the window, and every picture of it is there. */
async function viewPage(page: Page, path: string, { name, width }: Look): Promise<void> {
  await open(page, path);
  if (photographed.includes(path))
    await page.screenshot({ path: join(pictures, `${name}-${path.replace(/.*\//, '')}.png`) });
  const seen = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    missing: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src),
  }));
  if (seen.width > width) problems.push(`${name}: ${path} is ${seen.width} pixels wide`);
  problems.push(...seen.missing.map((source) => `${name}: ${path} shows no ${source}`));
}

/** From the front page to a guide by the navigation, as a reader walks. */
async function walkToGuide(page: Page): Promise<void> {
  const navigation = page.getByRole('navigation');
  const guide = navigation.getByRole('link', { name: 'Ask and wait' });
  if (!(await guide.isVisible())) await navigation.getByText('Start here').click();
  await guide.click();
  await page.getByRole('heading', { level: 1, name: 'Ask and wait' }).waitFor();
  await open(page, 'index.html');
}

async function search(page: Page, words: string, result: string, { name }: Look): Promise<void> {
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('#tsd-search-input').fill(words);
  const found = page.locator('#tsd-search-results').getByText(result, { exact: true }).first();
  const isFound = await found.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  await page.screenshot({ path: join(pictures, `${name}-search-${words}.png`) });
  if (!isFound) problems.push(`${name}: a search for ${words} does not find ${result}`);
  await open(page, 'index.html');
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(pathToFileURL(join(siteFolder, path)).href);
  await page.locator('#tsd-search-trigger').waitFor();
}
