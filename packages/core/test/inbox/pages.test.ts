import { user, usergroup } from '@k8s-pizza/slack-approval';
import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, hour, orderOptions, second } from '../world/world.js';
import { alice, choose, homeOf, openHome, pressApprove, rowsIn, selectable, turn, withOrders } from './inbox.js';

const orders = (count: number) => Array.from({ length: count }, (_, index) => `no-${index + 1}`);
const titles = (from: number, to: number) => {
  const step = from < to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => `Order a no-${from + index * step} pizza?`);
};
const buttonsIn = (blocks: unknown) => JSON.stringify(blocks);

describe('the pages of the App Home', () => {
  test('have ten rows each, newest first, and lead forth and back', async () => {
    const { world } = await withOrders(orders(23));

    expect(rowsIn(await openHome(world))).toEqual(titles(23, 14));
    expect(rowsIn(await turn(world, 'next'))).toEqual(titles(13, 4));
    const last = await turn(world, 'next');
    expect(rowsIn(last)).toEqual(titles(3, 1));
    expect(buttonsIn(last.blocks)).not.toContain('next_page');
    expect(rowsIn(await turn(world, 'previous'))).toEqual(titles(13, 4));
    const first = await turn(world, 'previous');
    expect(rowsIn(first)).toEqual(titles(23, 14));
    expect(buttonsIn(first.blocks)).not.toContain('previous_page');
  });

  test('begin at the same place though others were decided or asked since', async () => {
    const { world, approvals } = await withOrders(orders(14));
    await openHome(world);
    for (const approval of approvals.slice(10, 12)) await click(world, approval, 'U0BOB', 'approve');
    await world.ask({ size: 'new' });

    expect(rowsIn(await turn(world, 'next'))).toEqual(titles(4, 1));
  });

  test('of which nothing is left show the first one', async () => {
    const { world, approvals } = await withOrders(orders(11));
    await openHome(world);
    for (const approval of approvals.slice(0, 1)) await click(world, approval, 'U0BOB', 'approve');

    expect(rowsIn(await turn(world, 'next'))).toEqual(titles(11, 2));
  });

  test('stay as they were after a vote in a form that was opened there', async () => {
    const { world } = await withOrders(orders(12));
    await openHome(world);
    await turn(world, 'next');
    const viewId = homeOf(world).id;
    await world.slack.click({ userId: alice, viewId, actionId: 'approval:default:open_approve_form' });
    const [form] = world.slack.views(alice);

    await world.slack.submit({ userId: alice, viewId: form?.id ?? '', values: {} });
    await world.work();

    expect(rowsIn(homeOf(world))).toEqual(titles(1, 1));
  });

  test('begin anew when the person opens the Home again, with the list they chose', async () => {
    const { world } = await withOrders(orders(12));
    await openHome(world);
    await choose(world, 'list', 'open');
    await turn(world, 'next');

    const home = await openHome(world);

    expect(rowsIn(home)).toEqual(titles(12, 3));
    expect(home.privateMetadata).toBe('h1;open;*;-');
  });
});

