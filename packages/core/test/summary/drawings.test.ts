import { user } from '@k8s-pizza/slack-approval';
import { slackLimits } from '@k8s-pizza/slack-approval/blocks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/messages/words-of.js';
import { drawSummary, type SummaryView } from '../../src/slack/surfaces/summary-card.js';
import { recordingTransport } from '../world/recording-transport.js';
import { activeIn, activeInText, objectsIn } from '../world/slack-literals.js';
import { present, second, start } from '../world/world.js';
import { copyRow, storm } from './storm.js';

const file = (name: string) => `../cards/${name}.json`;
const context = { api_app_id: 'A0APPROVAL', team: { id: 'T0PIZZA' }, trigger_id: 'trigger' };
const alice = { id: 'U0ALICE', team_id: 'T0PIZZA' };

/** A line of cards without network, and what Slack was sent of it. */
async function drawn(options: Parameters<typeof storm>[0] = {}) {
  const { transport, messages, views } = recordingTransport();
  const world = await storm({ ...options, access: { transport } });
  const click = async (action: string, value: string | undefined, where: object) => {
    const actions = [{ action_id: `approval:default:${action}`, value, action_ts: '1767261700.000100' }];
    await world.approvals.handleVerified({ type: 'block_actions', ...context, user: alice, ...where, actions });
    return present(views.at(-1));
  };
  const onSummary = { container: { type: 'message', channel_id: 'C0PIZZA', message_ts: '1767261600.000001' } };
  const inList = {
    container: { type: 'view', view_id: 'V1' },
    view: { id: 'V1', type: 'modal', private_metadata: 'channel:C0PIZZA' },
  };
  return {
    ...world,
    messages,
    views,
    openList: () => click('show_list', undefined, onSummary),
    clickInList: (action: string, value: string) => click(action, value, inList),
  };
}

/** With what differs from run to run named instead. */
function named(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(/sha256:[0-9a-f]{64}/g, '<digest>');
  return `${text.replaceAll(/\ba[a-z2-7]{25}\b/g, '<id>')}\n`;
}

const view: SummaryView = {
  namespace: 'default',
  words: wordsOf({}),
  waiting: { count: 37, isMore: false },
  oldest: { title: 'Order pizza?', askedAt: start },
  since: start + second,
  neverShown: { count: 2, isMore: false },
  refused: { count: 1, isMore: false },
};
const none = { count: 0, isMore: false };

describe('the summary card', () => {
  test.each<[name: string, change: Partial<SummaryView>]>([
    ['summary', {}],
    ['summary-of-more', { waiting: { count: 500, isMore: true }, oldest: null, neverShown: none, refused: none }],
    ['summary-of-one', { waiting: { count: 1, isMore: false }, neverShown: { count: 1, isMore: false } }],
    ['summary-erased', { oldest: { title: null, askedAt: start }, neverShown: none, refused: none }],
    ['summary-over', { waiting: none, oldest: null, refused: none }],
  ])('%s', async (name, change) => {
    await expect(named(drawSummary({ ...view, ...change }))).toMatchFileSnapshot(file(name));
  });

  test('takes its words from the app where that gives them', () => {
    const words = wordsOf({ waitForCards: ({ count }) => `${count} Freigaben warten`, showList: 'Liste zeigen' });

    const { text, blocks } = drawSummary({ ...view, words });

    expect(text).toContain('37 Freigaben warten');
    expect(JSON.stringify(blocks)).toContain('Liste zeigen: 37 Freigaben warten');
  });

  test('knows many from some in every word that counts', () => {
    const { waitForCards, endedUnshown, refusedCards } = wordsOf({});
    const counts = [1, 2, 500].map((count) => ({ count, isMore: count === 500 }));

    const said = [waitForCards, endedUnshown, refusedCards].flatMap((word) => counts.map(word));

    expect(new Set(said).size).toBe(9);
    expect(said.filter((text) => /more than 500/i.test(text))).toHaveLength(3);
    expect(said.filter((text) => /\bone\b/i.test(text))).toHaveLength(3);
  });
});

