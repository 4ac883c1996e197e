import { type Approval, user, usergroup } from '@k8s-pizza/slack-approval';
import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { buttonValue } from '../world/signed.js';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, hour, orderOptions, present, second, type World, type WorldOptions } from '../world/world.js';

async function open(world: World, userId: string, tab = 'home') {
  const sent = await world.slack.event({ type: 'app_home_opened', user: userId, tab, channel: 'D0HOME' });
  const home = world.slack.home(userId);
  return { sent, home, blocks: home?.blocks ?? [] };
}

/** The buttons that are about one approval: the verb, and which one. */
function rowsIn(blocks: readonly KnownBlock[]) {
  return objectsIn(blocks).flatMap(({ action_id: id, value }) =>
    typeof id === 'string' && String(value).startsWith('v1.') ? [`${id.split(':')[2]} ${value}`] : [],
  );
}

function rowsOf(world: World, userId: string) {
  return rowsIn(present(world.slack.home(userId)).blocks);
}

/** Opens the home if it is not there yet, and chooses a list. */
async function choose(world: World, userId: string, list: 'waiting' | 'asked' | 'open' | 'decided') {
  const { id } = world.slack.home(userId) ?? present((await open(world, userId)).home);
  await world.slack.click({ userId, viewId: id, actionId: 'approval:default:choose:list', option: list });
  return rowsOf(world, userId);
}

function buttons(verbs: readonly string[], ...approvals: readonly Approval<unknown>[]) {
  return approvals.flatMap((approval) => verbs.map((verb) => `${verb} ${buttonValue(approval)}`));
}

const voting = ['open_approve_form', 'open_reject_form', 'details'];

async function press(world: World, userId: string, verb: string) {
  const viewId = present(world.slack.home(userId)).id;
  return await world.slack.click({ userId, viewId, actionId: `approval:default:${verb}` });
}

function shown(world: World, userId: string): string {
  return JSON.stringify(world.slack.views(userId).at(-1)?.blocks);
}

