import type { SimulatedMessage } from '@k8s-pizza/slack-simulator';
import { describe, expect, test, vi } from 'vitest';
import { clickAndSubmit } from '../../demo/cards.js';
import { parsePizza } from '../../src/pizza-order.js';
import { approvalOf } from '../../src/pizza-order-resource.js';
import { aHost, type HostSetup, type RunningHost } from '../world/a-host.js';

const channelId = 'C0PIZZA';

/** A Bolt host, and people who type there. */
async function aDesk(setup: HostSetup = {}) {
  const host = await aHost('Bolt over HTTP', setup);
  const { slack, approvals } = host;
  const type = async (userId: string, command: string, text: string) => {
    const sent = await slack.command({ userId, channelId, command, text });
    return {
      sent,
      said: sent.body === '' ? null : JSON.parse(sent.body),
      text: String(JSON.parse(sent.body || '{}').text),
    };
  };
  const cards = () => slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null);
  const click = async (userId: string, card: SimulatedMessage | undefined, verb: string) => {
    const actionId = `approval:default:${verb}`;
    const sent = await clickAndSubmit(slack, { userId, channelId, ts: card?.ts ?? '', actionId });
    await approvals.flush();
    return sent;
  };
  return { ...host, type, cards, click, pizza: (userId: string, text: string) => type(userId, '/pizza', text) };
}

async function onlyApproval({ approvals }: RunningHost) {
  const [approval, another] = (await approvals.list()).approvals;
  if (approval === undefined || another !== undefined) throw new Error('There is not one approval.');
  return approval;
}

describe('/pizza order', () => {
  test('asks for what was typed, by the person, who cannot approve it', async () => {
    const desk = await aDesk();

    const { sent, said, text } = await desk.pizza('U0ALICE', 'order small olives, HAM');

    expect(sent).toMatchObject({ status: 200, failure: null });
    expect(said).toMatchObject({ response_type: 'ephemeral' });
    const approval = await onlyApproval(desk);
    expect(approval).toMatchObject({
      requester: { userId: 'U0ALICE' },
      payload: { size: 'small', order: { toppings: ['olives', 'ham'] } },
    });
    const [card] = desk.cards();
    expect(card?.text).toContain('A person asked for it with /pizza order.');
    expect(JSON.stringify(card?.blocks)).not.toMatch(/Alert|Severity|Since/);
    expect(text).toContain(`https://pizza.slack.com/archives/${channelId}/p${card?.ts.replace('.', '')}`);
    expect(text).toContain('Someone else has to approve it.');

    await desk.click('U0ALICE', card, 'approve:now');
    expect(await desk.approvals.get(approval.id)).toMatchObject({ status: 'pending', votes: [] });
    await desk.click('U0BOB', card, 'approve:now');
    expect(await desk.orders.list()).toMatchObject([{ spec: { placeOrder: true } }]);
  });

  test('asks for the default pizza if nothing is named', async () => {
    const desk = await aDesk();

    await desk.pizza('U0CAROL', 'order');

    expect(await onlyApproval(desk)).toMatchObject({
      payload: { size: 'large', order: { toppings: ['cheese'] } },
    });
  });

  test('refuses what is not on the menu, and quotes it as plain text', async () => {
    const desk = await aDesk();

    const { said, text } = await desk.pizza('U0ALICE', 'order huge <!channel>');

    expect(text).toContain('“huge” is neither a size');
    const marked = await desk.pizza('U0ALICE', 'order <!channel>');
    expect(marked.text).toContain('&lt;!channel&gt;');
    expect(JSON.stringify([said.blocks, marked.said.blocks])).not.toMatch(/"type":"(broadcast|mrkdwn|user|link)"/);
    expect((await desk.approvals.list()).approvals).toEqual([]);
    expect(desk.cards()).toEqual([]);
  });
});

describe('parsePizza', () => {
  const usual = { size: 'medium', toppings: ['Extra cheese'] } as const;

  test.each([
    ['', 'medium', ['Extra cheese']],
    ['large', 'large', ['Extra cheese']],
    ['X-Large olives', 'large', ['olives']],
    ['small olives ham olives', 'small', ['olives', 'ham']],
    ['small extra cheese, ham', 'small', ['extra cheese', 'ham']],
    ['extra cheese,', 'medium', ['extra cheese']],
    [' large ,  ham ', 'large', ['ham']],
    ['olives', 'medium', ['olives']],
  ])('%j', (text, size, toppings) => {
    expect(parsePizza(text, { size: usual.size, toppings: [...usual.toppings] })).toEqual({ size, toppings });
  });

  test.each(['huge', 'olives small', 'constructor', 'small, anchovies', `small ${'a'.repeat(5_000)}`])(
    '%j is refused',
    (text) => {
      const read = parsePizza(text, { size: 'small', toppings: ['cheese'] });

      expect(read).toEqual({ problem: expect.stringContaining('neither a size') });
      expect(JSON.stringify(read).length).toBeLessThan(500);
    },
  );
});

