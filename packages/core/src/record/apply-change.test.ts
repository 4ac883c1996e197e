import { expect, test } from 'vitest';
import type { ApprovalEvent } from '../domain/model/events.js';
import { alice, aPolicy, aRevision, asked, now, received, voted } from '../domain/testing/world.js';
import { applyChange } from './apply-change.js';
import { newPart } from './parts.js';
import type { ApprovalRecord } from './record.js';

const payload = newPart({ size: 'small' });
const content = newPart({ title: 'Order pizza?' });
const edit = { digest: 'sha256:edited', payloadRef: payload.ref, contentRef: content.ref };

function recordOf(events: readonly ApprovalEvent[]): ApprovalRecord {
  const [record] = events.reduce<readonly [ApprovalRecord | null]>(
    ([before], event) => [applyChange(before, { events: [event], parts: [payload, content] }, 'w')?.record ?? before],
    [null],
  );
  if (record === null) throw new Error('A question makes a record.');
  return record;
}

const amended: ApprovalEvent = {
  type: 'amended',
  at: now,
  by: 'shop',
  policy: aPolicy(),
  steps: [],
  revision: aRevision({ number: 2 }),
};

test.each<[string, readonly ApprovalEvent[], boolean]>([
  ['stays while the vote is being checked', [received(alice, { edit })], true],
  ['goes with a vote that was never counted', [received(alice, { edit }), amended], false],
  [
    'stays with a vote that was counted, as the history names it',
    [voted(alice, { edit }), received(alice, { edit }), amended],
    true,
  ],
])('what a voter changed %s', (_, events, stays) => {
  const { values } = recordOf([asked(), ...events]).parts;

  expect([payload.ref, content.ref].map((ref) => ref in values)).toEqual([stays, stays]);
});
