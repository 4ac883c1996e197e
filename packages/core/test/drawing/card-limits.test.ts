import { type CardContent, user } from '@k8s-pizza/slack-approval';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { recordingTransport, type SentMessage } from '../world/recording-transport.js';
import { objectsIn } from '../world/slack-literals.js';
import { createWorld, present, second } from '../world/world.js';

/** Slack publishes no number for all blocks of a message together; people found that about 13,200 characters fit. */
function tooMuchIn({ text, blocks }: Pick<SentMessage, 'text' | 'blocks'>): readonly string[] {
  const length = JSON.stringify(blocks).length;
  return [
    ...(length > 12_000 ? [`${length} characters of blocks`] : []),
    ...(blocks.length > 50 ? [`${blocks.length} blocks`] : []),
    ...(text.length > 4_000 ? [`${text.length} characters of text`] : []),
  ];
}

const steps = Array.from({ length: 20 }, (_, index) => `step ${index} ${'"'.repeat(60)}`);

/** A card with this content, through its whole life, with as much as each step may say of itself. */
async function wholeLife(content: CardContent, say: string) {
  const { transport, messages } = recordingTransport();
  const approvers = Array.from({ length: 100 }, (_, index) => user(`U0PERSON${index}`));
  const world = await createWorld({
    access: { transport },
    kind: { card: () => content, approvers, quorum: { approve: 30 }, reason: { approve: 'optional' }, steps },
  });
  const { id, digest } = await world.ask();
  for (const by of approvers.slice(0, 30)) {
    await world.approvals.vote(id, { by, answer: 'approve', digest, via: 'test', reason: say });
  }
  await world.work();
  for (const step of steps) await world.approvals.reportProgress(id, { step, state: 'failed', detail: say });
  world.clock.advance(6 * second);
  await world.work();
  return { messages, approval: await world.get(id) };
}

const longLinks = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`Link ${index} ${'"'.repeat(60)}`, `https://a.example/${'x'.repeat(600)}`]),
);

describe('a card never exceeds what Slack takes', () => {
  const many = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`Label ${index}`, value]));

  test.each<[string, CardContent]>([
    ['a long title', { title: 'x'.repeat(7_900) }],
    ['a long summary', { title: 'x', summary: '"'.repeat(3_900) }],
    ['a long text', { title: 'x', text: 'y'.repeat(7_900) }],
    ['a long text of many lines', { title: 'x', text: '\n"'.repeat(1_900) }],
    ['a hundred fields', { title: 'x', fields: many(100, 'value') }],
    ['four long fields', { title: 'x', fields: many(4, 'z'.repeat(1_900)) }],
    ['forty fields of quotes', { title: 'x', fields: many(40, '"'.repeat(80)) }],
    ['a thousand lines of context', { title: 'x', context: Array.from({ length: 1_000 }, () => 'line') }],
    ['ten long links', { title: 'x', links: longLinks }],
    ['one enormous label', { title: 'x', fields: { ['l'.repeat(7_900)]: '' } }],
  ])('%s', async (_, content) => {
    const { messages, approval } = await wholeLife(content, '"\n'.repeat(250));

    expect(messages.flatMap(tooMuchIn)).toEqual([]);
    expect(approval).toMatchObject({ status: 'approved', attention: null });
  });

  test('whatever is written on it', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 1_200 });
    const content = fc.record({
      title: text.map((title) => `t${title}`),
      summary: text,
      fields: fc.dictionary(text, text, { maxKeys: 60 }),
      text,
      context: fc.array(text, { maxLength: 12 }),
    });
    const small = content.filter((one) => Buffer.byteLength(JSON.stringify(one)) < 8_000);

    await fc.assert(
      fc.asyncProperty(small, text, async (one, say) => {
        const { messages } = await wholeLife(one, say);
        expect(messages.flatMap(tooMuchIn)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('says how much it leaves out', async () => {
    const { transport, messages } = recordingTransport();
    const content = { title: 'x', fields: many(43, 'v'), context: Array.from({ length: 14 }, (_, n) => `line ${n}`) };
    const world = await createWorld({ access: { transport }, kind: { card: () => content } });
    await world.ask();

    const shown = JSON.stringify(messages[0]?.blocks);

    expect(shown).toContain('and 3 more');
    expect(shown).toContain('line 8');
    expect(shown).not.toContain('line 9');
    expect(shown).toContain('and 5 more');
  });
});

describe('a simulated Slack that enforces its limits', () => {
  const everything: CardContent = {
    title: 'T'.repeat(400),
    summary: 's'.repeat(2_000),
    fields: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`Label ${index}`, 'v'.repeat(20)])),
    text: 't'.repeat(2_500),
    context: Array.from({ length: 20 }, () => 'c'.repeat(20)),
  };

  test('takes the largest card, its updates and its modals', async () => {
    const world = await createWorld({ kind: { card: () => everything, reason: { reject: 'required' } } });
    const approval = await world.ask();

    await click(world, approval, 'U0BOB', 'details');
    const details = present(world.slack.views('U0BOB')[0]);
    await click(world, approval, 'U0ALICE', 'reject');
    const form = present(world.slack.views('U0ALICE')[0]);
    await world.slack.submit({ userId: 'U0ALICE', viewId: form.id, values: { reason: 'r'.repeat(500) } });
    await world.work();

    expect(world.slack.messages('C0PIZZA')).toHaveLength(1);
    expect(await world.get(approval.id)).toMatchObject({ status: 'rejected', attention: null });
    expect(world.slack.traffic.filter(({ detail }) => detail !== null)).toEqual([]);
    expect(details.title).toBe('Details');
  });

  test('shows all of what is decided on in the details and in the form, however long', async () => {
    const long: CardContent = {
      title: `${'T'.repeat(200)} end of title`,
      summary: `${'s'.repeat(1_500)} end of summary`,
      fields: { ['l'.repeat(300)]: `${'v'.repeat(200)} end of value` },
      text: `${'🍕'.repeat(1_200)} end of text`,
    };
    const world = await createWorld({ kind: { card: () => long, reason: { reject: 'required' } } });
    const approval = await world.ask();

    await click(world, approval, 'U0BOB', 'details');
    await click(world, approval, 'U0ALICE', 'reject');

    for (const person of ['U0BOB', 'U0ALICE']) {
      const texts = objectsIn(world.slack.views(person)[0]?.blocks).flatMap(({ text }) =>
        typeof text === 'string' ? [text] : [],
      );
      const shown = texts.join('');
      for (const end of ['title', 'summary', 'value', 'text']) expect(shown).toContain(`end of ${end}`);
      expect(shown.match(/🍕/gu)).toHaveLength(1_200);
    }
  });
});
