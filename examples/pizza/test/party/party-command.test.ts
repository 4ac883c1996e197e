import { describe, expect, test } from 'vitest';
import { until } from '../../demo/until.js';
import { parseParty, priceOf } from '../../src/pizza-order.js';
import { aHost, type HostSetup } from '../world/a-host.js';

const channelId = 'C0PIZZA';

async function aDesk(setup: HostSetup = {}) {
  const { slack, approvals } = await aHost('Bolt over HTTP', { answerWithinMs: 10_000, ...setup });
  return {
    /** What the app replies to a person who mentions it. */
    async mention(user: string) {
      await slack.event({ type: 'app_mention', user, text: '<@U0APPROVAL> hello', ts: '1.1', channel: channelId });
      return await until(
        'a reply in the thread',
        () => slack.messages(channelId).find(({ threadTs }) => threadTs === '1.1')?.text ?? null,
      );
    },
    asked: async () => (await approvals.list()).approvals,
    cards: () => slack.messages(channelId).filter(({ ephemeralFor }) => ephemeralFor === null),
    async party(userId: string, text: string) {
      const { body } = await slack.command({ userId, channelId, command: '/pizza', text: `party ${text}` });
      return JSON.parse(body);
    },
  };
}

describe('parseParty', () => {
  const usual = { size: 'medium' as const, toppings: ['Extra cheese'] };

  test.each([
    ['1', { pizzas: 1, ...usual }],
    [' 50 ', { pizzas: 50, ...usual }],
    ['12 large olives, HAM', { pizzas: 12, size: 'large', toppings: ['olives', 'ham'] }],
    ['7 small', { pizzas: 7, size: 'small', toppings: usual.toppings }],
  ])('%j', (text, read) => {
    expect(parseParty(text, usual)).toEqual(read);
  });

  test.each(['0', '51', '-3', '1.5', '1e1', 'ten', 'large', '٣', '9'.repeat(60)])('%j is refused', (text) => {
    const read = parseParty(text, usual);

    expect(read).toEqual({ problem: expect.stringMatching(/^“.*” is not a number of pizzas\. .*from 1 to 50/) });
    expect(JSON.stringify(read).length).toBeLessThan(250);
  });

  test('without a number asks for one', () => {
    expect(parseParty('', usual)).toEqual({ problem: expect.stringMatching(/^How many pizzas\? .*from 1 to 50/) });
  });

  test('what follows the number has to be on the menu', () => {
    expect(parseParty('12 huge', usual)).toEqual({ problem: expect.stringContaining('neither a size') });
  });
});

test.each([
  [1, '30.00', '30.00'],
  [12, '19.99', '239.88'],
  [50, '9999', '499950.00'],
])('%i pizzas at %s cost at most %s', (pizzas, maxPrice, total) => {
  expect(priceOf(pizzas, maxPrice)).toBe(total);
});

describe('/pizza party', () => {
  test('asks for that many pizzas, by the person, and says who decides', async () => {
    const desk = await aDesk();

    const said = await desk.party('U0ALICE', '12 large olives, ham');

    expect(said).toMatchObject({ response_type: 'ephemeral' });
    expect(said.text).toContain('Asked for 12 pizzas, large, with olives, ham');
    expect(await desk.asked()).toMatchObject([
      {
        kind: 'pizza-party',
        requester: { userId: 'U0ALICE' },
        payload: { pizzas: 12, size: 'large', maxPrice: '360.00' },
        stage: 'Team',
      },
    ]);
    const card = JSON.stringify(desk.cards()[0]?.blocks);
    for (const shown of ['Order 12 pizzas for a party?', '12 × large, olives, ham', '$360.00', 'Stage 1 of 2: Team'])
      expect(card).toContain(shown);
  });

  test.each(['', '0', '51', 'ten'])('refuses %j in private, and asks nothing', async (text) => {
    const desk = await aDesk();

    const said = await desk.party('U0ALICE', text);

    expect(said).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('from 1 to 50') });
    expect(await desk.asked()).toEqual([]);
    expect(desk.cards()).toEqual([]);
  });

  test('is listed as what waits, by its number of pizzas', async () => {
    const desk = await aDesk();
    await desk.party('U0ALICE', '12');

    expect(await desk.mention('U0BOB')).toMatch(
      /^Waiting for you: 1\.\n12 pizzas: A person asked for it with \/pizza party\./,
    );
  });

  test.each([
    ['the only holder of the budget', 'U0CAROL', ['U0ALICE', 'U0BOB'], '6'],
    ['the only approver', 'U0ALICE', ['U0ALICE'], '2'],
  ])('tells %s that someone else has to ask', async (_name, userId, approvers, text) => {
    const desk = await aDesk({ approvers });

    const said = await desk.party(userId, text);

    expect(said.text).toContain('Nothing was asked: too few people could approve it.');
    expect(await desk.asked()).toEqual([]);
  });
});