describe('the lists of the App Home', () => {
  test('have what has expired among the decided ones, even before a process stores that', async () => {
    const { world } = await withOrders(['late'], { kind: { expiresIn: '1h' } });
    await openHome(world);
    world.clock.advance(hour);

    expect(rowsIn(await openHome(world))).toEqual([]);
    expect(rowsIn(await choose(world, 'list', 'open'))).toEqual([]);
    expect(rowsIn(await choose(world, 'list', 'decided'))).toEqual(['Order a late pizza?']);
  });

  test('keep apart what waits for a person, what they asked for, and what they merely may see', async () => {
    const { world, approvals } = await withOrders(['first']);
    const mine = await world.ask({ size: 'own' }, { requester: user(alice) });
    const behalf = await world.ask({ size: 'agent' }, { requester: 'agent', onBehalfOf: user(alice) });
    const answered = await world.ask({ size: 'answered' }, {});
    await world.orders.ask({ size: 'other' }, { requester: user('U0BOB') });
    expect([mine, behalf, answered, approvals[0]].map((one) => one?.status)).toEqual(Array(4).fill('pending'));

    const waiting = ['other', 'answered', 'first'].map((size) => `Order a ${size} pizza?`);
    expect(rowsIn(await openHome(world))).toEqual(waiting);
    const asked = ['agent', 'own'].map((size) => `Order a ${size} pizza?`);
    expect(rowsIn(await choose(world, 'list', 'asked'))).toEqual(asked);
    expect(rowsIn(await choose(world, 'list', 'open'))).toHaveLength(5);
    expect(rowsIn(await choose(world, 'list', 'decided'))).toEqual([]);
    await click(world, answered, 'U0BOB', 'approve');
    expect(rowsIn(await choose(world, 'list', 'decided'))).toEqual(['Order a answered pizza?']);
  });

  test('find what a person asked for behind hundreds of others', async () => {
    const { world } = await withOrders([]);
    await world.orders.ask({ size: 'own' }, { requester: user(alice) });
    for (let index = 0; index < 520; index += 1) {
      world.clock.advance(1);
      await world.orders.ask({ size: 'other' }, { requester: 'ci' });
    }
    await openHome(world);

    expect(rowsIn(await choose(world, 'list', 'asked'))).toEqual(['Order a own pizza?']);
  });

  test('read a bounded number of rows, and say so', async () => {
    const base = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    for (let index = 0; index < 620; index += 1) await base.orders.ask({ size: 'x' }, { requester: 'ci' });
    const queries: number[] = [];
    const list: ApprovalStore['list'] = async (query) => {
      queries.push(query.limit);
      return await base.store.list(query);
    };
    const counted = base.again({ store: { ...base.store, list } });
    counted.define('order', orderOptions());
    const event = { type: 'app_home_opened', user: 'U0CAROL', tab: 'home' };

    const envelope = { type: 'event_callback', event_id: 'Ev1', team_id: 'T0PIZZA', api_app_id: 'A0APPROVAL', event };
    await counted.handleVerified(envelope);

    expect(queries).toEqual([100, 100, 100, 100, 100]);
    expect(JSON.stringify(homeOf(base, 'U0CAROL').blocks)).toContain('Older ones are not listed');
  });
});

describe('the kinds of the App Home', () => {
  async function withKinds() {
    const { world } = await withOrders(orders(2));
    const card = () => ({ title: 'Deploy?' });
    const deploys = world.approvals.define('deploy', orderOptions({ card }));
    const secrets = world.approvals.define('secret', orderOptions({ card, approvers: [user('U0BOB')] }));
    world.clock.advance(second);
    await deploys.ask({ size: 'x' }, { requester: 'ci' });
    await secrets.ask({ size: 'x' }, { requester: 'ci' });
    return world;
  }

  test('are those of what the person may see, and choosing one leaves only its approvals', async () => {
    const world = await withKinds();

    const home = await openHome(world);
    expect(JSON.stringify(home.blocks)).toContain('"deploy"');
    expect(JSON.stringify(home.blocks)).not.toContain('secret');
    const filtered = await choose(world, 'kind', 'deploy');
    expect(rowsIn(filtered)).toEqual(['Deploy?']);
    // the other kinds can still be chosen
    expect(rowsIn(await choose(world, 'kind', 'order'))).toEqual(titles(2, 1));
    expect(rowsIn(await choose(world, 'kind', '*'))).toHaveLength(3);
  });

  test('stay chosen when another list is, and count for decided ones too', async () => {
    const world = await withKinds();
    await openHome(world);
    await choose(world, 'kind', 'deploy');

    expect(rowsIn(await choose(world, 'list', 'open'))).toEqual(['Deploy?']);
    expect(rowsIn(await choose(world, 'list', 'decided'))).toEqual([]);
    expect(homeOf(world).privateMetadata).toBe('h1;decided;deploy;-');
  });
});

