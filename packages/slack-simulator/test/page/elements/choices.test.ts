import { describe, expect, test } from 'vitest';
import { input, option, plain } from '../../simulator/elements/elements-fixture.js';
import { lookWithBrowser } from '../look-with-browser.js';
import { openModal, postElement } from './elements-in-page.js';

const { look } = lookWithBrowser();
const options = [{ ...option('ham'), description: plain('of pork') }, option('olives'), option('corn')];
const checkboxes = { type: 'checkboxes' as const, action_id: 'toppings', options };
const radios = { type: 'radio_buttons' as const, action_id: 'crust', options };

describe('checkboxes', () => {
  test('in a message send each tick, with all that are ticked', async () => {
    const looking = await look();
    const { card, action } = await postElement(looking, { ...checkboxes, initial_options: [option('corn')] });

    await card.getByRole('checkbox', { name: 'HAM', description: 'of pork' }).check();
    expect(await action(1)).toMatchObject({ selected_options: [options[0], options[2]] });
    await card.getByRole('checkbox', { name: 'CORN' }).focus();
    await looking.page.keyboard.press('Space');
    expect(await action(2)).toMatchObject({ selected_options: [options[0]] });
  });

  test('in a message stay as they were if the confirm dialog is denied', async () => {
    const looking = await look();
    const confirm = { text: plain('The kitchen is told.'), deny: plain('No') };
    const { card } = await postElement(looking, { ...checkboxes, confirm });

    await card.getByLabel('OLIVES').click();
    await looking.page.getByRole('button', { name: 'No', exact: true }).click();

    expect(await card.getByLabel('OLIVES').isChecked()).toBe(false);
    expect(looking.app.received).toEqual([]);
  });

  test('in a modal are a group with a name, required, and sent with the others', async () => {
    const { modal, submit, submitted } = await openModal(
      await look(),
      input(checkboxes, { label: plain('Toppings'), hint: plain('As many as you like') }),
    );

    await submit();
    expect(await modal.getByRole('alert').textContent()).toContain('required');
    await modal.getByRole('group', { name: 'Toppings' }).getByLabel('CORN').check();
    await modal.getByLabel('OLIVES').check();
    await submit();

    expect(await submitted()).toEqual({
      field: { toppings: { type: 'checkboxes', selected_options: [options[1], options[2]] } },
    });
  });
});

describe('radio buttons', () => {
  test('in a message send another choice, also by the keyboard', async () => {
    const looking = await look();
    const { card, action } = await postElement(looking, { ...radios, initial_option: option('olives') });

    await card.getByLabel('HAM').check();
    expect(await action(1)).toMatchObject({ type: 'radio_buttons', selected_option: options[0] });
    await looking.page.keyboard.press('ArrowDown');
    expect(await action(2)).toMatchObject({ selected_option: options[1] });
  });

  test('in a modal are a group with a name, and an empty one that is optional is null', async () => {
    const { modal, submit, submitted } = await openModal(
      await look(),
      input(radios, { label: plain('Crust'), block_id: 'one' }),
      input(radios, { label: plain('Second crust'), block_id: 'two', optional: true }),
    );

    await modal.getByRole('radiogroup', { name: 'Crust', exact: true }).getByLabel('CORN').check();
    await submit();

    expect(await submitted()).toEqual({
      one: { crust: { type: 'radio_buttons', selected_option: options[2] } },
      two: { crust: { type: 'radio_buttons', selected_option: null } },
    });
  });
});

test('an error of the app stands under its field, and the choices stay', async () => {
  const refusal = { response_action: 'errors', errors: { two: 'No corn today' } };
  const answers = [{}, { body: JSON.stringify(refusal) }];
  const { modal, submit } = await openModal(
    await look({ answer: () => answers.shift() ?? {} }),
    input(radios, { label: plain('Crust'), block_id: 'one', optional: true }),
    input(checkboxes, { label: plain('Toppings'), block_id: 'two' }),
  );

  await modal.getByRole('group', { name: 'Toppings' }).getByLabel('CORN').check();
  await submit();
  await modal.getByText('No corn today').waitFor();

  expect(await modal.getByRole('group', { name: 'Toppings', description: 'No corn today' }).count()).toBe(1);
  expect(await modal.getByRole('group', { name: 'Toppings' }).getByLabel('CORN').isChecked()).toBe(true);
});
