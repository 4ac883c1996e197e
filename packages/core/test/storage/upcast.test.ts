import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { wasPosted } from '../../src/domain/model/copies.js';
import { person } from '../../src/domain/testing/world.js';
import { type ApprovalRecord, readRecord } from '../../src/record/record.js';
import { eventsOf } from '../world/history-events.js';

const folder = new URL('./first-edition/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
const bodyOf = (name: string): string => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))['body'];

function upcast(name: string): ApprovalRecord {
  const read = readRecord(bodyOf(name));
  if (read.type !== 'record') throw new Error(`${name} is ${read.type}`);
  return read.record;
}

describe.each(names)('the record %s of the first edition', (name) => {
  test('becomes what this edition makes of its history, all but its work', () => {
    const record = upcast(name);
    const folded = evolveAll(null, eventsOf(record));
    // the first edition erased no names: they stand in its history for good
    const { requester } = record.approval;

    expect(record.schemaVersion).toBe(2);
    expect({ ...record.approval, work: null }).toEqual({ ...folded, requester, work: null });
  });

  test('keeps policy, history and parts as they were stored', () => {
    const { approval, history, parts, refusals, writeId } = upcast(name);
    const before = JSON.parse(bodyOf(name));

    expect({ policy: approval.policy, history, parts, refusals, writeId }).toEqual({
      ...{ policy: before.approval.policy, history: before.history, parts: before.parts },
      ...{ refusals: before.refusals, writeId: before.writeId },
    });
  });

  test('has every member that this edition adds', () => {
    const { approval } = upcast(name);

    for (const copy of approval.work.copies)
      expect(copy).toMatchObject({ problem: null, size: 'whole', mentioned: false, place: expect.anything() });
    for (const vote of [...approval.votes, ...approval.work.unchecked])
      expect(vote).toMatchObject({ choice: null, stage: null });
    if (approval.status !== 'pending') expect(approval.delivery.resultRef).toBeNull();
  });
});

test.each([
  ['posted-in-two-channels', true],
  ['one-click-of-two', true],
  ['posted-to-the-fallback-channel', true],
  ['post-of-unknown-outcome', false],
  ['lease-of-a-process-that-died', false],
  ['card-failed', false],
])('%s: its card was posted: %s', (name, isPosted) => {
  expect(wasPosted(upcast(name).approval.work)).toBe(isPosted);
});

test('everybody who amended is remembered, not the last one alone', () => {
  const { amenders } = upcast('amended-twice-by-two-people').approval;

  expect(amenders).toEqual([person('U0BOB', null), person('U0CAROL', null)]);
});

test.each([
  ['posted-to-a-person', { type: 'user', id: 'U0ALICE' }, /^D/],
  ['posted-in-two-channels', 'C0PIZZA', /^C0PIZZA$/],
])('%s: a copy knows the place it was asked to go to', (name, place, channelId) => {
  const [copy] = upcast(name).approval.work.copies;

  expect(copy).toMatchObject({ place, channelId: expect.stringMatching(channelId) });
});
