import { expect, test } from 'vitest';
import { takeClick } from '../domain/decide/take-vote.js';
import type { VoteEvent } from '../domain/evolve/evolve-vote.js';
import type { Approval } from '../domain/model/approval.js';
import { noFacts } from '../domain/model/policy.js';
import { anyone } from '../domain/policy/rules.js';
import { castVote } from '../domain/testing/commands.js';
import { aPolicy, asked, dave, now } from '../domain/testing/world.js';
import { applyChange } from './apply-change.js';
import { applyVote } from './apply-vote.js';
import type { ApprovalRecord } from './record.js';

/** A record whose card is posted. */
function aRecord(change: Parameters<typeof asked>[0]): ApprovalRecord {
  const posted = { type: 'copy_changed', at: now, copyId: 1, change: { ts: '100.1', shown: 1 } } as const;
  const changed = applyChange(null, { events: [asked(change), posted], parts: [] }, 'asked');
  if (changed === null) throw new Error('A question makes a record.');
  return changed.record;
}

function taken(command: Parameters<typeof castVote>[0], approval: Approval): readonly VoteEvent[] {
  return takeClick(castVote(command), approval) ?? [];
}

test.each<[string, Parameters<typeof asked>[0], Parameters<typeof castVote>[0], readonly string[]]>([
  ['one of two', { policy: aPolicy({ quorum: { approve: 2, reject: 1 } }) }, {}, ['voted']],
  ['the vote that decides', { requester: dave }, { actionTs: '1.1' }, ['voted', 'acted', 'decided', 'notice_owed']],
  ['a vote to be checked', { policy: aPolicy({ approvers: [anyone()] }) }, { facts: noFacts }, ['vote_received']],
])('%s makes the same record the short way', (_, question, click, types) => {
  const record = aRecord(question);
  const events = taken(click, record.approval);

  expect(events.map(({ type }) => type)).toEqual(types);
  expect(applyVote(record, events, 'w')).toEqual(applyChange(record, { events, parts: [] }, 'w'));
});

test('without an event there is nothing to store', () => {
  expect(applyVote(aRecord({}), [], 'w')).toBeNull();
});
