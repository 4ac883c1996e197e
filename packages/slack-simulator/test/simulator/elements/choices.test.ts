import { describe, expect, test } from 'vitest';
import { input, messageRefusal, option, plain, withCard, withModal } from './elements-fixture.js';

const options = [{ ...option('ham'), description: plain('of pork') }, option('olives'), option('corn')];
const checkboxes = (changes: object = {}) => ({
  type: 'checkboxes' as const,
  action_id: 'toppings',
  options,
  ...changes,
});
const radios = (changes: object = {}) => ({ type: 'radio_buttons' as const, action_id: 'crust', options, ...changes });
const eleven = Array.from({ length: 11 }, (_, index) => option(`o${index}`));

describe('checkboxes', () => {
  test.each([
    ['all that are ticked, whole', ['ham', 'corn'], [options[0], options[2]]],
    ['an empty list if none is', [], []],
  ])('in a message send %s', async (_what, chosen, selected_options) => {
    const { click, action } = await withCard(checkboxes());

    await click({ options: chosen });

    expect(action()).toMatchObject({ type: 'checkboxes', block_id: 'field', selected_options });
  });

  test.each([
    ['an option that is not offered', { options: ['tuna'] }, 'element_not_found'],
    ['a single option', { option: 'ham' }, 'not_simulated'],
  ])('in a message are not clicked with %s', async (_what, chosen, code) => {
    const { click } = await withCard(checkboxes());

    await expect(click(chosen)).rejects.toMatchObject({ code });
  });

  test.each([
    ['those that are ticked', { toppings: ['olives'] }, {}, [options[1]]],
    ['the initial ones if no one touches them', {}, { initial_options: [options[0]] }, [options[0]]],
    ['an empty list if all are unticked', { toppings: [] }, { initial_options: [options[0]] }, []],
    ['an empty list if none is ticked', {}, {}, []],
  ])('in a modal send %s', async (_what, values, changes, selected_options) => {
    const { submit, field } = await withModal(input(checkboxes(changes)));

    await submit(values);

    expect(field()).toEqual({ toppings: { type: 'checkboxes', selected_options } });
  });

  test('in a modal want a list', async () => {
    const { submit } = await withModal(input(checkboxes()));

    await expect(submit({ toppings: 'ham' })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('radio buttons', () => {
  test('in a message send the one that is chosen', async () => {
    const { click, action } = await withCard(radios());

    await click({ option: 'ham' });

    expect(action()).toMatchObject({ type: 'radio_buttons', block_id: 'field', selected_option: options[0] });
  });

  test.each([
    ['the one that is chosen', { crust: 'corn' }, {}, options[2]],
    ['the initial one if no one touches them', {}, { initial_option: options[0] }, options[0]],
    ['null if none is', {}, {}, null],
  ])('in a modal send %s', async (_what, values, changes, selected_option) => {
    const { submit, field } = await withModal(input(radios(changes)));

    await submit(values);

    expect(field()).toEqual({ crust: { type: 'radio_buttons', selected_option } });
  });

  test.each([
    ['a list', ['ham'], 'invalid_value'],
    ['an option that is not offered', 'tuna', 'element_not_found'],
  ])('in a modal do not take %s', async (_what, crust, code) => {
    const { submit } = await withModal(input(radios()));

    await expect(submit({ crust })).rejects.toMatchObject({ code });
  });
});

describe.each([
  ['checkboxes', checkboxes],
  ['radio buttons', radios],
])('%s are refused', (_type, element) => {
  const mrkdwn = { type: 'mrkdwn', text: '*ham*' };

  test.each([
    ['never, with mrkdwn', { options: [{ ...option('ham'), text: mrkdwn, description: mrkdwn }] }, null],
    ['without options', { options: undefined }, 'has no options'],
    ['with no option', { options: [] }, '/element/options has 0'],
    ['with eleven options', { options: eleven }, '/element/options has 11'],
    ['with a text of 76 characters', { options: [{ ...option('a'), text: plain('x'.repeat(76)) }] }, '/options/0/text'],
    [
      'with a description of 76 characters',
      { options: [{ ...option('a'), description: plain('x'.repeat(76)) }] },
      '/options/0/description',
    ],
    ['with a value of 151 characters', { options: [{ ...option('a'), value: 'x'.repeat(151) }] }, '/options/0/value'],
    ['with an address', { options: [{ ...option('a'), url: '' }] }, 'unknown key url'],
    ['with a placeholder', { placeholder: plain('Choose') }, 'unknown key placeholder'],
  ])('%s', async (_what, changes, problem) => {
    const refusal = await messageRefusal(input(element(changes)));

    if (problem === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(problem);
  });
});

test.each([
  ['checkboxes', checkboxes({ initial_options: [option('tuna')] }), '/element/initial_options'],
  ['radio buttons', radios({ initial_option: option('tuna') }), '/element/initial_option'],
])('%s that begin with an option they do not have are refused', async (_type, element, problem) => {
  expect(await messageRefusal(input(element))).toContain(problem);
});