describe('the App Home', () => {
  test('shows what waits for a person, what they asked for, and what was decided', async () => {
    const world = await createWorld();
    const first = await world.ask();
    world.clock.advance(second);
    const later = await world.ask({ size: 'small' }, { requester: user('U0BOB') });
    world.clock.advance(second);
    const mine = await world.ask({ size: 'huge' }, { requester: user('U0ALICE') });
    const over = await world.ask({ size: 'tiny' });
    await click(world, over, 'U0BOB', 'approve');
    await world.work();

    const { sent, blocks } = await open(world, 'U0ALICE');

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(rowsIn(blocks)).toEqual(buttons(voting, later, first));
    expect(await choose(world, 'U0ALICE', 'asked')).toEqual(buttons(['details', 'withdraw'], mine));
    expect(await choose(world, 'U0ALICE', 'decided')).toEqual(buttons(['details'], over));
    expect(await choose(world, 'U0ALICE', 'open')).toEqual([
      ...buttons(['details', 'withdraw'], mine),
      ...buttons(voting, later, first),
    ]);
  });

  test('shows nothing to somebody whom nothing concerns', async () => {
    const world = await createWorld();
    await world.ask();

    for (const list of ['asked', 'open', 'decided', 'waiting'] as const) {
      expect(await choose(world, 'U0GUEST', list)).toEqual([]);
      const home = JSON.stringify(world.slack.home('U0GUEST')?.blocks);
      // not even the name of its kind
      expect(home).not.toContain('order');
      expect(home).not.toContain('Order pizza');
    }
  });

  test('shows those in a user group what waits for the group', async () => {
    const world = await createWorld({ kind: { approvers: [usergroup('S0ONCALL')] } });
    const approval = await world.ask();

    const [alice, carol] = [await open(world, 'U0ALICE'), await open(world, 'U0CAROL')];

    expect(rowsIn(alice.blocks)).toEqual(buttons(voting, approval));
    expect(rowsIn(carol.blocks)).toEqual([]);
  });

  test('sends to the channel for what only those in it may answer: it is not listed', async () => {
    const world = await createWorld({ kind: { approvers: [{ type: 'channelMembers' }] } });
    await world.ask();

    expect(rowsIn((await open(world, 'U0ALICE')).blocks)).toEqual([]);
  });

  test('shows nothing of another deployment on the same store', async () => {
    const world = await createWorld();
    const other = world.again({ namespace: 'staging' });
    await other.define('order', orderOptions()).ask({ size: 'huge' }, { requester: 'alertmanager' });

    expect(rowsIn((await open(world, 'U0ALICE')).blocks)).toEqual([]);
  });

  test('offers to retry a dead delivery', async () => {
    const world = await createWorld({ kind: { onDecision: gone } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    expect(await choose(world, 'U0ALICE', 'decided')).toEqual(buttons(['details', 'retry_delivery'], approval));
    expect(JSON.stringify(world.slack.home('U0ALICE')?.blocks)).toContain('never carried out');
  });

  test('is not drawn for the tab with messages, nor for another installation', async () => {
    const world = await createWorld();
    await open(world, 'U0ALICE', 'messages');
    const event = { type: 'app_home_opened', user: 'U0ALICE', tab: 'home' };
    await world.ask();
    const elsewhere = {
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T0PARTNER',
      api_app_id: 'A0APPROVAL',
      event,
    };

    const answer = await world.approvals.handleVerified(elsewhere);

    expect(answer.status).toBe(200);
    expect(world.slack.home('U0ALICE')).toBeNull();
  });

  test('stays within what Slack takes, and reads a bounded number of rows', async () => {
    const base = await createWorld({ kind: { card: () => ({ title: '"<!channel>'.repeat(200) }) } });
    for (let index = 0; index < 120; index += 1)
      await base.orders.ask({ size: 'x' }, { requester: index % 2 ? user('U0BOB') : '"'.repeat(200) });
    const limits: number[] = [];
    const list: World['store']['list'] = async (query) => {
      limits.push(query.limit);
      return await base.store.list(query);
    };
    const world = base.again({ store: { ...base.store, list } });
    const event = { type: 'app_home_opened', user: 'U0ALICE', tab: 'home' };

    const envelope = { type: 'event_callback', event_id: 'Ev1', team_id: 'T0PIZZA', api_app_id: 'A0APPROVAL', event };
    const answer = await world.handleVerified(envelope);

    const { blocks } = present(base.slack.home('U0ALICE'));
    expect(answer.status).toBe(200);
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(blocks).length).toBeLessThan(200_000);
    expect(JSON.stringify(blocks)).toContain('approval:default:next_page');
    expect(limits).toEqual([100]);
  });
});

const gone = async () => {
  const { SlackApprovalError } = await import('@k8s-pizza/slack-approval');
  throw new SlackApprovalError('delivery_rejected', 'gone');
};

describe('a vote from the App Home', () => {
  async function opened(options: WorldOptions = {}) {
    const world = await createWorld(options);
    const approval = await world.ask();
    await open(world, 'U0ALICE');
    return { world, approval };
  }

  test('is given in a form that shows all of it, confirmed there, and gone from the home', async () => {
    const { world, approval } = await opened();
    await press(world, 'U0ALICE', 'open_approve_form');
    const form = present(world.slack.views('U0ALICE')[0]);
    expect(JSON.stringify(form.blocks)).toContain('large');
    // a kind that takes no reason for an approval asks for none
    expect(form.blocks.map(({ type }) => type)).not.toContain('input');

    const sent = await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: {} });
    await world.work();

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(shown(world, 'U0ALICE')).toContain('Your answer is in.');
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved', copies: approval.copies });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('Approved');
    expect(rowsOf(world, 'U0ALICE')).toEqual([]);
    expect(await choose(world, 'U0ALICE', 'decided')).toEqual(buttons(['details'], approval));
  });

  test('rejects with a reason', async () => {
    const { world, approval } = await opened();
    await press(world, 'U0ALICE', 'open_reject_form');
    const form = present(world.slack.views('U0ALICE')[0]);

    await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'cold' } });

    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'rejected', reason: 'cold' });
  });

  test('on what was decided meanwhile is told so in a modal, and the home is drawn anew', async () => {
    const { world, approval } = await opened();
    await click(world, approval, 'U0BOB', 'approve');

    const sent = await press(world, 'U0ALICE', 'open_approve_form');
    await world.work();

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(shown(world, 'U0ALICE')).toContain('already approved by');
    expect(rowsOf(world, 'U0ALICE')).toEqual([]);
  });

  test('on what was changed meanwhile is refused, and the home then has the new one', async () => {
    const { world, approval } = await opened();
    await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });

    await press(world, 'U0ALICE', 'open_approve_form');
    await world.work();

    expect(shown(world, 'U0ALICE')).toContain('changed after you saw it');
    const now = await world.get(approval.id);
    expect(rowsOf(world, 'U0ALICE')).toEqual(buttons(voting, now));
  });

  test('where Slack opens nothing is answered by a direct message', async () => {
    const { world, approval } = await opened();
    await click(world, approval, 'U0BOB', 'approve');
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id' });

    const sent = await press(world, 'U0ALICE', 'open_approve_form');

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(world.slack.messages('U0ALICE').at(-1)?.text).toContain('already approved by');
  });

  test('where Slack takes no answer at all ends in its own error', async () => {
    const { world, approval } = await opened();
    await click(world, approval, 'U0BOB', 'approve');
    world.slack.fail({ method: 'views.open', how: 'status' });
    world.slack.fail({ method: 'chat.postMessage', how: 'status' });

    expect(await press(world, 'U0ALICE', 'open_approve_form')).toMatchObject({ status: 503 });
  });

  test('the details open there as well', async () => {
    const { world } = await opened();

    await press(world, 'U0ALICE', 'details');

    expect(world.slack.views('U0ALICE')[0]).toMatchObject({ title: 'Details' });
  });
});

