import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../domain/model/events.js';
import { appendEvents, type HistoryEntry, type HistoryHead, verifyHistory } from './history.js';

const now = Date.UTC(2026, 0, 1, 10);
const minute = 60_000;
const first = '0'.repeat(64);
const whole = { whole: true, firstBadSeq: null, containsHead: null };

/** A chain of seven entries; each story hashes differently. */
function chainOf(channel: string): readonly HistoryEntry[] {
  const events = Array.from({ length: 7 }, (_, index): HistoryEvent => {
    const at = now + index * minute;
    return index % 2 === 0 ? { type: 'escalated', at, level: index, channels: [channel] } : { type: 'reminded', at };
  });
  return appendEvents([], events).history;
}

const ours = chainOf('C0PIZZA');
const foreign = chainOf('C0OPS');
const last = ours.length - 1;
const headAt = (seq: number): HistoryHead => ({ seq, hash: entryAt(ours, seq - 1).hash });

function entryAt(history: readonly HistoryEntry[], index: number): HistoryEntry {
  const entry = history[index];
  if (entry === undefined) throw new Error(`There is no entry at ${index}.`);
  return entry;
}

/** The entry under the hash that fits what it says now, by a canonicalizer other than ours. */
function sealed({ seq, at, event, prevHash }: HistoryEntry): HistoryEntry {
  const text = canonicalize({ seq, at, event, prevHash }) ?? '';
  return { seq, at, event, prevHash, hash: createHash('sha256').update(text).digest('hex') };
}

/** The chain with some entries replaced, each with a hash computed anew. */
function forged(change: (entry: HistoryEntry, index: number) => HistoryEntry): readonly HistoryEntry[] {
  return ours.map((entry, index) => {
    const changed = change(entry, index);
    return changed === entry ? entry : sealed(changed);
  });
}

/** All entries numbered and linked anew, so that every single one fits; `prevHash` is what the first one follows. */
function relinked(history: readonly HistoryEntry[], prevHash = first): readonly HistoryEntry[] {
  const linked: HistoryEntry[] = [];
  for (const entry of history) {
    const seq = linked.length + 1;
    linked.push(sealed({ ...entry, seq, prevHash: linked.at(-1)?.hash ?? prevHash }));
  }
  return linked;
}

const rewrites: readonly (readonly [string, (entry: HistoryEntry) => HistoryEntry])[] = [
  ['its event', (entry) => ({ ...entry, event: { ...entry.event, forged: true } })],
  ['its instant', (entry) => ({ ...entry, at: entry.at + 1 })],
];

describe.each(rewrites)('an entry that is rewritten in %s and hashed anew', (_, rewrite) => {
  test.each(ours.slice(0, -1).map(({ seq }) => seq))('as number %i is found at the entry after it', (seq) => {
    const history = forged((entry) => (entry.seq === seq ? rewrite(entry) : entry));

    expect(verifyHistory(history)).toEqual({ ...whole, whole: false, firstBadSeq: seq + 1 });
  });

  test('as the last one is found by a head that covers it alone', () => {
    const history = forged((entry, index) => (index === last ? rewrite(entry) : entry));

    expect(verifyHistory(history)).toEqual(whole);
    expect(verifyHistory(history, { head: headAt(last + 1) })).toEqual({ ...whole, containsHead: false });
    expect(verifyHistory(history, { head: headAt(last) })).toEqual({ ...whole, containsHead: true });
  });

  test('is found by the head even if every entry after it is linked again', () => {
    const history = relinked(ours.map((entry, index) => (index === 0 ? rewrite(entry) : entry)));

    expect(verifyHistory(history)).toEqual(whole);
    expect(verifyHistory(history, { head: headAt(1) })).toEqual({ ...whole, containsHead: false });
  });
});

describe.each(ours.map(({ seq }) => seq))('entry %i, hashed anew,', (seq) => {
  test.each([-1, 1, 0.5])('is found where its number is %f off', (off) => {
    const history = forged((entry) => (entry.seq === seq ? { ...entry, seq: seq + off } : entry));

    expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: seq });
  });

  test('is found if it does not follow the previous entry', () => {
    const prevHash = seq === 1 ? entryAt(foreign, 0).hash : first;
    const history = forged((entry) => (entry.seq === seq ? { ...entry, prevHash } : entry));

    expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: seq });
  });

  test('is found if it has the hash of another entry', () => {
    const { hash } = entryAt(foreign, seq - 1);
    const history = ours.map((entry) => (entry.seq === seq ? { ...entry, hash } : entry));

    expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: seq });
  });
});

