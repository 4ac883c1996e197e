import { aRow } from '@k8s-pizza/slack-approval-testing';
import { describe, expect, test } from 'vitest';
import type { ApprovalEvent } from '../domain/model/events.js';
import { alice, aRevision, asked, bob, now, voted } from '../domain/testing/world.js';
import { applyChange } from './apply-change.js';
import { verifyHistory } from './history.js';
import { type Loaded, readRow } from './loaded.js';
import type { NewPart } from './parts.js';
import type { ApprovalRecord } from './record.js';
import { writeRecord } from './write-record.js';

// a text and names that look like those of a record
const entry = { seq: 1, at: now, event: { type: 'asked' }, prevHash: '', hash: '' };
const likeARecord = { parts: { values: {} }, history: [entry], refusals: { rows: [], more: 0, moreAt: null } };
const likeText = JSON.stringify(likeARecord);

const payload: NewPart = { ref: 'payload-1', salt: 'salt', value: { ...likeARecord, text: likeText } };
const reason: NewPart = { ref: 'reason-1', salt: 'salt', value: `${likeText} "\\\u2028\ud800` };
const refused: ApprovalEvent = { type: 'vote_refused', at: now, by: bob, code: 'not_an_approver' };
const dead: ApprovalEvent = { type: 'delivery_dead', at: now, reason: likeText, attempt: 1 };
const decided: ApprovalEvent = {
  ...{ type: 'decided', at: now, outcome: 'approved', by: [alice] },
  ...{ reasonRef: 'reason-1', cause: 'votes' },
};

const changes: readonly (readonly [string, readonly ApprovalEvent[], readonly NewPart[]])[] = [
  ['a vote', [voted(alice)], []],
  ['a vote with a reason', [voted(alice, { reasonRef: 'reason-1' })], [reason]],
  ['a decision', [voted(alice, { reasonRef: 'reason-1' }), decided], [reason]],
  ['a refusal', [refused], []],
  ['work that the history does not keep', [{ type: 'key_released', at: now }], []],
  ['an erasure', [decided, dead, { type: 'erased', at: now }], []],
];

function loadedFrom(body: string): Loaded {
  const loaded = readRow(aRow({ body }));
  if (loaded.type !== 'loaded') throw new Error(`The body is ${loaded.type}.`);
  return loaded;
}

function changed(stored: Loaded | null, events: readonly ApprovalEvent[], parts: readonly NewPart[]) {
  const next = applyChange(stored?.record ?? null, { events, parts }, 'write-2');
  if (next === null) throw new Error('The change amounts to nothing.');
  return next;
}

/** The members of a record in the order that is always written. */
function relaid({ schemaVersion, approval, parts, history, refusals, writeId }: ApprovalRecord): string {
  return JSON.stringify({ schemaVersion, approval, parts, history, refusals, writeId });
}

/** A body as the previous release wrote it. */
function askedBody(): string {
  const question = asked({ requester: likeText, revision: aRevision({ payloadRef: payload.ref }) });
  return JSON.stringify(changed(null, [question], [payload]).record);
}

function write(stored: Loaded, events: readonly ApprovalEvent[], parts: readonly NewPart[]) {
  const { record, addedText } = changed(stored, events, parts);
  return { record, body: writeRecord(record, stored, addedText) };
}

const historyTextOf = (body: string) => body.slice(body.lastIndexOf(',"history":'), body.lastIndexOf('],"refusals":'));

describe.each(changes)('after %s', (_, events, parts) => {
  test('the body says what the record says, and keeps the stored entries byte for byte', () => {
    const stored = loadedFrom(askedBody());

    const { record, body } = write(stored, events, parts);

    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(record)));
    expect(body.startsWith('{"schemaVersion":2,"approval":{')).toBe(true);
    expect(historyTextOf(body).startsWith(historyTextOf(stored.row.body))).toBe(true);
  });

  test('the next change continues that body', () => {
    const stored = loadedFrom(write(loadedFrom(askedBody()), events, parts).body);

    const { record, body } = write(stored, [{ type: 'key_released', at: now }, refused], []);

    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(record)));
    expect(historyTextOf(body).startsWith(historyTextOf(stored.row.body))).toBe(true);
    expect(verifyHistory(loadedFrom(body).record.history).whole).toBe(true);
  });

  test('the body stays readable even if the stored history is damaged', () => {
    const whole = loadedFrom(askedBody()).record;
    const [first] = whole.history;
    const stored = loadedFrom(JSON.stringify({ ...whole, history: [first, { ...first, seq: '2"', hash: likeText }] }));

    const { record, body } = write(stored, events, parts);

    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(record)));
  });

  test.each<readonly [string, (record: ApprovalRecord) => string]>([
    ['with spaces', (record) => JSON.stringify(record, null, 1)],
    ['with its parts first', ({ parts: first, ...others }) => JSON.stringify({ parts: first, ...others })],
    [
      'with its approval last',
      ({ approval, schemaVersion, ...others }) => JSON.stringify({ schemaVersion, ...others, approval }),
    ],
    [
      'with its history first',
      ({ history, approval, schemaVersion, ...others }) =>
        JSON.stringify({ schemaVersion, approval, history, ...others }),
    ],
    [
      'whose entries begin with another field',
      ({ history: [first], ...others }) => {
        const { seq, ...fields } = first ?? entry;
        return relaid({ ...others, history: [{ ...fields, seq }] });
      },
    ],
    ['without a history', (record) => JSON.stringify({ ...record, history: [] })],
    ['with a member more', (record) => JSON.stringify({ ...record, more: 1 })],
  ])('a stored body %s is written as a whole', (_layout, layOut) => {
    const stored = loadedFrom(layOut(loadedFrom(askedBody()).record));

    const { record, body } = write(stored, events, parts);

    expect(body).toBe(JSON.stringify(record));
  });
});