test('a quoted topping is cut between characters', () => {
  const read = parsePizza(`a${'🍕'.repeat(100)}`, { size: 'small', toppings: ['cheese'] });

  expect(JSON.stringify(read)).toContain(`“a${'🍕'.repeat(38)}…”`);
});

describe('/pizza test', () => {
  test('goes the whole path, marks the card as a test, and buys nothing', async () => {
    const desk = await aDesk({ paceMs: 1 });

    const { text } = await desk.pizza('U0ALICE', 'test');

    expect(text).toContain('placeOrder: false');
    const [card] = desk.cards();
    expect(card?.text).toContain('TEST');
    expect(JSON.stringify(card?.blocks)).toContain('Nothing is paid or baked');
    const { id } = await onlyApproval(desk);
    await desk.click('U0ALICE', card, 'approve:now');

    expect(await desk.approvals.get(id)).toMatchObject({ status: 'approved', delivery: { state: 'delivered' } });
    const [order] = await desk.orders.list();
    expect(order).toMatchObject({ metadata: { name: `pizza-${id}` }, spec: { placeOrder: false } });
    expect((await desk.pizza('U0ALICE', 'orders')).text).toContain('a test, not placed');
  });

  test('asks once while it waits, again after an answer, and separately for each person', async () => {
    const desk = await aDesk();
    const asked = async () => (await desk.approvals.list()).approvals.map(({ status }) => status);
    await desk.pizza('U0ALICE', 'test');
    await desk.pizza('U0ALICE', 'test');
    expect(await asked()).toEqual(['pending']);

    await desk.click('U0BOB', desk.cards()[0], 'approve:now');
    await desk.pizza('U0ALICE', 'test');
    expect(await asked()).toEqual(['pending', 'approved']);
    await desk.pizza('U0BOB', 'test');
    expect(await asked()).toEqual(['pending', 'pending', 'approved']);
  });
});

describe('/pizza status and orders', () => {
  test('show the orders under way, what waits, and links to cards', async () => {
    const desk = await aDesk();
    await desk.pizza('U0ALICE', 'order small');
    await desk.pizza('U0BOB', 'order large');
    const [first] = desk.cards();
    await desk.click('U0BOB', first, 'approve:now');
    await vi.waitFor(async () => expect((await desk.orders.list())[0]?.status.tracker.prep).toBeDefined());

    const status = await desk.pizza('U0CAROL', 'status');
    const orders = await desk.pizza('U0CAROL', 'ORDERS');

    expect(status.text).toContain('Kubernetes v1.32.0-pizza');
    expect(status.text).toMatch(/Orders under way: 1\.\npizza-\w+: prep since /);
    expect(status.text).toContain('wait for an answer: 1.');
    expect(status.text).toContain('never carried out: 0.');
    for (const { text } of [status, orders])
      expect(text).toContain(`https://pizza.slack.com/archives/${channelId}/p${first?.ts.replace('.', '')}|its card`);
    expect(orders.text).toMatch(/prep since .*, \$\d+\.\d\d, /);
    expect(orders.said).toMatchObject({ response_type: 'ephemeral' });
  });

  test('say that the cluster does not answer', async () => {
    const problem = 'The cluster was not reached: no route.';
    const gone = async () => ({ problem });
    const desk = await aDesk({ cluster: { version: gone, orders: gone } });

    const { text } = await desk.pizza('U0ALICE', 'status');

    expect(text.split(problem)).toHaveLength(2);
    expect(text).toContain('wait for an answer: 0.');
    expect((await desk.pizza('U0ALICE', 'orders')).text).toBe(problem);
  });

  test.each(['at once', 'afterwards'])('answer and log a failure %s', async (when) => {
    let fail: (error: Error) => void = () => undefined;
    const failing = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    // a busy machine may answer before anything has asked the cluster
    failing.catch(() => undefined);
    const broken = new Error('the oven is broken');
    const fails = () => (when === 'at once' ? Promise.reject(broken) : failing);
    const cluster = { version: fails, orders: fails };
    const { slack, lines, pizza } = await aDesk({ cluster, answerWithinMs: when === 'at once' ? 5_000 : 20 });
    const answering = pizza('U0ALICE', 'status');
    if (when === 'afterwards') {
      await answering;
      fail(broken);
    }

    const { said, sent } = await answering;
    const privately = () => slack.messages(channelId).map(({ text }) => text);
    await expect.poll(() => [said?.text, ...privately()].join()).toContain('Please try again');
    expect(sent.status).toBe(200);
    expect(lines).toContain('Slack app: /pizza failed: the oven is broken');
  });

  test('answer later if the cluster is slow', async () => {
    let answer: (value: { readonly problem: string }) => void = () => undefined;
    const later = new Promise<{ readonly problem: string }>((resolve) => {
      answer = resolve;
    });
    const cluster = { version: () => later, orders: () => later };
    const desk = await aDesk({ cluster, answerWithinMs: 20 });

    const { sent } = await desk.pizza('U0ALICE', 'status');
    expect(sent).toMatchObject({ status: 200, body: '', failure: null });
    expect(desk.slack.messages(channelId)).toEqual([]);
    answer({ problem: 'The cluster did not answer within 4 s.' });

    await vi.waitFor(() =>
      expect(desk.slack.messages(channelId)).toMatchObject([
        { ephemeralFor: 'U0ALICE', text: expect.stringContaining('did not answer within 4 s') },
      ]),
    );
  });
});

