import { type Approval, type KindOptions, SlackApprovalError, user } from '@k8s-pizza/slack-approval';
import { slackLimits } from '@k8s-pizza/slack-approval/blocks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordingTransport } from '../world/recording-transport.js';
import { activeIn, activeInText, objectsIn } from '../world/slack-literals.js';
import { createWorld, type Order, present, second } from '../world/world.js';

const people = ['U0ALICE', 'U0BOB', 'U0CAROL'];
const context = { api_app_id: 'A0APPROVAL', team: { id: 'T0PIZZA' }, trigger_id: 'trigger' };

/** Approvals without network, and what the command, the home and clicks of a person draw. */
async function surfaces(kind: Partial<KindOptions<Order>> = {}) {
  const { transport, views, messages } = recordingTransport();
  const world = await createWorld({
    access: { transport },
    kind: {
      card: ({ size }) => ({ title: `Order a ${size} pizza?`, fields: { Address: 'Main <Street> & 1' } }),
      steps: ['prep', 'bake'],
      ...kind,
    },
  });
  const { approvals, clock } = world;
  const later = async () => {
    clock.advance(5 * second);
    await world.work();
  };
  const type = async (userId: string, text: string): Promise<Record<string, unknown>> => {
    const where = { channel_id: 'C0OPS', team_id: 'T0PIZZA', api_app_id: 'A0APPROVAL' };
    const { body } = await approvals.handleVerified({ ...where, command: '/approvals', user_id: userId, text });
    return JSON.parse(body);
  };
  const open = async (userId: string) => {
    const event = { type: 'app_home_opened', user: userId, tab: 'home' };
    await approvals.handleVerified({
      type: 'event_callback',
      event_id: 'Ev1',
      api_app_id: 'A0APPROVAL',
      team_id: 'T0PIZZA',
      event,
    });
    return present(views.at(-1));
  };
  const click = async (userId: string, verb: string, approval: Approval<unknown>, where: object) => {
    const value = `v1.${approval.id}.${approval.digest}`;
    const actions = [{ action_id: `approval:default:${verb}`, value, action_ts: '1767261700.000100' }];
    const who = { user: { id: userId, team_id: 'T0PIZZA' } };
    return await approvals.handleVerified({ type: 'block_actions', ...context, ...who, ...where, actions });
  };
  const choose = async (userId: string, list: string) => {
    const option = { text: { type: 'plain_text', text: list }, value: list };
    const actions = [{ action_id: 'approval:default:choose:list', selected_option: option, action_ts: '1.2' }];
    const who = { user: { id: userId, team_id: 'T0PIZZA' } };
    await approvals.handleVerified({ type: 'block_actions', ...context, ...who, ...inHome, actions });
    return present(views.at(-1));
  };
  const vote = async (approval: Approval<unknown>, userId: string, answer: 'approve' | 'reject', reason?: string) => {
    const { id, digest } = approval;
    const by = user(userId);
    await approvals.vote(id, { by, answer, digest, via: 'test', ...(reason === undefined ? {} : { reason }) });
    await later();
  };
  return { ...world, views, messages, later, type, open, choose, click, vote };
}

