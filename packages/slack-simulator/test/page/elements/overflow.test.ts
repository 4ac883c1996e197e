import { describe, expect, test } from 'vitest';
import { option, plain } from '../../simulator/elements/elements-fixture.js';
import { lookWithBrowser } from '../look-with-browser.js';
import { postElement } from './elements-in-page.js';

const { look } = lookWithBrowser();
const options = [option('edit'), option('copy'), option('cancel')];
const overflow = { type: 'overflow' as const, action_id: 'more', options };

describe('an overflow menu', () => {
  test('opens, is walked and chosen from by the keyboard, and gives the focus back', async () => {
    const looking = await look();
    const { card, action } = await postElement(looking, overflow);
    const button = card.getByRole('button', { name: 'More options' });
    const { keyboard } = looking.page;

    await button.focus();
    await keyboard.press('Enter');
    // the first entry has the focus once the menu is open
    await looking.page.getByRole('menu').locator(':focus').waitFor();
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');

    expect(await action(1)).toMatchObject({ type: 'overflow', selected_option: options[2] });
    expect(await looking.page.getByRole('menu').count()).toBe(0);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('closes without a click by Escape and by a click elsewhere', async () => {
    const looking = await look();
    const { card } = await postElement(looking, overflow);
    const menu = looking.page.getByRole('menu');

    await card.getByRole('button', { name: 'More options' }).click();
    await menu.waitFor();
    await looking.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await card.getByRole('button', { name: 'More options' }).click();
    await menu.waitFor();
    await looking.page.mouse.click(600, 400);
    await menu.waitFor({ state: 'hidden' });

    expect(looking.app.received).toEqual([]);
  });

  test('asks first if it has a confirm dialog', async () => {
    const looking = await look();
    const confirm = { title: plain('Cancel?'), text: plain('No pizza then.'), confirm: plain('Yes, cancel') };
    const { card, action } = await postElement(looking, { ...overflow, confirm });

    await card.getByRole('button', { name: 'More options' }).click();
    await looking.page.getByRole('menuitem', { name: 'CANCEL' }).click();
    await looking.page.getByRole('dialog', { name: 'Cancel?' }).getByRole('button', { name: 'Yes, cancel' }).click();

    expect(await action(1)).toMatchObject({ selected_option: options[2] });
  });
});
