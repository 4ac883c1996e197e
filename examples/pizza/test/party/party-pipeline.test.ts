import type { SlackSimulator } from '@k8s-pizza/slack-simulator';
import { expect, test } from 'vitest';
import { type DemoSession, withDemoSession } from '../../demo/demo-session.js';
import { channel } from '../../demo/demo-world.js';
import { until } from '../../demo/until.js';
import { aFolder } from '../world/a-cluster.js';

interface Order {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly placeOrder: boolean; readonly pizzas: readonly object[] };
}

/** The demo's parts, apart as in a deployment: the Slack app, the order function behind a webhook, and a cluster. */
async function atAParty(
  pizzas: number,
  act: (party: Awaited<ReturnType<typeof aParty>>) => Promise<void>,
  paceMs = 50,
) {
  await withDemoSession({ folder: await aFolder(), paceMs, log: () => undefined }, async (session) => {
    await act(await aParty(session, pizzas));
  });
}

/** Bob asks. Alice and he are on call, and Carol holds the budget. */
async function aParty(session: DemoSession, pizzas: number) {
  const { simulator, world, card, press } = session;
  const type = async (userId: string, command: string, text: string) =>
    await simulator.command({ userId, channelId: channel, command, text });
  await type('U0BOB', '/pizza', `party ${pizzas} large olives`);
  const id = await until('the answer to the command', () => {
    const said = simulator.messages(channel, { asUser: 'U0BOB' }).find(({ ephemeralFor }) => ephemeralFor === 'U0BOB');
    return /\(([a-z2-7]{26})\)/.exec(said?.text ?? '')?.[1] ?? null;
  });
  const { ts } = await card('the card', (text) => text.includes('Waiting for an answer'));
  return {
    ...{ id, simulator },
    press: (userId: string, verb: string) => press(userId, ts, verb),
    shows: (what: string) => card(what, (text) => text.includes(what)),
    /** What the people of the second stage are told in the thread of the card. */
    begun: () =>
      until('the second stage', () => simulator.messages(channel).find(({ threadTs }) => threadTs === ts) ?? null),
    type,
    async orders(): Promise<readonly Order[]> {
      return (await (await fetch(`${world.clusterUrl}/${path}`)).json()).items;
    },
    remove: (name: string) => fetch(`${world.clusterUrl}/${path}/${name}`, { method: 'DELETE' }),
  };
}

const path = 'apis/pizza.bilalashraf.xyz/v1/namespaces/default/pizzaorders';
const twelve = Array.from({ length: 12 }, () => ({ size: 'large', toppings: ['olives'] }));

test('the team approves, then the budget: as many pizzas as the card says are ordered, and reach the door', async () => {
  await atAParty(12, async ({ press, shows, begun, orders }) => {
    await shows('Stage 1 of 2: Team');
    await press('U0ALICE', 'approve');
    const { notified } = await begun();
    await shows('Stage 2 of 2: Budget');
    const before = await orders();
    await press('U0CAROL', 'approve:now');
    await shows('delivered: done');
    const { text } = await shows('Approved: Order now');
    const [order, ...others] = await orders();

    expect(notified).toEqual(['U0CAROL']);
    expect(before).toEqual([]);
    expect(text).toContain('12 × large, olives');
    expect(order?.spec).toMatchObject({ placeOrder: true, pizzas: twelve });
    expect(order?.metadata.annotations).toMatchObject({
      'pizza.bilalashraf.xyz/approved-by': 'U0ALICE,U0CAROL',
      'pizza.bilalashraf.xyz/max-price': '360.00',
    });
    expect(others).toEqual([]);
  });
});

test('the card says that the order of a party was deleted', async () => {
  const idle = 3_600_000;
  await atAParty(
    5,
    async ({ id, press, shows, remove }) => {
      await press('U0ALICE', 'approve:now');
      await shows('prep: active');
      await remove(`pizza-${id}`);
      const { blocks } = await shows('prep: failed');
      expect(JSON.stringify(blocks)).toContain('its PizzaOrder was deleted');
    },
    idle,
  );
});

test('the budget says no: nothing is ordered', async () => {
  await atAParty(6, async ({ simulator, press, shows, begun, orders }) => {
    await press('U0ALICE', 'approve');
    await begun();
    await press('U0CAROL', 'reject:no');
    await submit(simulator, 'U0CAROL', { reason: 'Too many.' });
    await shows('Rejected: No');

    expect(await orders()).toEqual([]);
  });
});

test('a small party needs the team only', async () => {
  await atAParty(5, async ({ press, shows, orders }) => {
    await press('U0ALICE', 'approve:now');
    await shows('delivered: done');

    expect((await orders()).map(({ spec }) => spec.pizzas)).toEqual([twelve.slice(0, 5)]);
  });
});

test('the person who asked withdraws it before the budget has decided: a late approval orders nothing', async () => {
  await atAParty(12, async ({ id, simulator, press, shows, begun, type, orders }) => {
    await press('U0ALICE', 'approve');
    await begun();
    await type('U0BOB', '/approvals', `show ${id}`);
    await withdraw(simulator, 'U0BOB');
    await press('U0CAROL', 'approve:now');
    const { text } = await shows('Withdrawn by');

    expect(text).toContain('U0BOB');
    expect(await orders()).toEqual([]);
  });
});

/** Presses Withdraw on the private card, and submits the form. */
async function withdraw(simulator: SlackSimulator, userId: string) {
  const card = simulator.messages(channel, { asUser: userId }).findLast(({ ephemeralFor }) => ephemeralFor === userId);
  await simulator.click({ userId, channelId: channel, ts: card?.ts ?? '', actionId: 'approval:default:withdraw' });
  await submit(simulator, userId, {});
}

async function submit(simulator: SlackSimulator, userId: string, values: Readonly<Record<string, string>>) {
  await simulator.submit({ userId, viewId: simulator.views(userId).at(-1)?.id ?? '', values });
}
