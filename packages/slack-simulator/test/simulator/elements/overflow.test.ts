import { describe, expect, test } from 'vitest';
import { messageRefusal, option, plain, withCard } from './elements-fixture.js';

const options = [{ ...option('menu'), url: 'https://pizza.example/menu' }, option('cancel')];
const overflow = (changes: object = {}) => ({ type: 'overflow' as const, action_id: 'more', options, ...changes });

describe('an overflow menu', () => {
  test('sends the item that was chosen, whole', async () => {
    const { click, action } = await withCard(overflow());

    await click({ option: 'menu' });

    expect(action()).toMatchObject({ type: 'overflow', action_id: 'more', selected_option: options[0] });
  });

  test.each([
    ['an item that is not there', { option: 'pay' }, 'element_not_found'],
    ['no item', {}, 'not_simulated'],
  ])('is not clicked with %s', async (_what, chosen, code) => {
    const { click } = await withCard(overflow());

    await expect(click(chosen)).rejects.toMatchObject({ code });
  });

  test.each([
    ['never, with five items', { options: ['a', 'b', 'c', 'd', 'e'].map(option) }, null],
    ['without items', { options: undefined }, 'has no options'],
    ['with six items', { options: ['a', 'b', 'c', 'd', 'e', 'f'].map(option) }, '/options has 6'],
    ['with mrkdwn', { options: [{ ...option('a'), text: { type: 'mrkdwn', text: 'a' } }] }, '/options/0/text'],
    ['with a long address', { options: [{ ...option('a'), url: 'x'.repeat(3001) }] }, '/options/0/url'],
    ['with a placeholder', { placeholder: plain('More') }, 'unknown key placeholder'],
  ])('is refused %s', async (_what, changes, problem) => {
    const refusal = await messageRefusal({ type: 'section', text: plain('x'), accessory: overflow(changes) });

    if (problem === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(problem);
  });

  test('can not be an input', async () => {
    const refusal = await messageRefusal({ type: 'input', label: plain('x'), element: overflow() });

    expect(refusal).toContain("which can't be in a block of type input");
  });
});