const privately = { container: { type: 'message', channel_id: 'C0OPS', message_ts: '1.2', is_ephemeral: true } };
const inHome = { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home' } };
/** The App Home with these ticked. */
const ticked = (...approvals: readonly Approval<unknown>[]) => {
  const box = (value: string) => ({ 'approval:default:select': { type: 'checkboxes', selected_options: [{ value }] } });
  const values = Object.fromEntries(approvals.map(({ id }) => [`row:${id}`, box(id)]));
  return { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home', state: { values } } };
};
const onCard = { container: { type: 'message', channel_id: 'C0PIZZA', message_ts: '1767261600.000001' } };

/** What was drawn, with what differs from run to run named instead; and nothing in it beyond what Slack takes. */
function drawn(value: unknown, ...approvals: readonly Approval<unknown>[]): string {
  expect(overLimits(value)).toEqual([]);
  const text = JSON.stringify(value, null, 2);
  const named = approvals.reduce(
    (all, { id, digest }, n) =>
      all
        .replaceAll(id, `<id ${n}>`)
        .replaceAll(digest, `<digest ${n}>`)
        .replaceAll(digest.slice(-16), `<end of digest ${n}>`),
    text,
  );
  return `${named}\n`;
}

const lengths: Readonly<Record<string, number>> = {
  action_id: slackLimits.id,
  callback_id: slackLimits.id,
  value: slackLimits.buttonValue,
  accessibility_label: slackLimits.accessibilityLabel,
  private_metadata: slackLimits.privateMetadata,
};

function overLimits(value: unknown): readonly string[] {
  return objectsIn(value).flatMap((one) => [
    ...tooMany(one),
    ...(typeof one['text'] === 'string' && one['text'].length > slackLimits.messageText ? ['a text'] : []),
    ...(one['text'] === '' ? ['an empty text'] : []),
    ...Object.entries(lengths).flatMap(([key, max]) => (String(one[key] ?? '').length > max ? [key] : [])),
  ]);
}

function tooMany({ type, blocks, elements }: Readonly<Record<string, unknown>>): readonly string[] {
  const most = type === 'modal' || type === 'home' ? slackLimits.homeBlocks : slackLimits.messageBlocks;
  const isMany = Array.isArray(blocks) && (blocks.length < 1 || blocks.length > most);
  const isCrowded = type === 'actions' && Array.isArray(elements) && elements.length > slackLimits.actionsElements;
  return [...(isMany ? ['blocks'] : []), ...(isCrowded ? ['actions'] : [])];
}

const file = (name: string) => `../cards/${name}.json`;

describe('the slash command draws', () => {
  test('help', async () => {
    const { type } = await surfaces();

    await expect(drawn(await type('U0ALICE', 'show me'))).toMatchFileSnapshot(file('command-help'));
  });

  test('what waits and what was asked', async () => {
    const world = await surfaces({ quorum: { approve: 2 } });
    const waiting = await world.ask();
    await world.later();
    const asked = await world.ask({ size: 'small' }, { requester: user('U0ALICE') });

    await expect(drawn(await world.type('U0ALICE', 'list'), waiting, asked)).toMatchFileSnapshot(file('command-list'));
  });

  test('the card, privately, with a line on what to press', async () => {
    const world = await surfaces();
    const approval = await world.ask();

    await expect(drawn(await world.type('U0ALICE', `approve ${approval.id}`), approval)).toMatchFileSnapshot(
      file('private-card'),
    );
  });

  test('the card, privately, to whoever asked', async () => {
    const world = await surfaces();
    const approval = await world.ask({ size: 'small' }, { requester: user('U0CAROL') });

    await expect(drawn(await world.type('U0CAROL', `show ${approval.id}`), approval)).toMatchFileSnapshot(
      file('private-card-asked'),
    );
  });
});

test('a vote on a private card draws a receipt in its place', async () => {
  const world = await surfaces({ quorum: { approve: 2 } });
  const approval = await world.ask();
  await world.click('U0ALICE', 'approve', approval, privately);

  const { text, blocks } = present(world.messages.findLast(({ method }) => method === 'ephemeral'));

  await expect(drawn({ text, blocks }, approval)).toMatchFileSnapshot(file('receipt'));
});

describe('the App Home', () => {
  test('of somebody whom nothing concerns', async () => {
    const { open } = await surfaces();

    await expect(drawn(await open('U0GUEST'))).toMatchFileSnapshot(file('home-empty'));
  });

  test('with something in every list', async () => {
    const sink = async () => {
      throw new SlackApprovalError('delivery_rejected', 'gone');
    };
    const world = await surfaces({ onDecision: sink });
    const dead = await world.ask({ size: 'dead' });
    await world.vote(dead, 'U0BOB', 'approve');
    await world.approvals.reportProgress(dead.id, { step: 'prep', state: 'failed', detail: 'cold' });
    const rejected = await world.ask({ size: 'rejected' });
    await world.vote(rejected, 'U0BOB', 'reject', 'no');
    const waiting = await world.ask({ size: 'large' });
    await world.later();
    const asked = await world.ask({ size: 'small' }, { requester: user('U0ALICE') });

    const lists: unknown[] = [await world.open('U0ALICE')];
    for (const list of ['asked', 'open', 'decided']) lists.push(await world.choose('U0ALICE', list));

    await expect(drawn(lists, dead, rejected, waiting, asked)).toMatchFileSnapshot(file('home'));
  });

  test('opens a form without a reason where none is taken', async () => {
    const world = await surfaces();
    const approval = await world.ask();
    await world.click('U0ALICE', 'open_approve_form', approval, inHome);

    await expect(drawn(world.views.at(-1), approval)).toMatchFileSnapshot(file('answer-form'));
  });
});

describe('whoever asked', () => {
  test('sees in the details how to take it back', async () => {
    const world = await surfaces();
    const approval = await world.ask({ size: 'small' }, { requester: user('U0CAROL') });
    await world.click('U0CAROL', 'details', approval, onCard);

    await expect(drawn(world.views.at(-1), approval)).toMatchFileSnapshot(file('details-modal-asked'));
  });

  test('is asked for a reason', async () => {
    const world = await surfaces();
    const approval = await world.ask({ size: 'small' }, { requester: user('U0CAROL') });
    await world.click('U0CAROL', 'withdraw', approval, inHome);

    await expect(drawn(world.views.at(-1), approval)).toMatchFileSnapshot(file('withdraw-modal'));
  });
});

describe('whatever others wrote', () => {
  const attack = fc.constantFrom(
    '<!channel>',
    '<@U0BOSS>',
    '*bold*',
    '`x`',
    '```',
    ':skull:',
    '&lt;',
    'http://evil.example',
    '\u202e',
    '"',
  );
  const hostile = fc
    .array(fc.oneof(attack, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 60 })
    .map((parts) => `t${parts.join('')}`);

  test('none of it takes effect, or is more than Slack takes, in lists, homes, private cards and forms', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (title, words) => {
        const world = await surfaces({
          card: () => ({ title, summary: words, fields: { [words.slice(0, 99)]: words } }),
        });
        const system = `system ${words}`.replace(/[UW](?=[0-9A-Z])/gi, '$& ').slice(0, 200);
        const [over, open] = [
          await world.ask({ size: 'x' }, { requester: system }),
          await world.ask({ size: 'y' }, { requester: system }),
        ];
        const mine = await world.ask({ size: 'z' }, { requester: user('U0CAROL') });
        await world.vote(over, 'U0BOB', 'reject', words);
        const replies = [
          await world.type('U0ALICE', 'list'),
          await world.type('U0ALICE', `show ${open.id}`),
          await world.type('U0ALICE', `approve ${over.id}`),
          await world.type('U0CAROL', `show ${mine.id}`),
          await world.type('U0ALICE', words),
        ];
        await world.open('U0ALICE');
        await world.click('U0CAROL', 'details', mine, onCard);
        await world.click('U0CAROL', 'withdraw', mine, inHome);
        await world.click('U0ALICE', 'approve_selected', open, ticked(open, mine));
        expect(JSON.stringify(world.views.at(-1))).toContain('selected_form');
        await world.click('U0ALICE', 'approve', open, privately);

        const all = [...replies, ...world.messages, ...world.views];
        expect(all.flatMap(overLimits)).toEqual([]);
        expect(replies.map(({ blocks }) => JSON.stringify(blocks).length).filter((length) => length > 12_000)).toEqual(
          [],
        );
        expect(all.flatMap((one) => activeIn('blocks' in one ? one.blocks : one, people))).toEqual([]);
        expect([...replies, ...world.messages].flatMap(({ text }) => activeInText(String(text), people))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('the list fits a message however much waits, and says how much it leaves out', async () => {
    const world = await surfaces({ card: () => ({ title: '"\\'.repeat(400) }) });
    for (let index = 0; index < 14; index += 1) await world.orders.ask({ size: 'x' }, { requester: '"'.repeat(200) });

    const { blocks } = await world.type('U0ALICE', 'list');

    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
    expect(JSON.stringify(blocks)).toMatch(/and \d+ more/);
    expect(JSON.stringify(blocks)).toContain('approval:default:details');
  });

  test('a card with no room to spare gives way to what a private one adds', async () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`l${n}`, '"'.repeat(18)]));
    const content = {
      title: 'x',
      summary: 's'.repeat(1_000),
      fields,
      text: 'y'.repeat(1_150),
      context: Array.from({ length: 10 }, () => 'z'.repeat(20)),
    };
    const world = await surfaces({ card: () => content });
    const approval = await world.ask({ size: 'x' }, { requester: user('U0CAROL') });
    const onItsOwn = present(world.messages.findLast(({ method }) => method === 'post'));

    const { blocks } = await world.type('U0CAROL', `reject ${approval.id}`);

    expect(JSON.stringify(onItsOwn.blocks).length).toBeGreaterThan(11_600);
    expect(JSON.stringify(onItsOwn.blocks)).toContain(content.text);
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
    expect(JSON.stringify(blocks)).not.toContain(content.text);
    expect(JSON.stringify(blocks)).toContain('approval:default:withdraw');
  });
});