describe('where the home can not be drawn', () => {
  test('for now, Slack is told to send the event again', async () => {
    const world = await createWorld();
    await world.ask();
    world.slack.fail({ method: 'views.publish', how: 'status' });

    const { sent, home } = await open(world, 'U0ALICE');

    // the simulator sends a failed event again at once, as Slack does
    expect(sent).toMatchObject({ status: 200 });
    expect(home).not.toBeNull();
    const events = world.slack.traffic.filter(({ method }) => method === 'event_callback');
    expect(events.map(({ status }) => status)).toEqual([503, 200]);
  });

  test('at all, the event is answered and the log says why', async () => {
    const world = await createWorld();
    world.slack.fail({ method: 'views.publish', how: 'error', error: 'not_enabled' });

    const { sent, home } = await open(world, 'U0ALICE');

    expect(sent).toMatchObject({ status: 200 });
    expect(home).toBeNull();
    expect(JSON.stringify(world.log)).toContain('not_enabled');
  });

  test('as the store fails, Slack is told to send the event again', async () => {
    const world = await createWorld();
    await world.store.close();

    expect((await open(world, 'U0ALICE')).sent).toMatchObject({ status: 503 });
  });
});

describe('withdrawing', () => {
  async function asked() {
    const world = await createWorld({ kind: { quorum: { approve: 2 } } });
    return { world, approval: await world.ask({ size: 'large' }, { requester: user('U0CAROL') }) };
  }

  function top(world: World) {
    return present(world.slack.views('U0CAROL').at(-1));
  }

  async function pressWithdraw(world: World, how: 'details' | 'home' | 'private card', id: string) {
    const actionId = 'approval:default:withdraw';
    const userId = 'U0CAROL';
    if (how === 'home') return await choose(world, userId, 'asked').then(() => press(world, userId, 'withdraw'));
    if (how === 'details') {
      await click(world, await world.get(id), userId, 'details');
      return await world.slack.click({ userId, viewId: top(world).id, actionId });
    }
    await world.slack.command({ userId, channelId: 'C0OPS', command: '/approvals', text: `show ${id}` });
    const { ts } = present(world.slack.messages('C0OPS', { asUser: userId }).at(-1));
    return await world.slack.click({ userId, channelId: 'C0OPS', ts, actionId });
  }

  test.each(['details', 'home', 'private card'] as const)('from the %s, with a reason', async (how) => {
    const { world, approval } = await asked();
    await pressWithdraw(world, how, approval.id);
    expect(top(world)).toMatchObject({ title: 'Withdraw' });
    expect(world.slack.views('U0CAROL')).toHaveLength(1);

    const sent = await world.slack.submit({
      userId: 'U0CAROL',
      viewId: top(world).id,
      values: { reason: 'not hungry' },
    });
    await world.work();

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(shown(world, 'U0CAROL')).toContain('withdrawn');
    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'withdrawn', reason: 'not hungry' });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('not hungry');
    // the home shows the same list as before
    if (how === 'home') expect(rowsOf(world, 'U0CAROL')).toEqual([]);
    expect(await choose(world, 'U0CAROL', 'asked')).toEqual([]);
    expect(await choose(world, 'U0CAROL', 'decided')).toEqual(buttons(['details'], approval));
  });

  test('needs no reason', async () => {
    const { world, approval } = await asked();
    await pressWithdraw(world, 'details', approval.id);

    await world.slack.submit({ userId: 'U0CAROL', viewId: top(world).id, values: {} });

    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'withdrawn', reason: null });
  });

  test('is offered to nobody but who asked', async () => {
    const { world, approval } = await asked();

    await click(world, approval, 'U0BOB', 'details');

    expect(shown(world, 'U0BOB')).not.toContain('withdraw');
  });

  test.each(['withdraw', 'withdraw_form'])('by somebody else who makes up the %s is refused', async (verb) => {
    const { world, approval } = await asked();
    const context = {
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0BOB', team_id: world.slack.teamId },
    };
    const { channelId, ts } = present(approval.copies[0]);
    const forged =
      verb === 'withdraw'
        ? {
            type: 'block_actions',
            container: { type: 'message', channel_id: channelId, message_ts: ts },
            actions: [{ action_id: 'approval:default:withdraw', value: buttonValue(approval), action_ts: '1.2' }],
          }
        : {
            type: 'view_submission',
            view: { id: 'V1', callback_id: 'approval:default:withdraw_form', private_metadata: buttonValue(approval) },
          };

    const answer = await world.approvals.handleVerified({ ...context, ...forged });

    const told = `${answer.body} ${JSON.stringify(world.slack.messages('C0PIZZA', { asUser: 'U0BOB' }))}`;
    expect(told).toContain('who asked for this, can withdraw it');
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending' });
  });

  test('of what was decided while the form was open changes nothing, and says who decided', async () => {
    const { world, approval } = await asked();
    await pressWithdraw(world, 'details', approval.id);
    for (const by of ['U0ALICE', 'U0BOB']) await click(world, approval, by, 'approve');

    await world.slack.submit({ userId: 'U0CAROL', viewId: top(world).id, values: { reason: 'late' } });
    await world.work();

    expect(shown(world, 'U0CAROL')).toContain('already approved by');
    expect(await world.get(approval.id)).toMatchObject({ status: 'approved' });
    expect((await world.row(approval.id)).body).not.toContain('"late"');
  });

  test('of what time decided while the form was open leaves its key held', async () => {
    const world = await createWorld({ kind: { expiresIn: '1h', onExpiry: 'reject' } });
    const approval = await world.ask({ size: 'small' }, { requester: user('U0CAROL'), key: 'oven-3' });
    await pressWithdraw(world, 'details', approval.id);
    world.clock.advance(hour);

    await world.slack.submit({ userId: 'U0CAROL', viewId: top(world).id, values: {} });
    await world.work();
    const again = await world.orders.ask({ size: 'small' }, { requester: user('U0CAROL'), key: 'oven-3' });

    expect(again).toMatchObject({ created: false, approval: { id: approval.id, status: 'rejected' } });
  });

  test('where Slack does not change the modal is answered by a direct message', async () => {
    const { world, approval } = await asked();
    world.slack.fail({ method: 'views.update', how: 'error', error: 'not_found', times: 2 });

    const sent = await pressWithdraw(world, 'details', approval.id);

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(world.slack.messages('U0CAROL').at(-1)?.text).toContain('did not open the form');
  });
});

