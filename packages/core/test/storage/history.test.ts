import { createHash } from 'node:crypto';
import { type HistoryEntry, user, verifyHistory } from '@k8s-pizza/slack-approval';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { click } from '../world/people.js';
import { createWorld, day, hour, minute, present, second, type World } from '../world/world.js';

const typesOf = (history: readonly HistoryEntry[]) => history.map(({ event }) => event['type']);

/** Two people were asked, one was refused, the question was amended, decided, handed over twice and carried out. */
async function fullStory(): Promise<{ readonly world: World; readonly history: readonly HistoryEntry[] }> {
  const world = await createWorld({
    kind: {
      approvers: [user('U0ALICE')],
      escalate: [{ after: '20m', approvers: [user('U0BOB')] }],
      remindEvery: '15m',
      steps: ['baked'],
    },
  });
  const { id, copies } = await world.ask();
  await click(world, { copies }, 'U0CAROL', 'approve');
  await world.work();
  await world.orders.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
  await world.work();
  for (const ms of [15 * minute, 5 * minute]) {
    world.clock.advance(ms);
    await world.work();
  }
  await click(world, { copies }, 'U0BOB', 'approve');
  await world.work();
  await world.approvals.reportProgress(id, { step: 'baked', state: 'done', detail: 'crisp' });
  await world.approvals.redeliver(id);
  await world.work();
  await world.approvals.erase(id);
  await world.work();
  return { world, history: await world.approvals.history(id) };
}

/** The hash of an entry, by a canonicalizer that is not ours. */
function hashOf({ seq, at, event, prevHash }: HistoryEntry): string {
  return createHash('sha256')
    .update(present(canonicalize({ seq, at, event, prevHash })))
    .digest('hex');
}

describe('what is in it', () => {
  test('is what happened, in order; attempts and syncs are not', async () => {
    const { history } = await fullStory();

    expect(typesOf(history)).toEqual([
      ...['asked', 'vote_refused', 'amended', 'reminded', 'escalated'],
      ...['voted', 'decided', 'delivered', 'progressed', 'redelivered', 'delivered', 'erased'],
    ]);
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
  });

  test('also a withdrawal, a delivery that was given up, and a card that failed', async () => {
    const world = await createWorld({
      kind: {
        channel: ['C0PIZZA', 'C0ARCHIVE'],
        deliverWithin: '1s',
        onDecision: async () => {
          throw new Error('never');
        },
      },
    });
    const approval = await world.ask();
    await world.approvals.withdraw(approval.id, { by: 'alertmanager', reason: 'resolved' });
    await world.work();

    expect(typesOf(await world.approvals.history(approval.id))).toEqual([
      'asked',
      'card_failed',
      'withdrawn',
      'delivery_dead',
    ]);
  });

  test('names payloads, texts and reasons by digest only', async () => {
    const world = await createWorld({ kind: { steps: ['baked'] } });
    const approval = await world.ask({ size: 'gigantic' });
    await world.approvals.vote(approval.id, {
      by: user('U0ALICE'),
      answer: 'reject',
      reason: 'too much',
      digest: approval.digest,
      via: 'test',
    });

    const text = JSON.stringify(await world.approvals.history(approval.id));

    expect(text).toContain('sha256:');
    expect(text).not.toMatch(/gigantic|too much|Order pizza/);
  });

  test('is nothing for an approval that is not there', async () => {
    const world = await createWorld();

    expect(await world.approvals.history(`a${'b'.repeat(25)}`)).toEqual([]);
  });
});

describe('its chain', () => {
  test('is hashed over the RFC 8785 form of the entries, each with the one before', async () => {
    const { history } = await fullStory();

    expect(history.map(hashOf)).toEqual(history.map(({ hash }) => hash));
    expect(history.slice(1).map(({ prevHash }) => prevHash)).toEqual(history.slice(0, -1).map(({ hash }) => hash));
    expect(verifyHistory(history)).toEqual({ whole: true, firstBadSeq: null, containsHead: null });
  });

  test.each<[string, (entry: HistoryEntry) => HistoryEntry]>([
    ['its event', (entry) => ({ ...entry, event: { ...entry.event, forged: true } })],
    ['its instant', (entry) => ({ ...entry, at: entry.at + 1 })],
    ['its number', (entry) => ({ ...entry, seq: entry.seq + 1 })],
    ['its hash', (entry) => ({ ...entry, hash: '0'.repeat(64) })],
    ['what it follows', (entry) => ({ ...entry, prevHash: '0'.repeat(63).concat('1') })],
  ])('shows where an entry was changed in %s', async (_, change) => {
    const { history } = await fullStory();

    for (const index of history.keys()) {
      const forged = history.map((entry, at) => (at === index ? change(entry) : entry));
      expect(verifyHistory(forged)).toMatchObject({ whole: false, firstBadSeq: index + 1 });
    }
  });

  test('shows where an entry is missing, or comes twice', async () => {
    const { history } = await fullStory();
    const missing = history.toSpliced(2, 1);
    const twice = history.toSpliced(2, 0, present(history[2]));

    expect(verifyHistory(missing)).toMatchObject({ whole: false, firstBadSeq: 3 });
    expect(verifyHistory(twice)).toMatchObject({ whole: false, firstBadSeq: 4 });
  });
});

