import { expect, test } from 'vitest';
import { recordPost, takeOver } from '../../src/domain/testing/commands.js';
import { given, type Situation } from '../../src/domain/testing/given.js';
import { asked, minute, now } from '../../src/domain/testing/world.js';
import { logEvents } from '../../src/events/log-events.js';
import { createLog } from '../../src/ports/log.js';
import type { ApprovalRecord } from '../../src/record/record.js';
import { recordingLogger } from '../world/log.js';

const lost = { type: 'unknown', reason: 'timeout' } as const;
const notInvited = { type: 'waiting', reason: 'not_in_channel', isAppWide: false } as const;
const tokenExpired = { type: 'waiting', reason: 'token_expired', isAppWide: true } as const;
const inTwo = given(asked({ channels: ['C0OVEN', 'C0SECOND'] }));

/** The lines for what the last command did. */
function linesFor({ approval, events }: ReturnType<Situation['when']>) {
  const log = recordingLogger();
  // as: nothing else of the record is read
  logEvents(createLog(log), { approval } as ApprovalRecord, events);
  return log.lines.map(({ parts }) => parts[1]);
}

test('two cards that begin to wait in one put are one line', () => {
  const twice = [0, 1, 2, 3].reduce<Situation>(
    (situation, turn) => situation.when(recordPost(lost, { copyId: (turn % 2) + 1, now: now + turn })),
    inTwo,
  );

  expect(linesFor(twice.when(takeOver(now + 2 * minute)))).toMatchObject([
    { channelId: 'C0OVEN', reason: 'no_answer' },
  ]);
});

test('a card beside one that waits already is no second line', () => {
  const one = inTwo.when(recordPost(notInvited));

  expect(linesFor(one)).toHaveLength(1);
  expect(linesFor(one.when(recordPost(notInvited, { copyId: 2, now: now + 1 })))).toEqual([]);
});

test('a card beside one that waits for the whole app is a line: that one has none', () => {
  const one = inTwo.when(recordPost(tokenExpired));

  expect(linesFor(one)).toEqual([]);
  expect(linesFor(one.when(recordPost(notInvited, { copyId: 2, now: now + 1 })))).toMatchObject([
    { channelId: 'C0SECOND', reason: 'not_in_channel' },
  ]);
});