/** Two cards that wait, and one that is posted. */
async function threeCards() {
  const world = await drawn();
  for (const size of ['a small pizza', 'a medium pizza']) {
    await world.askMany(1, () => size);
    world.clock.advance(second);
  }
  await world.orders.ask({ size: 'a large pizza' }, { requester: user('U0CAROL') });
  await world.approvals.flush();
  return world;
}

describe('the list of a channel', () => {
  test('with cards that wait, and one that is posted', async () => {
    const world = await threeCards();

    await expect(named(await world.openList())).toMatchFileSnapshot(file('channel-list'));
  });

  test('with nothing in it', async () => {
    const world = await drawn();

    await expect(named(await world.openList())).toMatchFileSnapshot(file('channel-list-empty'));
  });

  test('on a page between two others', async () => {
    const world = await drawn();
    const asked = present((await world.askMany(1))[0]);
    await copyRow(world, await world.row(asked.id), 25);
    await world.openList();
    const place = objectsIn(world.views.at(-1)).find(({ action_id: id }) => id === 'approval:default:next_page');

    const page = await world.clickInList('next_page', String(place?.['value']));

    await expect(named(page.blocks.at(-1))).toMatchFileSnapshot(file('channel-list-pages'));
  });

  test('behind which each approval has its own card', async () => {
    const world = await threeCards();
    const { id, digest } = present((await world.approvals.list({})).approvals[0]);
    await world.openList();

    await expect(named(await world.clickInList('open_card', `v1.${id}.${digest}`))).toMatchFileSnapshot(
      file('channel-list-card'),
    );
  });
});

describe('whatever others wrote', () => {
  const attack = fc.constantFrom(
    '<!channel>',
    '<@U0BOSS>',
    '*bold*',
    '`x`',
    ':skull:',
    '&lt;',
    'http://evil.example',
    '\u202e',
    '"',
  );
  const hostile = fc
    .array(fc.oneof(attack, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 60 })
    .map((parts) => `t${parts.join('')}`);

  /** The summary mentions those whom the cards ask. */
  const approvers = ['U0ALICE', 'U0BOB', 'U0CAROL'];

  test('none of it takes effect, or is more than Slack takes, in the summary, the list and the card behind it', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (title, words) => {
        const world = await drawn({
          kind: { card: () => ({ title, summary: words, fields: { [words.slice(0, 99)]: words } }) },
        });
        await world.askMany(12);
        await world.mark();
        await world.keep();
        const list = await world.openList();
        const { id, digest } = present((await world.approvals.list({})).approvals[0]);
        const card = await world.clickInList('open_card', `v1.${id}.${digest}`);

        const [summary] = world.messages;
        expect(summary?.text).toContain('12 approvals wait');
        expect([list.blocks, card.blocks].flatMap((blocks) => activeIn(blocks, []))).toEqual([]);
        expect(activeIn(summary?.blocks, approvers)).toEqual([]);
        expect(activeInText(summary?.text ?? '', approvers)).toEqual([]);
        expect([summary, list, card].flatMap(overLimits)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  const lengths: Readonly<Record<string, number>> = {
    text: slackLimits.messageText,
    accessibility_label: slackLimits.accessibilityLabel,
    private_metadata: slackLimits.privateMetadata,
  };

  function overLimits(value: unknown): readonly string[] {
    return objectsIn(value).flatMap((one) =>
      Object.entries(one).flatMap(([key, inner]) => {
        const max = typeof inner === 'string' ? lengths[key] : slackLimits.messageBlocks;
        const isLong = (typeof inner === 'string' || key === 'blocks') && isLonger(inner, max);
        return isLong ? [key] : [];
      }),
    );
  }

  function isLonger(value: unknown, max: number | undefined): boolean {
    return max !== undefined && (typeof value === 'string' || Array.isArray(value)) && value.length > max;
  }
});
