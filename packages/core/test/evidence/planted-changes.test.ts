import { createHash } from 'node:crypto';
import type { Evidence, HistoryEntry } from '@k8s-pizza/slack-approval';
import { verifyEvidence } from '@k8s-pizza/slack-approval/evidence';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { present } from '../world/world.js';
import { type Change, changesOf } from './changes.js';
import { evidenceOf, stories } from './stories.js';

/** Whether a fault names the place of a change: the entry, the part, or the field of the document. */
function names({ at }: Change, { fault }: ReturnType<typeof verifyEvidence>): boolean {
  const [field, index] = at.split('.');
  if (fault === null) return false;
  if (field === 'parts' || at === 'history')
    return fault.code === 'not_evidence' || (fault.seq ?? 0) > 0 || fault.what.startsWith('parts.');
  // an end that is cut off is missed by the head
  if (field === 'history')
    return fault.seq === Number(index) + 1 || fault.what === 'head' || fault.code === 'not_evidence';
  return fault.what === field;
}

describe.each(Object.keys(stories))('a change in the evidence of an approval: %s', (name) => {
  test('is found wherever it is, and named', async () => {
    const { document } = await evidenceOf(name);
    const changes = changesOf(document);

    const unnamed = changes
      .map((change) => ({ change, verdict: verifyEvidence(change.value) }))
      .filter(({ change, verdict }) => verdict.holds || !names(change, verdict));

    expect(unnamed.map(({ change, verdict }) => [change.at, verdict.fault])).toEqual([]);
    expect(changes.length).toBeGreaterThan(300);
  });
});

test.each(Object.keys(stories))('entries that change places, or stand there twice, are found: %s', async (name) => {
  const { document } = await evidenceOf(name);
  const { history } = document;
  const moved = history.flatMap((entry, index) => [
    history.toSpliced(index, 1).toSpliced(index + 1, 0, entry),
    history.toSpliced(index, 0, entry),
  ]);

  const verdicts = moved
    .filter((other) => JSON.stringify(other) !== JSON.stringify(history))
    .map((other) => verifyEvidence({ ...document, history: other }).fault?.code);

  expect(new Set(verdicts)).toEqual(new Set(['chain_broken']));
});

test.each(['history', 'parts', 'approvalId', 'head', 'decision'] as const)(
  'the %s of another approval is found',
  async (member) => {
    const [one, other] = await Promise.all([evidenceOf('rejected'), evidenceOf('decided by choices')]);

    const { fault } = verifyEvidence({ ...one.document, [member]: other.document[member] });

    expect(fault).not.toBeNull();
  },
);

/** A history rewritten by a person who can write the store: each entry is hashed again after a change. */
function forged(document: Evidence, change: (history: readonly HistoryEntry[]) => readonly HistoryEntry[]): Evidence {
  const history: HistoryEntry[] = [];
  for (const [index, { at, event }] of change(document.history).entries()) {
    const hashed = { seq: index + 1, at, event, prevHash: history.at(-1)?.hash ?? '0'.repeat(64) };
    const hash = createHash('sha256')
      .update(present(canonicalize(hashed)))
      .digest('hex');
    history.push({ ...hashed, hash });
  }
  const last = present(history.at(-1));
  return { ...document, history, head: { seq: last.seq, hash: last.hash } };
}

const withEvent =
  (type: string, change: (event: HistoryEntry['event']) => object) => (history: readonly HistoryEntry[]) =>
    history.map((entry) =>
      entry.event['type'] === type ? { ...entry, event: { ...entry.event, ...change(entry.event) } } : entry,
    );
const without = (type: string) => (history: readonly HistoryEntry[]) =>
  history.filter(({ event }) => event['type'] !== type);
const votedBy = (userId: string) =>
  withEvent('voted', ({ vote }) => ({ vote: { ...Object(vote), by: { ...Object(vote).by, userId } } }));

