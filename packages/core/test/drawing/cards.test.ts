import type { Approvals, KindOptions } from '@k8s-pizza/slack-approval';
import { SlackApprovalError, user, usergroup } from '@k8s-pizza/slack-approval';
import type { SlackTransport } from '@k8s-pizza/slack-approval/slack';
import { describe, expect, test } from 'vitest';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { recordingTransport } from '../world/recording-transport.js';
import { createWorld, hour, minute, type Order, present, second } from '../world/world.js';

/** An order in a world without network, and what its card shows. */
async function shown(
  kind: Partial<KindOptions<Order>> = {},
  members: readonly string[] | null = null,
  openView: SlackTransport['openView'] | null = null,
) {
  const { transport, messages, views } = recordingTransport();
  const groupMembers = agreeableTransport({
    groupMembers: async () =>
      members === null
        ? { type: 'retry', afterMs: 20 * second, reason: 'ratelimited' }
        : { type: 'ok', value: members },
  }).groupMembers;
  const world = await createWorld({
    access: { transport: { ...transport, groupMembers, openView: openView ?? transport.openView } },
    kind: {
      card: ({ size }) => ({
        title: 'Order pizza?',
        summary: 'The on-call engineer is hungry.',
        fields: { Size: size, Address: 'Main Street 1' },
        text: 'cheese < tomato & *basil*',
        context: ['3 orders today'],
      }),
      ...kind,
    },
  });
  const approval = await world.ask();
  const { id } = approval;
  const vote = async (userId: string, answer: 'approve' | 'reject', reason?: string) => {
    const { digest } = await world.get(id);
    const via = 'test';
    await world.approvals.vote(id, {
      by: user(userId),
      answer,
      digest,
      via,
      ...(reason === undefined ? {} : { reason }),
    });
    await world.work();
  };
  const later = async (ms: number) => {
    // what is under way ends before the clock moves
    await world.approvals.flush();
    world.clock.advance(ms);
    await world.work();
  };
  /** The card as it was last sent, with what differs from run to run named instead. */
  const card = async () => {
    const { text, blocks } = present(messages.findLast(({ method }) => method === 'post' || method === 'update'));
    return await named(world.approvals, id, { text, blocks });
  };
  const modal = async () => await named(world.approvals, id, present(views.at(-1)));
  const click = async (verb: string, userId = 'U0ALICE') => {
    const { digest } = await world.get(id);
    await world.approvals.handleVerified({
      type: 'block_actions',
      api_app_id: 'A0APPROVAL',
      team: { id: 'T0PIZZA' },
      user: { id: userId, team_id: 'T0PIZZA' },
      trigger_id: 'trigger',
      container: { type: 'message', channel_id: 'C0PIZZA', message_ts: '1767261600.000001' },
      actions: [{ action_id: `approval:default:${verb}`, value: `v1.${id}.${digest}`, action_ts: '1767261700.000100' }],
    });
    await world.approvals.flush();
  };
  const told = async (userId: string) => {
    const { text, blocks } = present(messages.findLast(({ to }) => to === userId));
    return await named(world.approvals, id, { text, blocks });
  };
  return { ...world, id, vote, later, card, modal, click, told };
}

async function named(approvals: Approvals, id: string, value: unknown) {
  const digest = (await approvals.get(id))?.digest ?? '';
  return `${JSON.stringify(value, null, 2).replaceAll(id, '<id>').replaceAll(digest, '<digest>')}\n`;
}

const file = (name: string) => `../cards/${name}.json`;

