import { describe, expect, test } from 'vitest';
import { input, plain } from '../../simulator/elements/elements-fixture.js';
import { lookWithBrowser } from '../look-with-browser.js';
import { openModal } from './elements-in-page.js';

const { look } = lookWithBrowser();

describe('a number input in a modal', () => {
  test('is refused before the app is asked, and is sent as a text', async () => {
    const looking = await look();
    const slices = {
      type: 'number_input' as const,
      action_id: 'slices',
      is_decimal_allowed: false,
      initial_value: '2',
      max_value: '8',
    };
    const { modal, submit, submitted } = await openModal(
      looking,
      input(slices, { label: plain('Slices'), hint: plain('Eight make a pizza') }),
    );
    const field = modal.getByLabel('Slices');

    expect(await field.inputValue()).toBe('2');
    for (const [typed, why] of [
      ['', 'required'],
      ['some', 'whole number'],
      ['9', 'at most 8'],
    ] as const) {
      await field.fill(typed);
      await submit();
      expect(await modal.getByRole('alert').textContent()).toContain(why);
    }
    await field.fill(' 3 ');
    await submit();

    expect(await submitted()).toEqual({ field: { slices: { type: 'number_input', value: '3' } } });
  });
});
