import { describe, expect, test } from 'vitest';
import { input, messageRefusal, plain, withCard, withModal } from './elements-fixture.js';

const day = (changes: object = {}) => ({ type: 'datepicker' as const, action_id: 'day', ...changes });

describe('a date picker', () => {
  test('in a message sends the day that was chosen', async () => {
    const { click, action } = await withCard(day({ initial_date: '2026-01-30' }));

    await click({ date: '2026-01-31' });

    expect(action()).toEqual({
      type: 'datepicker',
      action_id: 'day',
      block_id: 'field',
      selected_date: '2026-01-31',
      action_ts: expect.any(String),
    });
  });

  test.each([
    ['no day', {}, 'not_simulated'],
    ['a day that does not exist', { date: '2026-02-29' }, 'invalid_value'],
    ['an option', { option: '2026-01-31' }, 'not_simulated'],
  ])('in a message is not clicked with %s', async (_what, chosen, code) => {
    const { click } = await withCard(day());

    await expect(click(chosen)).rejects.toMatchObject({ code });
  });

  test.each([
    ['the day', { day: '2024-02-29' }, {}, '2024-02-29'],
    ['its initial day if no one touches it', {}, { initial_date: '2026-01-31' }, '2026-01-31'],
    ['null if it is empty', { day: '' }, { initial_date: '2026-01-31' }, null],
  ])('in a modal sends %s', async (_what, values, changes, selected_date) => {
    const { submit, field } = await withModal(input(day(changes)));

    await submit(values);

    expect(field()).toEqual({ day: { type: 'datepicker', selected_date } });
  });

  test('in a modal takes nothing but a day', async () => {
    const { submit } = await withModal(input(day()));

    await expect(submit({ day: '31.1.2026' })).rejects.toMatchObject({ code: 'invalid_value' });
  });

  test.each([
    ['an initial day that does not exist', { initial_date: '2026-02-30' }, '/blocks/0/element/initial_date'],
    ['a placeholder of 151 characters', { placeholder: plain('x'.repeat(151)) }, '/blocks/0/element/placeholder'],
    ['an unknown key', { min_date: '2026-01-01' }, 'unknown key min_date'],
  ])('with %s is refused', async (_what, changes, problem) => {
    expect(await messageRefusal(input(day(changes)))).toContain(problem);
  });
});
