import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from 'test-browser/launch-browser';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { card, clientOf, startApp, startSlack } from '../simulator-fixture.js';

const patienceMs = 15_000;
const refused = (error: string) => ({ data: { ok: false, error } });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** An app that posts its card when it hears that it is in a channel, as one does whose card waits. */
async function look({ at = 'C0PIZZA', width = 1400 } = {}) {
  const app = await startApp(async ({ body }) => {
    const { event } = JSON.parse(body);
    if (event.type === 'member_joined_channel') await post(event.channel);
    return {};
  });
  const scopes = ['chat:write', 'channels:read'];
  const { slack, web } = await startSlack({ requestUrl: app.url, scopes });
  const post = (channel: string, poster = web) => poster.chat.postMessage({ channel, text: 'x', blocks: card });
  const errors: string[] = [];
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => errors.push(String(error)));
  // 409 is how the simulator answers what cannot be done
  page.on('console', (line) =>
    line.type() === 'error' && !line.text().includes('409') ? errors.push(line.text()) : 0,
  );
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  await page.goto(`${slack.pageUrl}#as=U0ALICE&in=${at}`);
  await page.getByRole('main').getByRole('heading').first().waitFor();
  if (width < 1280) await page.getByRole('button', { name: 'Simulator' }).click();
  const tools = page.getByRole('complementary', { name: 'Simulator' });
  await tools.getByRole('button', { name: 'Workspace' }).click();
  return { slack, web, page, tools, post };
}

const cardIn = (page: Page) => page.getByRole('heading', { name: 'Order pizza?' });

describe('a card that waits', () => {
  test('comes after the app was invited beside the message field', async () => {
    const { page, post } = await look({ at: 'C0QUIET' });
    await expect(post('C0QUIET')).rejects.toMatchObject(refused('not_in_channel'));

    await page.getByRole('button', { name: 'Invite approvals' }).click();

    await cardIn(page).waitFor();
    expect(await page.getByText('approvals is not in this channel.').count()).toBe(0);
  });

  test('comes after the app was removed and invited in the list of channels', async () => {
    const { page, tools, post } = await look();
    await tools.getByRole('button', { name: 'Remove app: #pizza' }).click();
    await page.getByText('approvals is not in this channel.').waitFor();
    await expect(post('C0PIZZA')).rejects.toMatchObject(refused('not_in_channel'));

    await tools.getByRole('button', { name: 'Invite app: #pizza' }).click();

    await cardIn(page).waitFor();
  });

  test('comes after its channel was unarchived', async () => {
    const { page, tools, post } = await look();
    await tools.getByRole('button', { name: 'Archive: #pizza', exact: true }).click();
    await page.getByText('This channel is archived').waitFor();
    await expect(post('C0PIZZA')).rejects.toMatchObject(refused('is_archived'));

    await tools.getByRole('button', { name: 'Unarchive: #pizza' }).click();
    await page.getByRole('combobox').first().waitFor();
    await post('C0PIZZA');

    await cardIn(page).waitFor();
  });

  test('comes with the token that the page shows after it was rotated', async () => {
    const { slack, page, tools, post } = await look();
    await tools.getByRole('button', { name: 'Rotate' }).click();
    await tools.getByText('xoxb-simulated-bot-token-2').waitFor();
    await expect(post('C0PIZZA')).rejects.toMatchObject(refused('token_expired'));

    await post('C0PIZZA', clientOf(slack, await tools.locator('.condition-value code').innerText()));

    await cardIn(page).waitFor();
  });

  test('comes after the token was revoked and restored', async () => {
    const { page, tools, post } = await look();
    await tools.getByRole('button', { name: 'Revoke' }).click();
    await tools.getByText('token_revoked').waitFor();
    await expect(post('C0PIZZA')).rejects.toMatchObject(refused('token_revoked'));

    await tools.getByRole('button', { name: 'Restore all tokens' }).click();
    await tools.getByText('works', { exact: true }).waitFor();
    await post('C0PIZZA');

    await cardIn(page).waitFor();
  });

  test('comes after its scope was granted, and after what the workspace refused was mended', async () => {
    const { page, tools, post } = await look();
    const scope = tools.getByLabel('chat:write', { exact: true });
    const posted = () => post('C0QUIET').catch(({ data }) => data.error);
    await scope.uncheck();
    await expect.poll(posted).toBe('missing_scope');
    // the page may still show the box as it was before
    await expect.poll(() => scope.check().then(posted)).toBe('not_in_channel');
    await tools.getByLabel('Error').selectOption('ekm_access_denied');
    await tools.getByLabel('Calls').selectOption('chat.postMessage');
    await tools.getByRole('button', { name: 'Refuse' }).click();
    await tools.getByRole('button', { name: 'Mend: chat.postMessage' }).waitFor();
    await expect(post('C0PIZZA')).rejects.toMatchObject(refused('ekm_access_denied'));

    await tools.getByRole('button', { name: 'Mend: chat.postMessage' }).click();
    await tools.getByRole('button', { name: 'Mend: chat.postMessage' }).waitFor({ state: 'detached' });
    await post('C0PIZZA');

    await cardIn(page).waitFor();
  });
});