describe('a dead delivery', () => {
  async function died() {
    const tries: string[] = [];
    let isUp = false;
    const sink: Parameters<typeof orderOptions>[0] = {
      approvers: [user('U0ALICE')],
      onDecision: async (_, { deliveryId }) => {
        tries.push(deliveryId);
        if (!isUp) await gone();
      },
    };
    const world = await createWorld({ kind: sink });
    const approval = await world.ask({ size: 'large' }, { requester: user('U0CAROL') });
    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();
    world.clock.advance(5 * second);
    await world.work();
    const retry = async (userId: string) => {
      isUp = true;
      const { channelId, ts } = present(approval.copies[0]);
      return await world.slack.click({
        userId,
        channelId,
        ts: present(ts),
        actionId: 'approval:default:retry_delivery',
      });
    };
    return { world, approval, tries, retry };
  }

  test.each(['U0ALICE', 'U0CAROL'])(
    'is tried again for %s, under the same id, and the card shows it',
    async (userId) => {
      const { world, approval, tries, retry } = await died();
      expect(await world.get(approval.id)).toMatchObject({ attention: { code: 'delivery_dead' } });

      const sent = await retry(userId);
      await world.work();
      world.clock.advance(5 * second);
      await world.work();

      expect(sent).toMatchObject({ status: 200, body: '', failure: null });
      expect(new Set(tries).size).toBe(1);
      expect(await world.get(approval.id)).toMatchObject({ delivery: { state: 'delivered' }, attention: null });
      expect(JSON.stringify(cardIn(world).blocks)).toContain('Handed over');
      const history = await world.approvals.history(approval.id);
      expect(history.map(({ event }) => event)).toContainEqual(
        expect.objectContaining({ type: 'redelivered', by: expect.objectContaining({ userId }) }),
      );
    },
  );

  test('is not tried again for somebody who merely sees the card', async () => {
    const { world, tries, retry } = await died();

    await retry('U0BOB');

    const told = world.slack.messages('C0PIZZA', { asUser: 'U0BOB' }).at(-1);
    expect(told).toMatchObject({ ephemeralFor: 'U0BOB', text: expect.stringContaining('Only those who asked') });
    expect(tries).toHaveLength(1);
  });

  test('that a program had sent again meanwhile is not sent a third time', async () => {
    const { world, approval, tries, retry } = await died();
    const first = await retry('U0ALICE');
    await world.work();

    const payload = {
      type: 'block_actions',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0ALICE', team_id: world.slack.teamId },
      container: { type: 'message', channel_id: 'C0PIZZA', message_ts: approval.copies[0]?.ts },
      actions: [{ action_id: 'approval:default:retry_delivery', value: buttonValue(approval), action_ts: '1.2' }],
    };
    await world.approvals.handleVerified(payload);
    await world.work();

    expect(first.status).toBe(200);
    expect(world.slack.messages('C0PIZZA', { asUser: 'U0ALICE' }).at(-1)?.text).toContain('handed over already');
    expect(tries).toHaveLength(2);
  });

  test('of a record that is full is not tried again, and the person is told why', async () => {
    const { world, approval, tries, retry } = await died();
    const row = await world.row(approval.id);
    const record = JSON.parse(row.body);
    record.parts.values['sha256:filling'] = { salt: '', value: 'x'.repeat(230 * 1_024) };
    await world.store.put({ ...row, body: JSON.stringify(record) }, row.version);

    const sent = await retry('U0ALICE');
    await world.work();

    expect(sent.status).toBe(200);
    expect(world.slack.messages('C0PIZZA', { asUser: 'U0ALICE' }).at(-1)?.text).toContain('too large');
    expect(tries).toHaveLength(1);
  });

  test('tried again from the home is confirmed in a modal, and the home is drawn anew', async () => {
    const { world, approval } = await died();
    await choose(world, 'U0ALICE', 'decided');

    await press(world, 'U0ALICE', 'retry_delivery');
    await world.work();

    expect(shown(world, 'U0ALICE')).toContain('handed over once more');
    expect(rowsOf(world, 'U0ALICE')).toEqual(buttons(['details'], approval));
  });
});
