import { describe, expect, test } from 'vitest';
import { input, plain } from '../../simulator/elements/elements-fixture.js';
import { lookWithBrowser } from '../look-with-browser.js';
import { openModal, postElement } from './elements-in-page.js';

const { look } = lookWithBrowser();
const day = { type: 'datepicker' as const, action_id: 'day', placeholder: plain('Which day?') };

describe('a date picker', () => {
  test('in a message sends a day that is picked at once, and one that is typed when it is complete', async () => {
    const looking = await look();
    const { card, action } = await postElement(looking, day);
    const field = card.getByLabel('Which day?');

    await field.fill('2026-01-31');
    expect(await action(1)).toMatchObject({ type: 'datepicker', selected_date: '2026-01-31' });

    await field.focus();
    await looking.page.keyboard.type('12242027');
    await looking.page.keyboard.press('Enter');
    expect(await action(2)).toMatchObject({ selected_date: '2027-12-24' });
  });

  test('in a message asks first if it has a confirm dialog, and stays as it was if that is denied', async () => {
    const looking = await look();
    const confirm = { title: plain('Move it?'), text: plain('The kitchen is told.'), deny: plain('No') };
    const { card } = await postElement(looking, { ...day, initial_date: '2026-01-30', confirm });
    const field = card.getByLabel('Which day?');

    await field.fill('2026-01-31');
    await looking.page.getByRole('button', { name: 'No', exact: true }).click();

    expect(await field.inputValue()).toBe('2026-01-30');
    expect(looking.app.received).toEqual([]);
  });

  test('in a modal is required, and is sent with the others', async () => {
    const looking = await look();
    const { modal, submit, submitted } = await openModal(looking, input(day, { label: plain('Day') }));

    await submit();
    expect(await modal.getByRole('alert').textContent()).toContain('required');
    await modal.getByLabel('Day').fill('2026-01-31');
    await submit();

    expect(await submitted()).toEqual({ field: { day: { type: 'datepicker', selected_date: '2026-01-31' } } });
  });
});
