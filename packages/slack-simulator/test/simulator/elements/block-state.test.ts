import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { clientOf, payloadOf, startApp, startSlack } from '../simulator-fixture.js';
import { input, option, plain, withModal } from './elements-fixture.js';

const alice = 'U0ALICE';
const toppings = (...values: string[]) => ({
  type: 'checkboxes' as const,
  action_id: 'toppings',
  options: values.map(option),
});
const size = { type: 'static_select' as const, action_id: 'size', options: [option('small'), option('large')] };
const go = { type: 'button' as const, action_id: 'go', text: plain('Go') };
const row = (...values: string[]): KnownBlock => ({
  type: 'actions',
  block_id: 'row',
  elements: [toppings(...values), go],
});
const filter: KnownBlock = {
  type: 'section',
  block_id: 'filter',
  text: plain('Size'),
  accessory: { ...size, initial_option: option('small') },
};

/** Alice has a Home tab with these blocks. */
async function withHome(...blocks: KnownBlock[]) {
  const app = await startApp();
  const { slack } = await startSlack({ requestUrl: app.url });
  const web = clientOf(slack);
  const publish = async (...shown: KnownBlock[]) =>
    await web.views.publish({ user_id: alice, view: { type: 'home', private_metadata: 'page 1', blocks: shown } });
  const { view } = await publish(...blocks);
  const viewId = view?.id ?? '';
  return {
    slack,
    publish,
    click: (actionId: string, chosen: object = {}) => slack.click({ userId: alice, viewId, actionId, ...chosen }),
    payload: () => payloadOf(app.received.at(-1)),
    values: () => payloadOf(app.received.at(-1)).view.state.values,
  };
}

const ticked = (...values: string[]) => ({
  toppings: { type: 'checkboxes', selected_options: values.map(option) },
});

describe('a click in a Home tab', () => {
  test('carries what all elements hold, as they were shown or chosen', async () => {
    const { click, payload, values } = await withHome(row('ham', 'corn'), filter);

    await click('go');
    expect(payload()).toMatchObject({ view: { type: 'home', private_metadata: 'page 1' } });
    expect(payload()).not.toHaveProperty('state');
    const shownFirst = { filter: { size: { type: 'static_select', selected_option: option('small') } } };
    expect(values()).toEqual({ row: ticked(), ...shownFirst });

    await click('toppings', { options: ['corn'] });
    expect(values()).toEqual({ row: ticked('corn'), ...shownFirst });

    await click('size', { option: 'large' });
    expect(values()).toEqual({
      row: ticked('corn'),
      filter: { size: { type: 'static_select', selected_option: option('large') } },
    });
  });

  test('changes no hash, so a view that was read before can still be replaced', async () => {
    const { click, slack } = await withHome(row('ham'));
    const before = slack.home(alice)?.hash;

    await click('toppings', { options: ['ham'] });

    expect(slack.home(alice)?.hash).toBe(before);
  });
});

describe('what was chosen in a view that is replaced', () => {
  test('stays where block and element are still there', async () => {
    const { click, publish, values } = await withHome(row('ham', 'corn'), filter);
    await click('toppings', { options: ['ham'] });

    await publish(filter, row('ham', 'corn'));
    await click('go');

    expect(values().row).toEqual(ticked('ham'));
  });

  test.each<[string, KnownBlock]>([
    ['another block', { ...row('ham'), block_id: 'row-2' }],
    ['the same block without the option', row('corn')],
    [
      'another element of the same name',
      { ...row(), elements: [{ ...size, action_id: 'toppings' }, go] } as KnownBlock,
    ],
  ])('goes with %s', async (_, next) => {
    const { click, publish, values } = await withHome(row('ham'));
    await click('toppings', { options: ['ham'] });

    await publish(next);
    await click('go');

    expect(JSON.stringify(values())).not.toContain('"HAM"');
  });
});

test('a click in a modal carries what its inputs were shown with', async () => {
  const { slack, app, viewId } = await withModal(input({ ...size, initial_option: option('large') }), {
    type: 'actions',
    elements: [go],
  });

  await slack.click({ userId: alice, viewId, actionId: 'go' });

  expect(payloadOf(app.received.at(-1)).view.state.values).toEqual({
    field: { size: { type: 'static_select', selected_option: option('large') } },
  });
});

test('a click in a message carries the choice as the state of the message', async () => {
  const app = await startApp();
  const { slack, web } = await startSlack({ requestUrl: app.url });
  const { ts = '' } = await web.chat.postMessage({
    channel: 'C0PIZZA',
    text: 'x',
    blocks: [row('ham', 'corn'), filter],
  });

  await slack.click({ userId: alice, channelId: 'C0PIZZA', ts, actionId: 'toppings', options: ['ham'] });

  expect(payloadOf(app.received.at(-1)).state.values).toEqual({
    row: ticked('ham'),
    filter: { size: { type: 'static_select', selected_option: option('small') } },
  });
});

test('of two blocks with the same elements, the click names the one it is in', async () => {
  const { click, values } = await withHome(row('ham'), { ...row('ham'), block_id: 'other' });

  await click('toppings', { options: ['ham'], blockId: 'other' });

  expect(values()).toEqual({ row: ticked(), other: ticked('ham') });
});
