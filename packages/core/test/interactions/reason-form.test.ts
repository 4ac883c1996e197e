import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import { describe, expect, test, vi } from 'vitest';
import { deferred } from '../world/deferred.js';
import { cardIn, click, toldTo } from '../world/people.js';
import { recordingTransport } from '../world/recording-transport.js';
import { buttonValue, sendClick } from '../world/signed.js';
import { createWorld, minute, present, second } from '../world/world.js';

async function opened(answers: { approve?: 'optional' | 'required'; reject?: 'none' | 'optional' | 'required' } = {}) {
  const world = await createWorld({ kind: { reason: answers } });
  return { world, approval: await world.ask() };
}

describe('a kind that takes a reason', () => {
  test.each(['optional', 'required'] as const)(
    'opens a form for a reason that is %s, and stores nothing yet',
    async (rule) => {
      const { world, approval } = await opened({ reject: rule });
      const before = await world.row(approval.id);

      const sent = await click(world, approval, 'U0ALICE', 'reject');

      expect(sent).toMatchObject({ status: 200, body: '' });
      const [form] = world.slack.views('U0ALICE');
      expect(form).toMatchObject({
        title: 'Reject',
        callbackId: expect.stringMatching(/^approval:default:reject_form:C0PIZZA:/),
      });
      expect(form?.blocks.at(-1)).toMatchObject({ type: 'input', optional: rule === 'optional' });
      expect(await world.row(approval.id)).toEqual(before);
    },
  );

  test('opens no form where there is no reason to give', async () => {
    const { world, approval } = await opened({ reject: 'none' });

    await click(world, approval, 'U0ALICE', 'reject');

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected' });
  });

  test('opens no form for somebody who may not vote, however the reason is ruled', async () => {
    const world = await createWorld({
      kind: { approvers: [{ type: 'user', id: 'U0BOB' }], reason: { reject: 'required' } },
    });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'reject');

    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect(toldTo(world, 'U0ALICE')).toContain('not one of the approvers');
  });

  test('takes the reason of a submission into the decision and onto the card', async () => {
    const { world, approval } = await opened({ reject: 'required' });
    await click(world, approval, 'U0ALICE', 'reject');
    const [form] = world.slack.views('U0ALICE');

    const sent = await world.slack.submit({
      userId: 'U0ALICE',
      viewId: present(form).id,
      values: { reason: 'the oven is cold' },
    });
    await world.work();

    expect(sent).toMatchObject({ status: 200, body: '' });
    expect(world.slack.views('U0ALICE')).toEqual([]);
    expect((await world.get(approval.id)).decision).toMatchObject({
      outcome: 'rejected',
      reason: 'the oven is cold',
      decidedBy: [{ userId: 'U0ALICE', teamId: 'T0PIZZA' }],
    });
    expect(JSON.stringify(cardIn(world).blocks)).toContain('the oven is cold');
  });

  test('takes an optional reason that was left empty as none', async () => {
    const { world, approval } = await opened({ approve: 'optional' });
    await click(world, approval, 'U0ALICE', 'approve');

    await world.slack.submit({ userId: 'U0ALICE', viewId: present(world.slack.views('U0ALICE')[0]).id, values: {} });

    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'approved', reason: null });
  });

  test.each(['', '   \n', '\u200b'])('says in the form that a required reason is missing: %j', async (reason) => {
    const { world, approval } = await opened({ reject: 'required' });
    await click(world, approval, 'U0ALICE', 'reject');
    const viewId = present(world.slack.views('U0ALICE')[0]).id;

    await world.slack.submit({ userId: 'U0ALICE', viewId, values: { reason } });

    expect(world.slack.views('U0ALICE')[0]?.errors).toEqual({ reason: 'Please give a reason with this answer.' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
  });
});

describe('a form that was open for a while', () => {
  async function openForm() {
    const { world, approval } = await opened();
    await click(world, approval, 'U0ALICE', 'reject');
    const viewId = present(world.slack.views('U0ALICE')[0]).id;
    const submit = () => world.slack.submit({ userId: 'U0ALICE', viewId, values: { reason: 'cold' } });
    const shown = () => JSON.stringify(world.slack.views('U0ALICE')[0]?.blocks);
    return { world, approval, submit, shown };
  }

  test('says who decided meanwhile, and changes nothing', async () => {
    const { world, approval, submit, shown } = await openForm();
    await click(world, approval, 'U0BOB', 'approve');

    const sent = await submit();

    expect(sent.failure).toBeNull();
    expect(shown()).toContain('already approved by');
    expect(shown()).toContain('U0BOB');
    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'approved' });
  });

  test('says that the question was changed after it was seen', async () => {
    const { world, approval, submit, shown } = await openForm();
    await world.orders.amend({ id: approval.id }, { size: 'small' }, { by: 'alertmanager' });

    await submit();

    expect(shown()).toContain('changed after you saw it');
    expect((await world.get(approval.id)).votes).toEqual([]);
  });

  test('says that the time is over', async () => {
    const { world, approval, submit, shown } = await openForm();
    world.clock.advance(25 * 60 * minute);

    await submit();
    await world.work();

    expect(shown()).toContain('expired');
    expect(await world.get(approval.id)).toMatchObject({ status: 'expired' });
  });

  test('says that it was withdrawn, and by whom', async () => {
    const { world, approval, submit, shown } = await openForm();
    await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });

    await submit();

    expect(shown()).toContain('withdrawn by alertmanager');
  });

  test('closes when the same submission comes again, and is one vote', async () => {
    const world = await createWorld({ kind: { quorum: { reject: 2 } } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'reject');
    const { id, hash, privateMetadata, callbackId } = present(world.slack.views('U0ALICE')[0]);
    const submission = {
      type: 'view_submission',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0ALICE', team_id: world.slack.teamId },
      view: {
        id,
        hash,
        callback_id: callbackId,
        private_metadata: privateMetadata,
        state: { values: { reason: { reason: { type: 'plain_text_input', value: 'cold' } } } },
      },
    };

    const answers = [
      await world.approvals.handleVerified(submission),
      await world.approvals.handleVerified(submission),
    ];

    expect(answers).toEqual([
      { status: 200, headers: {}, body: '' },
      { status: 200, headers: {}, body: '' },
    ]);
    expect((await world.get(approval.id)).votes).toHaveLength(1);
  });

  test('counts as cast on the card it was opened from, for rules about the channel', async () => {
    const world = await createWorld({ kind: { approvers: [{ type: 'channelMembers' }] } });
    const approval = await world.ask();
    await click(world, approval, 'U0ALICE', 'reject');

    await world.slack.submit({ userId: 'U0ALICE', viewId: present(world.slack.views('U0ALICE')[0]).id, values: {} });
    await world.work();

    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected' });
  });
});

