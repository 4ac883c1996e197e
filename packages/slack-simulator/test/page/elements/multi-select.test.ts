import { describe, expect, test } from 'vitest';
import { input, option, plain } from '../../simulator/elements/elements-fixture.js';
import { lookWithBrowser } from '../look-with-browser.js';
import { openModal, postElement } from './elements-in-page.js';

const { look } = lookWithBrowser();
const options = [option('ham'), option('olives'), option('corn')];
const toppings = { type: 'multi_static_select' as const, action_id: 'toppings', options, max_selected_items: 2 };

describe('a multi-select', () => {
  test('in a message sends each choice, by the keyboard alone', async () => {
    const looking = await look();
    const { card, action } = await postElement(looking, { ...toppings, placeholder: plain('Toppings?') });
    const field = card.getByRole('button', { name: 'Toppings?' });
    const { keyboard } = looking.page;

    await field.focus();
    await keyboard.press('Enter');
    await looking.page.getByRole('group', { name: 'Toppings?' }).locator('input:focus').waitFor();
    await keyboard.press('Space');
    expect(await action(1)).toMatchObject({ selected_options: [options[0]] });
    await keyboard.press('Tab');
    await keyboard.press('Space');
    expect(await action(2)).toMatchObject({ selected_options: [options[0], options[1]] });
    expect(await looking.page.getByLabel('CORN').isDisabled()).toBe(true);
    await keyboard.press('Escape');

    expect(await looking.page.getByLabel('CORN').isVisible()).toBe(false);
    expect(await field.textContent()).toBe('HAMOLIVES');
  });

  test('in a modal is required, closes by Escape alone, and is sent with the others', async () => {
    const looking = await look();
    const { modal, submit, submitted } = await openModal(looking, input(toppings, { label: plain('Toppings') }));

    await submit();
    expect(await modal.getByRole('alert').textContent()).toContain('required');
    await modal.getByRole('button', { name: 'Toppings' }).click();
    await modal.getByLabel('OLIVES').check();
    await looking.page.keyboard.press('Escape');
    await submit();

    expect(await submitted()).toEqual({
      field: { toppings: { type: 'multi_static_select', selected_options: [options[1]] } },
    });
  });
});