describe('a message', () => {
  test('is deleted by a person, and then not found', async () => {
    const { page, web, post } = await look();
    const { ts = '' } = await post('C0PIZZA');
    await cardIn(page).waitFor();

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Delete message' }).click();
    await cardIn(page).waitFor({ state: 'detached' });

    const updating = web.chat.update({ channel: 'C0PIZZA', ts, text: 'two' });
    await expect(updating).rejects.toMatchObject(refused('message_not_found'));
  });

  test('cannot be changed while its edit window is closed, by the keyboard alone', async () => {
    const { page, web, post } = await look();
    const { ts = '' } = await post('C0PIZZA');
    const update = () => web.chat.update({ channel: 'C0PIZZA', ts, text: 'two' });
    await cardIn(page).waitFor();

    await page.getByRole('button', { name: 'More actions' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close the edit window' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Slack no longer lets the app change this message: edit_window_closed.').waitFor();
    await expect(update()).rejects.toMatchObject(refused('edit_window_closed'));

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Let the app change it' }).click();
    await page.getByText('Slack no longer lets').waitFor({ state: 'detached' });

    expect(await update()).toMatchObject({ ok: true });
  });

  test('that only one person sees has no such menu', async () => {
    const { page, web } = await look();

    await web.chat.postEphemeral({ channel: 'C0PIZZA', user: 'U0ALICE', text: 'psst' });
    await page.getByText('psst').waitFor();

    expect(await page.getByRole('button', { name: 'More actions' }).count()).toBe(0);
  });
});

describe('the controls', () => {
  test('say why something cannot be done', async () => {
    const { slack, page, tools } = await look();
    await tools.getByRole('button', { name: 'Invite app: #quiet' }).waitFor();
    // somebody else archives the channel in the moment before the click
    await page.route('**/page/do', async (route) => {
      slack.archive('C0QUIET');
      await route.continue();
    });

    const answered = page.waitForResponse('**/page/do');
    await tools.getByRole('button', { name: 'Invite app: #quiet' }).evaluate((button) => {
      if (button instanceof HTMLElement) button.click();
    });

    expect((await answered).status()).toBe(409);
    expect(await tools.getByRole('alert').innerText()).toContain('C0QUIET is archived');
  });

  test.each([360, 1400])('scroll in no direction but down in a window of %i pixels', async (width) => {
    const { slack, tools, page } = await look({ width });
    slack.fail({ method: '*', how: 'error', error: 'restricted_action_read_only_channel', times: 'until_mended' });
    slack.arrange({ channels: [{ id: 'C0LONG', name: 'x'.repeat(80), appIsMember: false }] });
    await tools.getByRole('button', { name: 'Mend: every call' }).waitFor();

    const overflow = await page.evaluate(() =>
      [...document.querySelectorAll('html, .tools, .tools-body, .workspace-panel')].map(
        (element) => element.scrollWidth - element.clientWidth,
      ),
    );

    expect(Math.max(...overflow)).toBe(0);
  });
});
