import {
  type Approval,
  channelMembers,
  createApprovals,
  memoryStore,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import type { SimulatedView } from '@k8s-pizza/slack-simulator';
import type { KnownBlock } from '@slack/types';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { buttonValue, formOf, signed } from '../world/signed.js';
import { objectsIn } from '../world/slack-literals.js';
import { minute, orderOptions, present, second } from '../world/world.js';
import { copyRow, type Storm, seenIn, storm } from './storm.js';

type Asked = Pick<Approval<unknown>, 'id' | 'digest'>;

/** A channel in which so many cards wait, each asked a second after the other, and the card that stands for them. */
async function waitingCards(count = 25, options: Parameters<typeof storm>[0] = {}) {
  const world = await storm(options);
  const asked: Asked[] = [];
  for (let index = 0; index < count; index += 1) {
    asked.unshift(...(await world.askMany(1, () => `pizza ${index}`)));
    world.clock.advance(second);
  }
  await world.mark();
  await world.keep();
  return { world, newestFirst: asked };
}

const opener = 'approval:default:show_list';

async function openList(world: Storm, userId = 'U0ALICE') {
  const { ts } = present(seenIn(world)[0]);
  return await world.slack.click({ userId, channelId: 'C0PIZZA', ts, actionId: opener });
}

function top({ slack }: Storm, userId = 'U0ALICE'): SimulatedView {
  return present(slack.views(userId).at(-1));
}

async function press(world: Storm, verb: string, value?: string, userId = 'U0ALICE') {
  const { id: viewId } = top(world, userId);
  const actionId = `approval:default:${verb}`;
  return await world.slack.click({ userId, viewId, actionId, ...(value === undefined ? {} : { value }) });
}

/** The values of the buttons of one verb, in their order. */
function valuesOf(blocks: readonly KnownBlock[], verb: string): readonly unknown[] {
  return objectsIn(blocks)
    .filter(({ action_id }) => action_id === `approval:default:${verb}`)
    .map(({ value }) => value);
}

/** A click as Slack puts it, with whatever a test says of it. */
function clickBy(
  world: Storm,
  click: { readonly container: object; readonly action: string; readonly value?: string; readonly more?: object },
) {
  const { container, action, value, more } = click;
  return {
    type: 'block_actions',
    api_app_id: world.slack.appId,
    team: { id: world.slack.teamId },
    user: { id: 'U0ALICE', team_id: world.slack.teamId },
    container,
    trigger_id: 'made up',
    actions: [{ action_id: `approval:default:${action}`, value, action_ts: '1767261700.000100' }],
    ...more,
  };
}

/** A made-up click in the modal on top, which keeps this. */
async function clickIn(world: Storm, action: string, value: string, kept = 'channel:C0PIZZA') {
  const { id } = top(world);
  const more = { view: { id, type: 'modal', private_metadata: kept } };
  return await world.approvals.handleVerified(
    clickBy(world, { container: { type: 'view', view_id: id }, action, value, more }),
  );
}

function entries(world: Storm, userId = 'U0ALICE') {
  return valuesOf(top(world, userId).blocks, 'open_card');
}

const fine = { status: 200, failure: null };
const text = (view: SimulatedView) => JSON.stringify(view.blocks);

describe('the list of a channel', () => {
  test('opens with the ten newest, each with who asked, since when, and whether its card is there', async () => {
    const { world, newestFirst } = await waitingCards();

    const sent = await openList(world);

    const view = top(world);
    expect(sent).toMatchObject(fine);
    expect(view).toMatchObject({ title: 'Open approvals', privateMetadata: 'channel:C0PIZZA' });
    expect(entries(world)).toEqual(newestFirst.slice(0, 10).map(buttonValue));
    expect(text(view)).toContain('Order pizza 24?');
    expect(text(view)).toContain('order, asked by ');
    expect(text(view)).toContain('alertmanager');
    expect(text(view)).toContain('its card is not posted yet');
    expect(valuesOf(view.blocks, 'previous_page')).toEqual([]);
  });

  test('tells entries of one title apart by what their cards say under it', async () => {
    const card = ({ size }: { readonly size: string }) => ({ title: 'Order?', summary: `A ${size} for <!here>` });
    const { world } = await waitingCards(2, { kind: { card } });

    await openList(world);

    expect(text(top(world))).toContain('A pizza 0 for <!here>');
    expect(text(top(world))).toContain('A pizza 1 for <!here>');
  });

  test('is paged through to its end and back, in one modal', async () => {
    const { world, newestFirst } = await waitingCards();
    await openList(world);
    const pages = [entries(world)];

    for (const verb of ['next_page', 'next_page', 'previous_page', 'previous_page']) {
      expect(await press(world, verb)).toMatchObject(fine);
      pages.push(entries(world));
    }

    const values = newestFirst.map(buttonValue);
    const [first, second, third] = [values.slice(0, 10), values.slice(10, 20), values.slice(20)];
    expect(pages).toEqual([first, second, third, second, first]);
    expect(world.slack.views('U0ALICE')).toHaveLength(1);
  });

  test('shows each once, whatever is asked or decided between two pages', async () => {
    const { world, newestFirst } = await waitingCards();
    await openList(world);
    const resolved = { by: 'alertmanager', reason: 'resolved' };
    for (const { id } of newestFirst.slice(5, 12)) await world.approvals.withdraw(id, resolved);
    await world.askMany(3);

    await press(world, 'next_page');

    expect(entries(world)).toEqual(newestFirst.slice(12, 22).map(buttonValue));
  });

  test('begins anew where nothing is left of a page', async () => {
    const { world, newestFirst } = await waitingCards();
    await openList(world);
    for (const { id } of newestFirst.slice(10)) await world.approvals.withdraw(id, { by: 'x', reason: 'resolved' });

    await press(world, 'next_page');

    expect(entries(world)).toEqual(newestFirst.slice(0, 10).map(buttonValue));
  });

  test('has what waits and what is posted, of every kind, and nothing of another channel or namespace', async () => {
    const { world, newestFirst } = await waitingCards(2);
    const { store, clock } = world;
    const elsewhere = createApprovals({ store, clock });
    await elsewhere.define('ops', orderOptions({ channel: 'C0OPS' })).ask({ size: 'x' }, { requester: 'x' });
    const staging = createApprovals({ store, clock, namespace: 'staging' });
    await staging.define('order', orderOptions()).ask({ size: 'x' }, { requester: 'x' });
    clock.advance(second);
    const posted = await world.orders.ask({ size: 'posted' }, { requester: 'x' });
    await world.approvals.flush();
    clock.advance(second);
    const other = await elsewhere.define('other', orderOptions()).ask({ size: 'x' }, { requester: 'x' });

    await openList(world);

    const all = [other.approval, posted.approval, ...newestFirst];
    expect(entries(world)).toEqual(all.map(buttonValue));
    expect(text(top(world)).match(/its card is not posted yet/g)).toHaveLength(3);
  });

  test('says so where nothing is open', async () => {
    const { world, newestFirst } = await waitingCards(1);
    await world.approvals.withdraw(present(newestFirst[0]).id, { by: 'x', reason: 'resolved' });

    await openList(world);

    expect(text(top(world))).toContain('No approval in this channel is open.');
  });

  test('writes nothing, and opens by one call', async () => {
    const inner = memoryStore();
    let puts = 0;
    const put: typeof inner.put = async (...args) => {
      puts += 1;
      return await inner.put(...args);
    };
    const { world } = await waitingCards(12, { store: { ...inner, put } });
    const before = puts;

    await openList(world);
    await press(world, 'next_page');
    await world.approvals.flush();

    expect(puts).toBe(before);
    const calls = world.slack.traffic.filter(({ method }) => method.startsWith('views.')).map(({ method }) => method);
    expect(calls).toEqual(['views.open', 'views.update']);
  });

  test('that Slack does not open is answered privately', async () => {
    const { world } = await waitingCards(2);
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id' });

    const sent = await openList(world);

    expect(sent).toMatchObject(fine);
    expect(world.slack.messages('C0PIZZA', { asUser: 'U0ALICE' }).at(-1)?.text).toContain('did not open the list');
  });

  test('whose next page Slack does not show stays, and Slack’s own error says so', async () => {
    const { world } = await waitingCards(12);
    await openList(world);
    const before = entries(world);
    world.slack.fail({ method: 'views.update', how: 'status' });

    const sent = await press(world, 'next_page');

    expect(sent).toMatchObject({ status: 503 });
    expect(entries(world)).toEqual(before);
  });

  test('says where it does not have all, and reads a bounded number of rows', async () => {
    const inner = memoryStore();
    let read = 0;
    const list: typeof inner.list = async (query) => {
      const page = await inner.list(query);
      read += page.rows.length;
      return page;
    };
    const { world } = await waitingCards(1, { store: { ...inner, list } });
    world.clock.advance(minute);
    const { store, clock } = world;
    const elsewhere = createApprovals({ store, clock }).define('ops', orderOptions({ channel: 'C0OPS' }));
    for (let index = 0; index < 1_050; index += 1) await elsewhere.ask({ size: 'x' }, { requester: 'x' });
    read = 0;

    await openList(world);

    expect(read).toBeLessThanOrEqual(1_050);
    expect(text(top(world))).toContain('Older ones are not listed');
  });

  test('reads no further than a page needs, backwards too', async () => {
    const inner = memoryStore();
    let read = 0;
    const list: typeof inner.list = async (query) => {
      const page = await inner.list(query);
      read += page.rows.length;
      return page;
    };
    const { world, newestFirst } = await waitingCards(1, { store: { ...inner, list } });
    await copyRow(world, await world.row(present(newestFirst[0]).id), 300);
    const reads: number[] = [];

    for (const show of [() => openList(world), () => press(world, 'next_page'), () => press(world, 'previous_page')]) {
      read = 0;
      await show();
      reads.push(read);
    }

    expect(reads).toEqual([50, 50, 50]);
  });

  test('of what cannot be read within two seconds is not opened: Slack shows its own error', async () => {
    const inner = memoryStore();
    const trouble: { list: typeof inner.list } = { list: inner.list };
    const { world } = await waitingCards(2, { store: { ...inner, list: (query) => trouble.list(query) } });
    trouble.list = () => new Promise<never>(() => undefined);
    const container = { type: 'message', channel_id: 'C0PIZZA', message_ts: present(seenIn(world)[0]).ts };
    const click = await signed(world, formOf(clickBy(world, { container, action: 'show_list' })));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });

    const answering = world.approvals.handleRaw(click);
    await vi.advanceTimersByTimeAsync(2_000);

    await expect(answering).resolves.toMatchObject({ status: 503 });
  });
});