describe('a history that was rewritten, with its hashes computed again', () => {
  const twice = 'approved by two, amended before, carried out';
  const mallory = { userId: 'U0MALLORY', teamId: null, enterpriseId: null };

  test.each<[string, string, Parameters<typeof forged>[1], string]>([
    [
      'a person who decides without a vote',
      twice,
      withEvent('decided', () => ({ by: [mallory] })),
      'decision_unfounded',
    ],
    ['votes that are not there', twice, without('voted'), 'decision_unfounded'],
    ['a vote by a person whom no rule names', twice, votedBy('U0MALLORY'), 'vote_not_allowed'],
    ['a vote by the person who asked', twice, votedBy('U0ASKER'), 'vote_not_allowed'],
    [
      'an approval that was a rejection',
      'rejected',
      withEvent('decided', () => ({ outcome: 'approved' })),
      'decision_unfounded',
    ],
    ['another choice', 'decided by choices', withEvent('decided', () => ({ choice: 'now' })), 'decision_unfounded'],
    ['a stage that nobody approved', 'approved in stages', (all) => all.toSpliced(1, 1), 'decision_unfounded'],
    ['no stage in between', 'approved in stages', without('stage_begun'), 'vote_not_allowed'],
    [
      'an expiry before its time',
      'expired and never shown',
      (all) => all.map((one) => ({ ...one, at: 0 })),
      'decision_unfounded',
    ],
    [
      'an expiry that approves',
      'expired and never shown',
      withEvent('decided', () => ({ outcome: 'approved' })),
      'decision_unfounded',
    ],
    ['a second decision', 'rejected', (all) => [...all, present(all[2])], 'entry_out_of_place'],
    ['an end without a beginning', 'rejected', (all) => all.slice(1), 'entry_out_of_place'],
    ['another policy', twice, withEvent('amended', () => ({ policy: { approvers: [] } })), 'not_evidence'],
    [
      'a digest of something else',
      twice,
      withEvent('amended', ({ revision }) => ({ revision: { ...Object(revision), digest: 'sha256:0' } })),
      'digest_changed',
    ],
    [
      'a payload of another revision',
      'edited',
      withEvent('edited', ({ revision }) => ({ revision: { ...Object(revision), payloadRef: 'sha256:0' } })),
      'decision_unfounded',
    ],
    ['an erasure that is not there', 'erased', without('erased'), 'part_missing'],
  ])('is found where it has %s', async (_, name, change, code) => {
    const { document } = await evidenceOf(name);

    expect(verifyEvidence(forged(document, change)).fault).toMatchObject({ code });
  });

  test('that agrees with itself holds, and only a head that was saved shows it', async () => {
    const { document } = await evidenceOf('rejected');
    const later = forged(document, (all) => all.map((entry) => ({ ...entry, at: entry.at + 1 })));
    const { decision } = document;
    const rewritten = {
      ...later,
      askedAt: later.askedAt + 1,
      decision: {
        ...present(decision),
        decidedAt: present(decision).decidedAt + 1,
        head: { seq: 3, hash: present(later.history[2]).hash },
      },
      delivery: { ...later.delivery, outcomes: later.delivery.outcomes.map((one) => ({ ...one, at: one.at + 1 })) },
    };
    const heads = [present(decision).head];

    expect(verifyEvidence(rewritten)).toMatchObject({ holds: true, heads: [] });
    expect(verifyEvidence(rewritten, { heads })).toMatchObject({
      holds: false,
      heads: [],
      fault: { code: 'head_missing', seq: 3 },
    });
  });
});

test.each([
  null,
  1,
  'text',
  [],
  {},
  { version: 1 },
  { version: 1, history: [{}], parts: {} },
  { version: 1, history: [null], parts: {} },
])('what is no evidence does not hold: %j', (document) => {
  expect(verifyEvidence(document)).toMatchObject({ holds: false, approvalId: null, erased: [] });
});

test('a document of a later form is not judged by the rules of this one', async () => {
  const { document } = await evidenceOf('pending');

  expect(verifyEvidence({ ...document, version: 2 }).fault).toMatchObject({ code: 'unknown_version' });
});

test('a document that is nested beyond reading does not hold, and nothing is thrown', async () => {
  const { document } = await evidenceOf('pending');
  let nested: unknown = 1;
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  const [ref = ''] = Object.keys(document.parts);

  const [entry] = document.history;
  const heads = [document.head];

  const inPart = verifyEvidence({ ...document, parts: { ...document.parts, [ref]: { salt: 'x', value: nested } } });
  const inEntry = verifyEvidence({ ...document, history: [{ ...entry, event: { nested } }] }, { heads });

  expect([inPart, inEntry]).toMatchObject([{ holds: false }, { holds: false, fault: { code: 'not_evidence' } }]);
});