describe('the card', () => {
  test('while it waits', async () => {
    const { card } = await shown();

    await expect(await card()).toMatchFileSnapshot(file('pending'));
  });

  test('asked by a person, for good, with forms for both answers', async () => {
    const world = await shown({ expiresIn: 'never', reason: { approve: 'required', reject: 'required' } });
    const { approval } = await world.orders.ask({ size: 'small' }, { requester: user('U0CAROL') });
    await world.later(second);

    const text = await world.card();

    await expect(text.replaceAll(approval.id, '<id>').replaceAll(approval.digest, '<digest>')).toMatchFileSnapshot(
      file('pending-by-a-person'),
    );
  });

  test('with one of two approvals and one rejection', async () => {
    const { card, vote } = await shown({ quorum: { approve: 2, reject: 2 } });
    await vote('U0ALICE', 'approve');
    await vote('U0BOB', 'reject', 'too early');

    await expect(await card()).toMatchFileSnapshot(file('one-of-two'));
  });

  describe('in the second of two stages', () => {
    const security = { name: 'Security', approvers: [user('U0ALICE')] };
    const operations = { name: 'Operations', approvers: [user('U0BOB'), usergroup('S0ONCALL')], quorum: 2 };
    // as: stages take the place of the approvers that the world's kind has
    const kind = {
      approvers: undefined,
      stages: [security, operations],
      vetoers: [user('U0CAROL')],
    } as unknown as Partial<KindOptions<Order>>;

    test('names it, and who is still needed', async () => {
      const { card, vote } = await shown(kind);
      await vote('U0ALICE', 'approve');

      await expect(await card()).toMatchFileSnapshot(file('second-stage'));
    });

    test('lists both in the details, and who may reject alone', async () => {
      const { modal, vote, click } = await shown(kind);
      await vote('U0ALICE', 'approve');
      await click('details');

      await expect(await modal()).toMatchFileSnapshot(file('details-modal-stages'));
    });
  });

  test('with an answer that has been being checked for three seconds', async () => {
    const { card, vote, later } = await shown({ approvers: [usergroup('S0ONCALL')] });
    await vote('U0ALICE', 'approve');
    await later(3 * second);

    await expect(await card()).toMatchFileSnapshot(file('being-checked'));
  });

  test('after an amendment', async () => {
    const { card, later, orders, id } = await shown();
    await orders.amend({ id }, { size: 'huge' }, { by: user('U0CAROL') });
    await later(second);

    await expect(await card()).toMatchFileSnapshot(file('amended'));
  });

  test('approved, while it is handed over', async () => {
    const { card, vote } = await shown({ onDecision: () => Promise.reject(new Error('busy')) });
    await vote('U0ALICE', 'approve');

    await expect(await card()).toMatchFileSnapshot(file('delivering'));
  });

  test('approved and handed over', async () => {
    const { card, vote, later } = await shown();
    await vote('U0ALICE', 'approve');
    await later(5 * second);

    await expect(await card()).toMatchFileSnapshot(file('delivered'));
  });

  test('approved and never carried out', async () => {
    const gone = () => Promise.reject(new SlackApprovalError('delivery_rejected', 'gone'));
    const { card, vote, later } = await shown({ onDecision: gone });
    await vote('U0ALICE', 'approve');
    await later(5 * second);

    await expect(await card()).toMatchFileSnapshot(file('dead'));
  });

  test('while it is carried out, with a step that failed', async () => {
    const { card, vote, later, approvals, id } = await shown({ steps: ['prep', 'bake', 'deliver'] });
    await vote('U0ALICE', 'approve');
    await later(5 * second);
    await approvals.reportProgress(id, { step: 'prep', state: 'done' });
    await approvals.reportProgress(id, { step: 'bake', state: 'failed', detail: 'the oven is *cold*' });
    await later(5 * second);

    await expect(await card()).toMatchFileSnapshot(file('progress-failed'));
  });

  test('when it was carried out', async () => {
    const { card, vote, later, approvals, id } = await shown({ steps: ['prep', 'bake'] });
    await vote('U0ALICE', 'approve');
    await later(5 * second);
    await approvals.reportProgress(id, { step: 'prep', state: 'done' });
    await approvals.reportProgress(id, { step: 'bake', state: 'active' });
    await later(5 * second);
    await approvals.reportProgress(id, { step: 'bake', state: 'done', detail: 'crisp' });
    await later(5 * second);

    await expect(await card()).toMatchFileSnapshot(file('carried-out'));
  });

  test('rejected with a reason', async () => {
    const { card, vote } = await shown();
    await vote('U0BOB', 'reject', 'not before lunch > 12:00');

    await expect(await card()).toMatchFileSnapshot(file('rejected'));
  });

  test('rejected because nobody answered', async () => {
    const { card, later } = await shown({ expiresIn: '1h', onExpiry: 'reject' });
    await later(hour);

    await expect(await card()).toMatchFileSnapshot(file('rejected-by-expiry'));
  });

  test('expired', async () => {
    const { card, later } = await shown({ expiresIn: '1h' });
    await later(hour);

    await expect(await card()).toMatchFileSnapshot(file('expired'));
  });

  test('withdrawn by a system', async () => {
    const { card, later, approvals, id } = await shown();
    await approvals.withdraw(id, { by: 'alert*manager*', reason: 'resolved' });
    await later(second);

    await expect(await card()).toMatchFileSnapshot(file('withdrawn'));
  });

  test('erased', async () => {
    const { card, vote, later, approvals, id } = await shown();
    await vote('U0BOB', 'reject', 'no');
    await later(5 * second);
    await approvals.erase(id);
    await later(5 * second);

    await expect(await card()).toMatchFileSnapshot(file('erased'));
  });
});