describe('a page that nobody was given', () => {
  test.each(['p1.1.2', 'p1.99999999999999999999.x', '', 'v1.x'])('such as %j is the first one', async (value) => {
    const { world, newestFirst } = await waitingCards(12);
    await openList(world);
    await press(world, 'next_page');

    await clickIn(world, 'next_page', value);

    expect(entries(world)).toEqual(newestFirst.slice(0, 10).map(buttonValue));
  });

  test('of no channel is refused', async () => {
    const { world } = await waitingCards(2);
    await openList(world);

    await clickIn(world, 'next_page', '', 'v1.x');

    expect(text(top(world))).toContain('There is no such approval.');
  });
});

describe('an entry of the list', () => {
  async function opened(options: Parameters<typeof storm>[0] = {}, userId = 'U0ALICE') {
    const { world, newestFirst } = await waitingCards(12, options);
    await openList(world, userId);
    const entry = present(newestFirst[3]);
    const sent = await press(world, 'open_card', buttonValue(entry), userId);
    expect(sent).toMatchObject(fine);
    return { world, entry };
  }

  test('opens its own card on the list, with the buttons of the card', async () => {
    const { world, entry } = await opened();

    const view = top(world);
    expect(world.slack.views('U0ALICE')).toHaveLength(2);
    expect(text(view)).toContain('Order pizza 8?');
    for (const verb of ['approve', 'reject', 'details'])
      expect(valuesOf(view.blocks, verb)).toEqual([buttonValue(entry)]);
    expect(valuesOf(view.blocks, 'withdraw')).toEqual([]);
  });

  test('is approved there, is told so, and is decided before its card is posted', async () => {
    const { world, entry } = await opened();

    const sent = await press(world, 'approve');
    await world.approvals.flush();

    expect(sent).toMatchObject(fine);
    expect(text(top(world))).toContain('Your answer is in.');
    expect(await world.get(entry.id)).toMatchObject({ status: 'approved' });
  });

  test('is rejected there with a reason, in the same modal', async () => {
    const { world, entry } = await opened({ kind: { reason: { reject: 'required' } } });
    await press(world, 'reject');
    expect(world.slack.views('U0ALICE')).toHaveLength(2);
    expect(top(world)).toMatchObject({ title: 'Reject' });

    const sent = await world.slack.submit({ userId: 'U0ALICE', viewId: top(world).id, values: { reason: 'cold' } });

    expect(sent).toMatchObject(fine);
    expect(text(top(world))).toContain('Your answer is in.');
    expect((await world.get(entry.id)).decision).toMatchObject({ outcome: 'rejected', reason: 'cold' });
  });

  test('that another person has decided says by whom', async () => {
    const { world, entry } = await opened();
    await world.approvals.vote(entry.id, { by: user('U0BOB'), answer: 'approve', digest: entry.digest, via: 'test' });

    const sent = await press(world, 'approve');

    expect(sent).toMatchObject(fine);
    expect(text(top(world))).toContain('already approved by');
  });

  test('shows what became of it where it was decided before it was opened', async () => {
    const { world, newestFirst } = await waitingCards(3);
    await openList(world);
    const { id, digest } = present(newestFirst[1]);
    await world.approvals.vote(id, { by: user('U0BOB'), answer: 'reject', digest, via: 'test' });

    await press(world, 'open_card', buttonValue({ id, digest }));

    expect(text(top(world))).toContain('Rejected');
    expect(valuesOf(top(world).blocks, 'approve')).toEqual([]);
  });

  test('tells a person who may not decide it', async () => {
    const { world, entry } = await opened({ kind: { approvers: [user('U0BOB')] } });

    const sent = await press(world, 'approve');

    expect(sent).toMatchObject(fine);
    expect(text(top(world))).toContain('You are not one of the approvers of this.');
    expect(await world.get(entry.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('sends those who may decide as members of the channel to the card in it', async () => {
    const { world, entry } = await opened({ kind: { approvers: [channelMembers()] } });

    await press(world, 'approve');

    expect(text(top(world))).toContain('please use the card');
    expect(await world.get(entry.id)).toMatchObject({ status: 'pending', votes: [] });
  });

  test('has its answer checked where the facts are lacking, and says so', async () => {
    const { world, entry } = await opened({ kind: { approvers: [usergroup('S0ONCALL')] } });

    await press(world, 'approve');
    const told = text(top(world));
    await world.approvals.flush();

    expect(told).toContain('Your answer is in and is being checked.');
    expect(await world.get(entry.id)).toMatchObject({ status: 'approved' });
  });

  test('shows its details on top of its card to everybody who may see the list', async () => {
    const { world } = await opened({ kind: { approvers: [user('U0BOB')] } }, 'U0CAROL');

    const sent = await press(world, 'details', undefined, 'U0CAROL');

    expect(sent).toMatchObject(fine);
    expect(world.slack.views('U0CAROL')).toHaveLength(3);
    expect(text(top(world, 'U0CAROL'))).toContain('Who may decide');
  });

  test('can be taken back by the person who asked', async () => {
    const world = await storm();
    await world.askMany(21);
    world.clock.advance(second);
    const { store, clock } = world;
    const asking = createApprovals({ store, clock }).define('mine', orderOptions());
    const { approval } = await asking.ask({ size: 'mine' }, { requester: user('U0CAROL') });
    await world.mark();
    await world.keep();
    await openList(world, 'U0CAROL');
    await press(world, 'open_card', buttonValue(approval), 'U0CAROL');

    await press(world, 'withdraw', undefined, 'U0CAROL');
    const form = top(world, 'U0CAROL');
    await world.slack.submit({ userId: 'U0CAROL', viewId: form.id, values: {} });

    expect(form).toMatchObject({ title: 'Withdraw' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'withdrawn' });
  });

  test('that Slack does not open leaves the list as it is', async () => {
    const { world, newestFirst } = await waitingCards(2);
    await openList(world);
    world.slack.fail({ method: 'views.push', how: 'error', error: 'expired_trigger_id' });

    const sent = await press(world, 'open_card', buttonValue(present(newestFirst[0])));

    expect(sent).toMatchObject({ status: 503 });
    expect(entries(world)).toHaveLength(2);
  });

  test('of another channel is not shown for a click that was made up', async () => {
    const { world } = await waitingCards(2, { kind: { approvers: [user('U0BOB')] } });
    const { store, clock } = world;
    const ops = createApprovals({ store, clock }).define(
      'ops',
      orderOptions({ channel: 'C0OPS', approvers: [user('U0BOB')] }),
    );
    const { approval } = await ops.ask({ size: 'secret' }, { requester: 'x' });
    await openList(world);

    await clickIn(world, 'open_card', buttonValue(approval));

    expect(text(top(world))).toContain('There is no such approval.');
    expect(text(top(world))).not.toContain('secret');
  });
});

test('a click on the list from another installation of the app finds nothing', async () => {
  const { world } = await waitingCards(2);
  await world.orders.ask({ size: 'x' }, { requester: 'x' });
  await world.approvals.flush();

  const container = { type: 'message', channel_id: 'C0PIZZA', message_ts: '1.2' };
  const more = { team: { id: 'T0PARTNER' }, user: { id: 'U0ALICE', team_id: 'T0PARTNER' } };

  const answer = await world.approvals.handleVerified(clickBy(world, { container, action: 'show_list', more }));

  expect(answer.status).toBe(200);
  expect(world.slack.views('U0ALICE')).toEqual([]);
});