test('a form carries the approval, what was seen, and the stamp of the click that opened it', async () => {
  const { world, approval } = await opened({ reject: 'optional' });

  await click(world, approval, 'U0ALICE', 'reject');

  expect(world.slack.views('U0ALICE')[0]?.privateMetadata).toMatch(
    new RegExp(`^v1[.]${approval.id}[.]${approval.digest} [0-9]+[.][0-9]+$`),
  );
});

test('a form that Slack has not opened after a second and a half is offered once more, privately', async () => {
  const { transport, messages } = recordingTransport();
  const called = deferred();
  const hanging: SlackTransport = {
    ...transport,
    openView: async () => {
      called.resolve();
      return await new Promise(() => undefined);
    },
  };
  const world = await createWorld({ access: { transport: hanging }, kind: { reason: { reject: 'optional' } } });
  const approval = await world.ask();
  const value = buttonValue(approval);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const change = { trigger_id: '1.2.a' };
  const answering = sendClick(world, approval, { value, action: 'approval:default:reject', change });
  await called.promise;

  await vi.advanceTimersByTimeAsync(1_499);
  const early = messages.filter(({ method }) => method === 'ephemeral').length;
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();

  expect(await answering).toMatchObject({ status: 200 });
  expect(early).toBe(0);
  expect(messages.at(-1)).toMatchObject({ method: 'ephemeral', to: 'U0ALICE' });
  expect(JSON.stringify(messages.at(-1)?.blocks)).toContain('Open the form');
  expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
});

describe('where Slack does not open the form', () => {
  async function notOpened(reject: 'optional' | 'required') {
    const { world, approval } = await opened({ approve: 'required', reject });
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id' });
    const sent = await click(world, approval, 'U0ALICE', 'reject');
    const offer = present(
      world.slack.messages('C0PIZZA', { asUser: 'U0ALICE' }).findLast((message) => message.ephemeralFor !== null),
    );
    const press = (verb: string) =>
      world.slack.click({
        userId: 'U0ALICE',
        channelId: 'C0PIZZA',
        ts: offer.ts,
        actionId: `approval:default:${verb}`,
      });
    return { world, approval, sent, offer, press };
  }

  test('the person is offered the form once more, privately', async () => {
    const { world, approval, sent, press } = await notOpened('optional');

    world.clock.advance(second);
    const again = await press('open_reject_form');
    await world.slack.submit({ userId: 'U0ALICE', viewId: present(world.slack.views('U0ALICE')[0]).id, values: {} });

    expect([sent.status, again.status]).toEqual([200, 200]);
    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected' });
  });

  test('an optional reason can be left out by a button', async () => {
    const { world, approval, press } = await notOpened('optional');

    const sent = await press('reject_without_reason');

    expect(sent.status).toBe(200);
    expect((await world.get(approval.id)).decision).toMatchObject({ outcome: 'rejected', reason: null });
  });

  test('a required reason cannot: there is no such button, and a forged click on one is refused', async () => {
    const { world, approval, offer } = await notOpened('required');
    const buttons = JSON.stringify(offer.blocks);

    const value = `v1.${approval.id}.${approval.digest}`;
    const answer = await world.approvals.handleVerified({
      type: 'block_actions',
      api_app_id: world.slack.appId,
      team: { id: world.slack.teamId },
      user: { id: 'U0ALICE', team_id: world.slack.teamId },
      container: { type: 'message', channel_id: 'C0PIZZA', message_ts: offer.ts, is_ephemeral: true },
      actions: [{ action_id: 'approval:default:reject_without_reason', value, action_ts: '1767261700.000001' }],
    });

    expect(buttons).toContain('open_reject_form');
    expect(buttons).not.toContain('reject_without_reason');
    expect(answer.status).toBe(200);
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    expect(toldTo(world, 'U0ALICE')).toContain('give a reason');
  });

  test('and cannot say so either, Slack shows its own error', async () => {
    const { world, approval } = await opened({ reject: 'optional' });
    world.slack.fail({ method: 'views.open', how: 'error', error: 'expired_trigger_id' });
    world.slack.fail({ method: 'response_url', how: 'status', status: 500 });

    const sent = await click(world, approval, 'U0ALICE', 'reject');

    expect(sent).toMatchObject({ status: 503, failure: 'http_error' });
    expect(await world.get(approval.id)).toMatchObject({ status: 'pending' });
  });
});
