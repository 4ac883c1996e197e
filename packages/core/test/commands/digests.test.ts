import { createHash } from 'node:crypto';
import type { Decision } from '@k8s-pizza/slack-approval';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { cardIn, click } from '../world/people.js';
import { createWorld, orderOptions, present, start, type World, type WorldOptions } from '../world/world.js';

/** What reached the sink, as a receiver of the bytes would read it. */
async function delivered(options: WorldOptions = {}): Promise<{ readonly world: World; readonly sent: string[] }> {
  const sent: string[] = [];
  const sink = {
    async deliver({ body }: { readonly body: string }) {
      sent.push(body);
      return { type: 'delivered' } as const;
    },
  };
  return { world: await createWorld({ ...options, kind: { ...options.kind, onDecision: sink } }), sent };
}

/** The digest, computed from nothing but what was delivered, by a canonicalizer that is not ours. */
function recomputed({ approvalId: id, revision, kind, payload, seen }: Decision<unknown>): string {
  const text = present(canonicalize({ v: 1, id, revision, kind, payload, ...seen }));
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function decisionIn(body: string | undefined): Decision<unknown> {
  return JSON.parse(present(body)).data;
}

describe('a receiver computes the digest again from what was delivered', () => {
  test.each<[string, string]>([
    ['ascii', 'large'],
    ['text of many scripts', 'größe "XL"\n\t😀 \u2028 é'],
    ['the escapes of JSON', '\u0000\u001f\\/"'],
  ])('%s', async (_, size) => {
    const { world, sent } = await delivered();
    const approval = await world.ask({ size });

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    const decision = decisionIn(sent[0]);
    expect(decision.digest).toBe(approval.digest);
    expect(recomputed(decision)).toBe(approval.digest);
  });

  test('also of one with links, whose addresses are written another way than they were given', async () => {
    const card = () => ({ title: 'Order?', links: { Graph: 'HTTPS://Prometheus.Example.com:443/a b|c' } });
    const { world, sent } = await delivered({ kind: { card } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    const decision = decisionIn(sent[0]);
    expect(decision.seen.content).toMatchObject({ links: { Graph: 'https://prometheus.example.com/a%20b%7Cc' } });
    expect(recomputed(decision)).toBe(approval.digest);
  });

  test('also of one with numbers and instants, which arrive as JSON', async () => {
    const card = () => ({ title: 'Order?', fields: { Count: 1e21, None: -0, Since: new Date(start), Text: '3' } });
    const { world, sent } = await delivered({ kind: { card } });
    const approval = await world.ask();

    await click(world, approval, 'U0ALICE', 'approve');
    await world.work();

    const decision = decisionIn(sent[0]);
    expect(decision.seen.content).toEqual({
      title: 'Order?',
      fields: { Count: 1e21, None: 0, Since: { date: '2026-01-01T10:00:00.000Z' }, Text: '3' },
    });
    expect(recomputed(decision)).toBe(approval.digest);
  });

  test('also of an amended one, whose digest, salt and revision are new', async () => {
    const { world, sent } = await delivered();
    const asked = await world.ask();
    await world.orders.amend({ id: asked.id }, { size: 'small' }, { by: 'alertmanager' });
    await world.work();
    await click(world, asked, 'U0ALICE', 'approve');
    await world.work();

    const decision = decisionIn(sent[0]);
    expect(decision).toMatchObject({ revision: 2, payload: { size: 'small' } });
    expect(decision.digest).not.toBe(asked.digest);
    expect(recomputed(decision)).toBe(decision.digest);
  });
});

test.each<[string, (decision: Decision<unknown>) => Decision<unknown>]>([
  ['the payload', (decision) => ({ ...decision, payload: { size: 'huge' } })],
  ['what was shown', (decision) => ({ ...decision, seen: { ...decision.seen, content: { title: 'Order water?' } } })],
  ['who may decide', (decision) => ({ ...decision, seen: { ...decision.seen, policy: { approvers: [] } } })],
  ['the salt', (decision) => ({ ...decision, seen: { ...decision.seen, salt: '0'.repeat(32) } })],
  ['the revision', (decision) => ({ ...decision, revision: 2 })],
  ['the kind', (decision) => ({ ...decision, kind: 'water-order' })],
  ['the approval', (decision) => ({ ...decision, approvalId: `a${'b'.repeat(25)}` })],
])('the digest covers %s', async (_, change) => {
  const { world, sent } = await delivered();
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();

  expect(recomputed(change(decisionIn(sent[0])))).not.toBe(approval.digest);
});

test('the salt is 128 random bits, new each time: the same question twice has two digests', async () => {
  const { world, sent } = await delivered();
  for (let count = 0; count < 2; count += 1) {
    const approval = await world.ask();
    await world.approvals.vote(approval.id, {
      by: { type: 'user', id: 'U0ALICE' },
      answer: 'approve',
      digest: approval.digest,
      via: 'test',
    });
    await world.work();
  }

  const decisions = sent.map(decisionIn);
  expect(decisions.map(({ seen }) => seen.salt)).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{32}$/),
  ]);
  expect(new Set(decisions.map(({ seen }) => seen.salt)).size).toBe(2);
  expect(new Set(decisions.map(({ digest }) => digest)).size).toBe(2);
});

test('lines that merely explain are shown while it is pending, and no part of it', async () => {
  const kind = orderOptions({ card: ({ size }) => ({ title: 'Order pizza?', context: [`asked for ${size}`] }) });
  const { world, sent } = await delivered({ kind });
  const approval = await world.ask();
  const pending = JSON.stringify(cardIn(world).blocks);
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();

  expect(pending).toContain('asked for large');
  // nobody replaces them any more
  expect(JSON.stringify(cardIn(world).blocks)).not.toContain('asked for large');
  expect(decisionIn(sent[0]).seen.content).toEqual({ title: 'Order pizza?' });
});

test('every button carries the approval and what was seen', async () => {
  const world = await createWorld();
  const approval = await world.ask();

  const values = cardIn(world).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));

  expect(values).toHaveLength(3);
  for (const element of values) expect(element).toMatchObject({ value: `v1.${approval.id}.${approval.digest}` });
});

test('once erased, nothing is left from which a short payload could be guessed back', async () => {
  const { world, sent } = await delivered();
  const approval = await world.ask();
  await click(world, approval, 'U0ALICE', 'approve');
  await world.work();
  const { salt } = decisionIn(sent[0]).seen;

  await world.approvals.erase(approval.id);

  const { body } = await world.row(approval.id);
  expect(body).toContain(approval.digest);
  expect(body).not.toContain(present(salt));
  expect((await world.get(approval.id)).decision).toMatchObject({ payload: null, seen: { salt: null, content: null } });
});