describe('a head that somebody outside kept', () => {
  /** A head as a delivery carried it, and the history since. */
  async function withHead() {
    const { world, history } = await fullStory();
    const entry = present(history.find(({ event }) => event['type'] === 'decided'));
    return { world, history, head: { seq: entry.seq, hash: entry.hash } };
  }

  test('is the one of the decision', async () => {
    const { world, head } = await withHead();
    const { approvals } = await world.approvals.list();

    expect(approvals[0]?.decision?.historyHead).toEqual(head);
  });

  test('is contained also when the history has grown', async () => {
    const { history, head } = await withHead();

    expect(history.length).toBeGreaterThan(head.seq);
    expect(verifyHistory(history, { head })).toEqual({ whole: true, firstBadSeq: null, containsHead: true });
  });

  test('shows that what it covers was cut off', async () => {
    const { history, head } = await withHead();

    const cut = history.slice(0, head.seq - 1);

    expect(verifyHistory(cut, { head })).toEqual({ whole: true, firstBadSeq: null, containsHead: false });
  });

  test('shows that it was written anew, though every hash fits', async () => {
    const { history, head } = await withHead();
    let prevHash = '0'.repeat(64);
    const forged = history.map((entry) => {
      const changed = { ...entry, at: entry.at + second, prevHash };
      prevHash = hashOf(changed);
      return { ...changed, hash: prevHash };
    });

    expect(verifyHistory(forged, { head })).toEqual({ whole: true, firstBadSeq: null, containsHead: false });
  });

  test('vouches for nothing where an entry before it is bad', async () => {
    const { history, head } = await withHead();
    const forged = history.map((entry, index) => (index === 0 ? { ...entry, at: 0 } : entry));

    expect(verifyHistory(forged, { head })).toEqual({ whole: false, firstBadSeq: 1, containsHead: false });
  });

  test('vouches for nothing either where its own entry says something else under the hash that was kept', async () => {
    const { history, head } = await withHead();
    const forged = history.map((entry) => (entry.seq === head.seq ? { ...entry, at: 0 } : entry));

    expect(verifyHistory(forged, { head })).toEqual({ whole: false, firstBadSeq: head.seq, containsHead: false });
  });
});

describe('erasing', () => {
  test('takes payload, texts, reasons and the stored delivery, and leaves what was decided', async () => {
    const world = await createWorld({ kind: { steps: ['baked'] } });
    const { id, digest } = await world.ask({ size: 'gigantic' }, { key: 'oven-3' });
    const ballot = { by: user('U0ALICE'), answer: 'approve', reason: 'hungry', digest, via: 'test' } as const;
    await world.approvals.vote(id, ballot);
    await world.work();
    await world.approvals.reportProgress(id, { step: 'baked', state: 'done', detail: 'crispy' });
    await world.work();

    await world.approvals.erase(id);
    world.clock.advance(hour);
    await world.work();

    const { body } = await world.row(id);
    expect(body).not.toMatch(/gigantic|hungry|crispy|Order pizza/);
    expect(await world.get(id)).toMatchObject({
      id,
      digest,
      key: 'oven-3',
      status: 'approved',
      payload: null,
      decision: { outcome: 'approved', decidedBy: [{ userId: 'U0ALICE' }], reason: null },
    });
    expect(verifyHistory(await world.approvals.history(id)).whole).toBe(true);
    expect(await world.approvals.redeliver(id)).toMatchObject({ code: 'erased' });
  });

  test('again changes nothing', async () => {
    const world = await createWorld();
    const { id } = await world.ask();
    await world.approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' });
    await world.work();
    await world.approvals.erase(id);
    await world.work();
    const before = await world.approvals.history(id);

    await world.approvals.erase(id);

    expect(await world.approvals.history(id)).toEqual(before);
  });

  test('is refused by name: of nothing, of what waits, and while the decision is owed', async () => {
    const world = await createWorld({
      kind: {
        onDecision: async () => {
          throw new Error('not now');
        },
      },
    });
    const { id } = await world.ask();

    await expect(world.approvals.erase(`a${'b'.repeat(25)}`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.approvals.erase(id)).rejects.toMatchObject({ code: 'invalid_argument' });
    await world.approvals.withdraw(id, { by: 'alertmanager', reason: 'resolved' });
    await expect(world.approvals.erase(id)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  test('comes by itself when the kind says so, counted from the last event', async () => {
    const world = await createWorld({ kind: { retainFor: '2d', steps: ['baked'] } });
    const { id } = await world.ask();
    await click(world, await world.get(id), 'U0ALICE', 'approve');
    await world.work();
    world.clock.advance(day);
    const reported = await world.approvals.reportProgress(id, { step: 'baked', state: 'done' });
    await world.work();

    world.clock.advance(2 * day - second);
    await world.work();
    const before = (await world.get(id)).payload;
    world.clock.advance(second);
    await world.work();

    expect(reported).toMatchObject({ ok: true });
    expect(before).toEqual({ size: 'large' });
    expect((await world.get(id)).payload).toBeNull();
  });
});

test('a history with something else in it is broken there', () => {
  expect(verifyHistory([null as never])).toMatchObject({ whole: false, firstBadSeq: 1 });
  expect(verifyHistory(['entry' as never])).toMatchObject({ whole: false, firstBadSeq: 1 });
});