describe('the modals', () => {
  test('that asks for a reason', async () => {
    const { click, modal } = await shown({ reason: { reject: 'required' } });
    await click('reject');

    await expect(await modal()).toMatchFileSnapshot(file('reason-modal'));
  });

  test('with the details', async () => {
    const { click, modal, vote } = await shown(
      {
        approvers: [user('U0ALICE'), user('U0BOB'), usergroup('S0ONCALL', 2)],
        quorum: { approve: 2, reject: 2 },
      },
      [],
    );
    await vote('U0ALICE', 'approve');
    await vote('U0BOB', 'reject', 'too early');
    await click('details');

    await expect(await modal()).toMatchFileSnapshot(file('details-modal'));
  });
});

describe('what people are told privately', () => {
  test('about an answer that turned out not to count', async () => {
    const { vote, told } = await shown({ approvers: [usergroup('S0ONCALL')] }, []);
    await vote('U0ALICE', 'approve');

    await expect(await told('U0ALICE')).toMatchFileSnapshot(file('notice-refused'));
  });

  test('about an answer made void by an amendment', async () => {
    const { vote, told, later, orders, id } = await shown({ quorum: { approve: 2 } });
    await vote('U0ALICE', 'approve');
    await orders.amend({ id }, { size: 'huge' }, { by: 'alertmanager' });
    await later(second);

    await expect(await told('U0ALICE')).toMatchFileSnapshot(file('notice-void'));
  });

  test('about an answer that was being checked when it was decided', async () => {
    const { vote, told } = await shown({ approvers: [usergroup('S0ONCALL'), user('U0BOB')] });
    await vote('U0ALICE', 'approve');
    await vote('U0BOB', 'reject', 'no');

    await expect(await told('U0ALICE')).toMatchFileSnapshot(file('notice-closed'));
  });

  test('about the outcome of what they asked for', async () => {
    const world = await shown();
    const { approval } = await world.orders.ask({ size: 'small' }, { requester: user('U0CAROL') });
    await world.later(second);
    const by = user('U0BOB');
    const { id, digest } = approval;
    await world.approvals.vote(id, { by, answer: 'reject', digest, via: 'test', reason: 'no *more*' });
    await world.later(second);

    await expect(await world.told('U0CAROL')).toMatchFileSnapshot(file('notice-outcome'));
  });

  test('about a form that did not open', async () => {
    const { click, told } = await shown({}, null, async () => ({ type: 'unknown', reason: 'no answer' }));
    await click('reject', 'U0BOB');

    await expect(await told('U0BOB')).toMatchFileSnapshot(file('form-offer'));
  });

  test('in the thread, when nobody has answered for a while', async () => {
    const { later, card } = await shown({ remindEvery: '10m' });
    await later(10 * minute);

    await expect(await card()).toMatchFileSnapshot(file('reminder'));
  });
});