describe('two entries that are swapped', () => {
  const swapped = ours.with(2, entryAt(ours, 3)).with(3, entryAt(ours, 2));

  test('are found at the first of them', () => {
    expect(verifyHistory(swapped)).toMatchObject({ whole: false, firstBadSeq: 3 });
  });

  test('are found there even with swapped numbers and new hashes', () => {
    const renumbered = swapped.map((entry, index) =>
      entry.seq === index + 1 ? entry : sealed({ ...entry, seq: index + 1 }),
    );

    expect(verifyHistory(renumbered)).toMatchObject({ whole: false, firstBadSeq: 3 });
  });

  test('are found at the entry after them if both are linked again', () => {
    const linked = [...relinked(swapped).slice(0, 4), ...ours.slice(4)];

    expect(verifyHistory(linked)).toMatchObject({ whole: false, firstBadSeq: 5 });
  });
});

describe('an entry that is dropped', () => {
  test.each([1, 2, 4, last])('as number %i is found in its place', (seq) => {
    expect(verifyHistory(ours.toSpliced(seq - 1, 1))).toMatchObject({ whole: false, firstBadSeq: seq });
  });

  test.each([1, 2, 4, last])(
    'as number %i is found there also where those after it are numbered and hashed anew',
    (seq) => {
      const history = ours
        .toSpliced(seq - 1, 1)
        .map((entry, index) => (entry.seq === index + 1 ? entry : sealed({ ...entry, seq: index + 1 })));

      expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: seq });
    },
  );

  test('is found by the head if all others are linked again', () => {
    const history = relinked(ours.toSpliced(2, 1));

    expect(verifyHistory(history, { head: headAt(5) })).toEqual({ ...whole, containsHead: false });
  });
});

describe('a chain that is put together', () => {
  test.each([1, 3, last])('that is ours up to %i and then another one is found where the other one begins', (seq) => {
    const history = [...ours.slice(0, seq), ...foreign.slice(seq)];

    expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: seq + 1 });
  });

  test('is covered by a head only up to its first bad entry', () => {
    const history = [...ours.slice(0, 3), ...foreign.slice(3)];

    expect(verifyHistory(history, { head: headAt(3) })).toEqual({ whole: false, firstBadSeq: 4, containsHead: true });
    expect(verifyHistory(history, { head: headAt(4) })).toEqual({ whole: false, firstBadSeq: 4, containsHead: false });
  });

  test('of a foreign beginning and our end does not contain our head, though its entry stands there', () => {
    const history = [...foreign.slice(0, 3), ...ours.slice(3)];

    expect(verifyHistory(history, { head: headAt(5) })).toEqual({ whole: false, firstBadSeq: 4, containsHead: false });
  });

  test('wholly foreign is whole, and does not contain our head', () => {
    expect(verifyHistory(foreign, { head: headAt(1) })).toEqual({ ...whole, containsHead: false });
  });
});

describe('a chain whose end is cut off', () => {
  const cut = ours.slice(0, 4);

  test('is whole: only a head can tell', () => {
    expect(verifyHistory(cut)).toEqual(whole);
  });

  test('does not contain a head from what was cut off', () => {
    expect(verifyHistory(cut, { head: headAt(5) })).toEqual({ ...whole, containsHead: false });
  });

  test('contains the head of what is left', () => {
    expect(verifyHistory(cut, { head: headAt(4) })).toEqual({ ...whole, containsHead: true });
  });

  test('down to nothing is not whole, and contains no head', () => {
    expect(verifyHistory([])).toEqual({ ...whole, whole: false });
    expect(verifyHistory([], { head: headAt(1) })).toEqual({ whole: false, firstBadSeq: null, containsHead: false });
  });
});

describe('a chain whose beginning is cut off', () => {
  test('is found at its first entry', () => {
    expect(verifyHistory(ours.slice(2))).toMatchObject({ whole: false, firstBadSeq: 1 });
  });

  test('is found even if the rest was renumbered and linked again', () => {
    const history = relinked(ours.slice(2), entryAt(ours, 1).hash);

    expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: 1 });
  });
});

test.each([undefined, null, 7, 'entry', []])('a chain with %j in it is bad there', (entry) => {
  // as: a chain from a file or a caller without a compiler holds anything
  const history = ours.with(2, entry as never);

  expect(verifyHistory(history)).toMatchObject({ whole: false, firstBadSeq: 3 });
});

test.each([0, -1, 1.5, 99])('no chain contains a head with the number %f', (seq) => {
  expect(verifyHistory(ours, { head: { ...headAt(1), seq } })).toEqual({ ...whole, containsHead: false });
});

test.each([
  ['without a hash', { seq: 99 }],
  ['without a number', { hash: headAt(1).hash }],
  ['that is empty', {}],
  ['that is null', null],
])('no chain contains a head %s', (_, head) => {
  // as: a head from a file or a message holds anything
  expect(verifyHistory(ours, { head: head as never })).toEqual({ ...whole, containsHead: false });
  expect(verifyHistory([], { head: head as never })).toMatchObject({ whole: false, containsHead: false });
});

test('an untouched chain is whole and contains each of its heads', () => {
  expect(verifyHistory(ours)).toEqual(whole);
  for (const { seq } of ours)
    expect(verifyHistory(ours, { head: headAt(seq) })).toEqual({ ...whole, containsHead: true });
});
