import type { CardContent } from '@k8s-pizza/slack-approval';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, present, type World } from '../world/world.js';

const graph = 'https://prometheus.example.com/graph?g0.expr=rate(cpu[5m])&g0.tab=0';

const withLinks = (links: CardContent['links']) =>
  createWorld({ kind: { card: ({ size }) => ({ title: size, ...(links === undefined ? {} : { links }) }) } });

function linksIn(blocks: unknown): readonly (readonly [unknown, unknown])[] {
  return objectsIn(blocks)
    .filter(({ type }) => type === 'link')
    .map(({ text, url }) => [text, url]);
}

/** What the card, its text and its details show of links. */
async function shown(world: World) {
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'details');
  const { blocks, text } = cardIn(world);
  return { approval, text, card: linksIn(blocks), details: linksIn(present(world.slack.views('U0ALICE')[0]).blocks) };
}

describe('links on a card', () => {
  test('stand on it and in its details, with label and address as they were given', async () => {
    const { card, details, text } = await shown(
      await withLinks({ Graph: graph, '*Runbook* <!here>': 'https://wiki.example.com/cpu' }),
    );

    const links = [
      ['Graph', graph],
      ['*Runbook* <!here>', 'https://wiki.example.com/cpu'],
    ];
    expect(card).toEqual(links);
    expect(details).toEqual(links);
    expect(text).toContain(`<${graph.replace('&', '&amp;')}|Graph>`);
    expect(text).toContain('<https://wiki.example.com/cpu|*Runbook* &lt;!here&gt;>');
  });

  test('cannot end their own markup', async () => {
    const { card, text } = await shown(await withLinks({ Graph: 'https://a.example/x|y><!here>' }));

    expect(card).toEqual([['Graph', 'https://a.example/x%7Cy%3E%3C!here%3E']]);
    expect(text).toContain('<https://a.example/x%7Cy%3E%3C!here%3E|Graph>');
  });

  test('are part of what is decided: with another address it is another revision, and the card says so', async () => {
    const world = await createWorld({
      kind: { card: ({ size }) => ({ title: 'Order?', links: { Menu: `https://menu.example/${size}` } }) },
    });
    const { id, digest } = await world.ask({ size: 'large' });

    const amended = await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
    await world.work();

    expect(amended).toMatchObject({ ok: true, approval: { revision: 2 } });
    expect('digest' in amended && amended.digest).not.toBe(digest);
    expect(JSON.stringify(cardIn(world).blocks)).toContain(
      'Menu: https://menu.example/large → https://menu.example/small',
    );
  });

  test('of none leave the card as it is without', async () => {
    expect((await shown(await withLinks({}))).card).toEqual([]);
  });
});

const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`Link ${index}`, graph]));

describe('what is no link of a card is refused when it is asked', () => {
  test.each<[string, CardContent['links']]>([
    ['http', { Graph: 'http://prometheus.example.com/graph' }],
    ['a scheme that runs', { Graph: 'javascript:alert(1)' }],
    ['a user name that looks like a host', { Graph: 'https://prometheus.example.com@evil.example/' }],
    ['no address', { Graph: 'the graph' }],
    ['an address longer than Slack takes', { Graph: `https://a.example/${'x'.repeat(3_000)}` }],
    ['no label', { ' ': graph }],
    ['more than ten', eleven],
    // what a compiler would have refused
    ['no text', { Graph: 1 } as unknown as CardContent['links']],
  ])('%s', async (_, links) => {
    const world = await withLinks(links);

    await expect(world.orders.ask({ size: 'large' }, { requester: 'alertmanager' })).rejects.toMatchObject({
      code: 'invalid_options',
    });
    expect((await world.approvals.list()).approvals).toEqual([]);
  });
});
