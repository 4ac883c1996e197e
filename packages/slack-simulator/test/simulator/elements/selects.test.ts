import { describe, expect, test } from 'vitest';
import { input, messageRefusal, option, plain, withCard, withModal } from './elements-fixture.js';

const options = [option('ham'), option('olives'), option('corn')];
const option_groups = [{ label: plain('Green'), options: [option('olives')] }];
const single = (changes: object = {}) => ({
  type: 'static_select' as const,
  action_id: 'topping',
  options,
  ...changes,
});
const multi = (changes: object = {}) => ({
  type: 'multi_static_select' as const,
  action_id: 'toppings',
  options,
  ...changes,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => option(`o${index}`));

describe('a multi-select', () => {
  test('in a message sends all that are chosen then', async () => {
    const { click, action } = await withCard(multi({ max_selected_items: 2 }));

    await click({ options: ['ham', 'corn'] });

    expect(action()).toMatchObject({ type: 'multi_static_select', selected_options: [options[0], options[2]] });
    await expect(click({ options: ['ham', 'corn', 'olives'] })).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(click({ option: 'ham' })).rejects.toMatchObject({ code: 'not_simulated' });
  });

  test.each([
    ['those that are chosen', { toppings: ['olives'] }, {}, [options[1]]],
    ['one of a group', { toppings: ['olives'] }, { options: undefined, option_groups }, [options[1]]],
    ['the initial ones if no one touches it', {}, { initial_options: [options[0]] }, [options[0]]],
    ['an empty list if it is emptied', { toppings: [] }, { initial_options: [options[0]] }, []],
    ['an empty list if it is empty', {}, {}, []],
  ])('in a modal sends %s', async (_what, values, changes, selected_options) => {
    const { submit, field } = await withModal(input(multi(changes)));

    await submit(values);

    expect(field()).toEqual({ toppings: { type: 'multi_static_select', selected_options } });
  });

  test.each([
    ['a text', 'ham', 'invalid_value'],
    ['an option that is not offered', ['tuna'], 'element_not_found'],
  ])('in a modal does not take %s', async (_what, toppings, code) => {
    const { submit } = await withModal(input(multi()));

    await expect(submit({ toppings })).rejects.toMatchObject({ code });
  });
});

test('a select keeps its initial option if no one touches it', async () => {
  const { submit, field } = await withModal(input(single({ initial_option: options[1] })));

  await submit({});

  expect(field()).toEqual({ topping: { type: 'static_select', selected_option: options[1] } });
});

describe.each([
  ['a select', single],
  ['a multi-select', multi],
])('%s is refused', (_type, element) => {
  const mrkdwn = { type: 'mrkdwn', text: '*ham*' };

  test.each([
    ['never, with 100 options', { options: many(100) }, null],
    ['never, with groups', { options: undefined, option_groups }, null],
    ['with 101 options', { options: many(101) }, '/element/options has 101'],
    ['with a text in mrkdwn', { options: [{ ...option('a'), text: mrkdwn }] }, '/options/0/text is not plain_text'],
    ['with an address', { options: [{ ...option('a'), url: '' }] }, 'unknown key url'],
    [
      'with the name of a group of 76 characters',
      { option_groups: [{ label: plain('x'.repeat(76)), options }] },
      '/option_groups/0/label',
    ],
    ['with an unknown key', { max_options: 3 }, 'unknown key max_options'],
  ])('%s', async (_what, changes, problem) => {
    const refusal = await messageRefusal(input(element(changes)));

    if (problem === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(problem);
  });
});

test.each([
  ['a select', single({ initial_option: option('tuna') }), '/element/initial_option'],
  ['a multi-select', multi({ initial_options: [option('tuna')] }), '/element/initial_options'],
  ['a multi-select of no items', multi({ max_selected_items: 0 }), '/element/max_selected_items'],
])('%s that begins with what it does not have is refused', async (_type, element, problem) => {
  expect(await messageRefusal(input(element))).toContain(problem);
});