describe('/pizza help', () => {
  test.each(['', 'help', 'HELP me', 'dance', 'constructor'])('answers %j', async (text) => {
    const desk = await aDesk();

    const answer = await desk.pizza('U0ALICE', text);

    expect(answer.text).toContain('/pizza status');
    expect(answer.text.includes('There is no such command.')).toBe(['dance', 'constructor'].includes(text));
  });
});

describe('the size', () => {
  test('is changed in the form before approving, and the changed pizza is created', async () => {
    const desk = await aDesk();
    await desk.pizza('U0ALICE', 'order large olives');
    const [card] = desk.cards();
    const actionId = 'approval:default:approve:now';
    const click = { userId: 'U0BOB', channelId, ts: card?.ts ?? '', actionId };

    await clickAndSubmit(desk.slack, click, { edit_0: 'small' });
    await desk.approvals.flush();

    const approval = await onlyApproval(desk);
    expect(approval).toMatchObject({
      status: 'approved',
      decision: { choice: 'now', original: { payload: { size: 'large' } } },
      payload: { size: 'small' },
    });
    expect(desk.cards()[0]?.text).toContain('Size: Large → Small');
    expect((await desk.orders.list()).map(approvalOf)).toEqual([{ id: approval.id, digest: approval.digest }]);
  });
});

describe('/k8s-pizza-approve', () => {
  const command = '/k8s-pizza-approve';

  test('with an id shows the card privately, and its buttons decide', async () => {
    const desk = await aDesk();
    await desk.pizza('U0ALICE', 'order small');
    const { id } = await onlyApproval(desk);

    const { said } = await desk.type('U0BOB', command, ` ${id} `);

    expect(said).toMatchObject({ response_type: 'ephemeral' });
    expect(JSON.stringify(said.blocks)).toContain('approval:default:approve:now');
    const shown = desk.slack.messages(channelId, { asUser: 'U0BOB' }).find(({ ephemeralFor }) => ephemeralFor !== null);
    await desk.click('U0BOB', shown, 'approve:now');
    expect(await desk.approvals.get(id)).toMatchObject({ status: 'approved', votes: [{ by: { userId: 'U0BOB' } }] });
  });

  test('without an id lists what waits for the person', async () => {
    const desk = await aDesk();
    await desk.pizza('U0ALICE', 'order small');
    const { id } = await onlyApproval(desk);

    expect((await desk.type('U0BOB', command, '')).sent.body).toContain(id);
    expect((await desk.type('U0BOB', command, '')).text).toContain('Waiting for you: 1.');
    expect((await desk.type('U0CAROL', command, '')).text).toContain('Waiting for you: 0.');
  });

  test('shows nothing for an unknown id, and points to /approvals help', async () => {
    const desk = await aDesk();

    expect((await desk.type('U0BOB', command, 'aaaaaaaaaaaaaaaaaaaaaaaaaa')).text).toContain(
      'There is no such approval',
    );
    expect((await desk.type('U0BOB', command, '42')).text).toContain('/approvals list');
    expect((await desk.type('U0BOB', command, 'help')).text).toContain('/approvals list');
  });
});

describe('who may use them', () => {
  test.each(['status', 'orders', 'order', 'test', 'help'])('a guest may not: %s', async (text) => {
    const desk = await aDesk();

    expect((await desk.pizza('U0GUEST', text)).text).toBe('Guests of this workspace can’t use this.');
    expect((await desk.approvals.list()).approvals).toEqual([]);
  });

  test('nobody may, as long as Slack does not say who they are', async () => {
    const desk = await aDesk();
    desk.slack.fail({ method: 'users.info', how: 'error', error: 'missing_scope' });

    expect((await desk.pizza('U0ALICE', 'order')).text).toContain('Please try again');
    expect(desk.lines.join('\n')).toContain('missing_scope');
    expect((await desk.pizza('U0ALICE', 'order')).text).toContain('Asked for');
  });
});
