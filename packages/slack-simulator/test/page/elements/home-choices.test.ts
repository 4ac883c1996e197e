import { describe, expect, test } from 'vitest';
import { option, plain } from '../../simulator/elements/elements-fixture.js';
import { payloadOf } from '../../simulator/simulator-fixture.js';
import { eventually, lookWithBrowser } from '../look-with-browser.js';

const { look } = lookWithBrowser();

const home = (...values: string[]) => ({
  type: 'home' as const,
  blocks: values.map((value) => ({
    type: 'actions' as const,
    block_id: value,
    elements: [
      { type: 'checkboxes' as const, action_id: 'select', options: [option(value)] },
      { type: 'button' as const, action_id: `go_${value}`, text: plain(`Go ${value}`) },
    ],
  })),
});

describe('boxes ticked in the Home tab', () => {
  test('are sent with a click on another element, and stay ticked after a redraw and a walk', async () => {
    const { page, slack, web, app } = await look({ at: 'home' });
    await web.views.publish({ user_id: 'U0ALICE', view: home('ham', 'corn') });
    await page.getByLabel('CORN').check();
    const sentSoFar = () => app.received.filter(({ body }) => body.startsWith('payload=')).length;
    await eventually(sentSoFar).toBe(1);

    await web.views.publish({ user_id: 'U0ALICE', view: home('corn', 'olives') });
    await page.getByLabel('OLIVES').waitFor();
    expect(await page.getByLabel('CORN').isChecked()).toBe(true);
    await page.goto(`${slack.pageUrl}#as=U0ALICE&in=C0PIZZA`);
    await page.getByLabel('CORN').waitFor({ state: 'detached' });
    await page.goto(`${slack.pageUrl}#as=U0ALICE&in=home`);
    await page.getByLabel('CORN').waitFor();
    expect(await page.getByLabel('CORN').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Go olives' }).click();
    await eventually(sentSoFar).toBe(2);

    expect(payloadOf(app.received.at(-1)).view.state.values).toEqual({
      corn: { select: { type: 'checkboxes', selected_options: [option('corn')] } },
      olives: { select: { type: 'checkboxes', selected_options: [] } },
    });
  });
});

test('rows that leave the Home tab leave the others in their order, the button without a block id last', async () => {
  const rows = (...values: string[]) => ({
    type: 'home' as const,
    blocks: [
      ...values.flatMap((value) => [
        { type: 'section' as const, text: plain(`About ${value}`) },
        ...home(value).blocks,
      ]),
      { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'all', text: plain('All') }] },
    ],
  });
  const { page, web } = await look({ at: 'home' });
  await web.views.publish({ user_id: 'U0ALICE', view: rows('a', 'b', 'c', 'd', 'e') });
  await page.getByText('About a').waitFor();

  await web.views.publish({ user_id: 'U0ALICE', view: rows('c', 'd', 'e') });
  await page.getByText('About a').waitFor({ state: 'detached' });

  const buttons = await page.locator('.app-home').getByRole('button').allTextContents();
  expect(buttons).toEqual(['Go c', 'Go d', 'Go e', 'All']);
});