describe('a box to tick', () => {
  test('is beside what the person can approve now, and beside nothing else', async () => {
    const { world, approvals } = await withOrders(['plain'], { kind: { vetoers: [user('U0GUEST')] } });
    await world.ask({ size: 'own' }, { requester: user(alice) });

    await openHome(world);
    expect(selectable(await choose(world, 'list', 'open'))).toEqual([approvals[0]?.id]);
    // who may only reject
    const ofVetoer = await openHome(world, 'U0GUEST');
    expect(rowsIn(ofVetoer)).toHaveLength(2);
    expect(selectable(ofVetoer)).toEqual([]);
    expect(buttonsIn(ofVetoer.blocks)).not.toContain('approve_selected');
  });

  test('is not beside what they have answered', async () => {
    const { world, approvals } = await withOrders(['plain'], { kind: { quorum: { approve: 2 } } });
    const [approval] = approvals;
    if (approval !== undefined) await click(world, approval, alice, 'approve');
    await openHome(world);

    expect(selectable(await choose(world, 'list', 'open'))).toEqual([]);
  });
});

describe('a Home that is not the newest any more', () => {
  test('still turns its page', async () => {
    const { world } = await withOrders(orders(12));
    const stale = await openHome(world);
    await choose(world, 'list', 'decided');

    const answer = await world.approvals.handleVerified({
      ...{ type: 'block_actions', api_app_id: world.slack.appId, team: { id: world.slack.teamId } },
      user: { id: alice, team_id: world.slack.teamId },
      container: { type: 'view', view_id: stale.id },
      view: { id: stale.id, type: 'home', private_metadata: stale.privateMetadata, hash: stale.hash },
      actions: [
        {
          action_id: 'approval:default:next_page',
          value: /p1\.\d+\.a[a-z2-7]{25}/.exec(JSON.stringify(stale.blocks))?.[0],
          action_ts: '1767261700.000100',
        },
      ],
    });

    expect(answer.status).toBe(200);
    expect(rowsIn(homeOf(world))).toEqual(titles(2, 1));
  });

  test('is not drawn over by what follows an older click', async () => {
    const { world, approvals } = await withOrders(orders(12));
    const stale = await openHome(world);
    const [approval] = approvals;
    await turn(world, 'next');
    if (approval !== undefined) await click(world, approval, 'U0BOB', 'approve');

    // a vote from the first page on what is decided by now
    await world.approvals.handleVerified({
      ...{ type: 'block_actions', api_app_id: world.slack.appId, team: { id: world.slack.teamId } },
      user: { id: alice, team_id: world.slack.teamId },
      container: { type: 'view', view_id: stale.id },
      view: { id: stale.id, type: 'home', private_metadata: stale.privateMetadata, hash: stale.hash },
      actions: [
        {
          action_id: 'approval:default:open_approve_form',
          value: `v1.${approval?.id}.${approval?.digest}`,
          action_ts: '1767261700.000100',
        },
      ],
    });
    await world.work();

    expect(homeOf(world).privateMetadata).not.toBe(stale.privateMetadata);
    expect(JSON.stringify(world.log)).not.toContain('hash_conflict');
  });

  test.each([
    ['nothing', undefined],
    ['a list that is not there', 'h1;secrets;*;-'],
    ['a malformed place', 'h1;open;*;p1.x.y'],
    ['too much', `h1;open;*;-${' '.repeat(3_000)}`],
    ['an object', '{"list":"open"}'],
  ])('with %s as what it showed is drawn from the start', async (_, metadata) => {
    const { world } = await withOrders(orders(2));
    const { id, hash } = await openHome(world);

    await world.approvals.handleVerified({
      ...{ type: 'block_actions', api_app_id: world.slack.appId, team: { id: world.slack.teamId } },
      user: { id: alice, team_id: world.slack.teamId },
      container: { type: 'view', view_id: id },
      view: { id, type: 'home', private_metadata: metadata, hash },
      actions: [{ action_id: 'approval:default:next_page', value: 'p1.x', action_ts: '1767261700.000100' }],
    });

    expect(rowsIn(homeOf(world))).toEqual(titles(2, 1));
  });
});

test('Approve selected without a tick says what to do first', async () => {
  const { world } = await withOrders(['plain']);
  await openHome(world);

  const sent = await pressApprove(world);

  expect(sent).toMatchObject({ status: 200, failure: null });
  expect(JSON.stringify(world.slack.views(alice).at(-1)?.blocks)).toContain('select at least one');
});
