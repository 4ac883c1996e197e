import { describe, expect, test } from 'vitest';
import { castVote, tick, withdraw } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  dave,
  day,
  decided,
  delivered,
  hour,
  minute,
  now,
  posted,
  received,
  withdrawn,
} from '../testing/world.js';
import { isKeyHeld } from './decide-withdraw.js';

describe('a pending approval', () => {
  test('is withdrawn, with who and why', () => {
    const outcome = given(asked(), posted()).when(withdraw({ by: dave, reasonRef: 'reason-1', now: now + 1 }));

    expect(outcome.events).toEqual([{ type: 'withdrawn', at: now + 1, by: dave, reasonRef: 'reason-1' }]);
    expect(outcome.refuses).toBeNull();
    expect(outcome.approval).toMatchObject({
      status: 'withdrawn',
      decision: { cause: 'withdrawal', by: [], withdrawnBy: dave, reasonRef: 'reason-1', decidedAt: now + 1 },
    });
  });

  test('frees its key if it is withdrawn by key', () => {
    expect(given(asked(), posted()).when(withdraw({ releaseKey: true })).types).toEqual(['withdrawn', 'key_released']);
  });

  test('without a key has none to free', () => {
    expect(given(asked({ key: null }), posted()).when(withdraw({ releaseKey: true })).types).toEqual(['withdrawn']);
  });

  test('notifies voters who are still being checked, and the person who asked', () => {
    const outcome = given(asked({ requester: dave }), received(bob)).when(withdraw());

    expect(outcome.approval.work).toMatchObject({
      unchecked: [],
      notices: [
        { topic: { type: 'vote_closed' }, to: { person: bob, channelId: 'C0OVEN' } },
        { topic: { type: 'outcome' }, to: { person: dave } },
      ],
    });
  });

  test('that is overdue expires instead', () => {
    const outcome = given(asked(), posted()).when(withdraw({ now: now + 30 * minute }));

    expect(outcome.types).toEqual(['decided']);
    expect(outcome.refuses).toBe('not_pending');
    expect(outcome.approval.status).toBe('expired');
  });

  test('that is overdue expires, and still frees its key if withdrawn by key', () => {
    const outcome = given(asked(), posted()).when(withdraw({ now: now + 30 * minute, releaseKey: true }));

    expect(outcome.types).toEqual(['decided', 'key_released']);
  });

  test('does not post the card of an escalation that is due at the same instant', () => {
    const escalate = [{ afterMs: minute, approvers: [], channels: ['C0LEADS'] }];
    const before = given(asked({ policy: aPolicy({ schedule: aSchedule({ escalate }) }) }), posted());

    const outcome = before.when(withdraw({ now: now + minute }));

    expect(outcome.types).toEqual(['escalated', 'withdrawn']);
    expect(outcome.owedAt(now + minute).filter(({ type }) => type === 'post')).toEqual([]);
  });

  test('takes no more votes, and tells who withdrew it', () => {
    const outcome = given(asked(), posted(), withdrawn({ by: dave })).when(castVote());

    expect(outcome.refuses).toBe('withdrawn');
    expect(outcome.explains).toContain('<@U0DAVE>');
  });
});

describe('a decided approval', () => {
  test.each([
    ['approved', decided()],
    ['rejected', decided({ outcome: 'rejected' })],
    ['expired', decided({ outcome: 'expired', cause: 'expiry' })],
    ['withdrawn', withdrawn()],
  ])('%s cannot be withdrawn', (status, decision) => {
    const outcome = given(asked(), decision).when(withdraw());

    expect(outcome.refuses).toBe('not_pending');
    expect(outcome.events).toEqual([]);
    expect(outcome.approval.status).toBe(status);
  });

  test('frees its key anyway, once', () => {
    const outcome = given(asked(), decided()).when(withdraw({ releaseKey: true }));

    expect(outcome.types).toEqual(['key_released']);
    expect(outcome.refuses).toBe('not_pending');
    expect(outcome.when(withdraw({ releaseKey: true })).events).toEqual([]);
  });
});

describe('releasing a key', () => {
  const release = { type: 'release_key', now: now + hour } as const;

  test('frees it, whether pending or decided', () => {
    expect(given(asked()).when(release).events).toEqual([{ type: 'key_released', at: now + hour }]);
    expect(given(asked(), decided()).when(release).types).toEqual(['key_released']);
    expect(given(asked()).when(release).approval.status).toBe('pending');
  });

  test('twice, or without a key, changes nothing', () => {
    expect(given(asked()).when(release).when(release).events).toEqual([]);
    expect(given(asked({ key: null })).when(release).events).toEqual([]);
  });
});

describe('a key is held', () => {
  const forever = asked({ policy: aPolicy({ keyForMs: null }) });
  const atExpiry = asked({ policy: aPolicy({ schedule: aSchedule({ onExpiry: 'reject' }) }) });
  const released = { type: 'key_released', at: now } as const;
  const rejected = decided({ outcome: 'rejected' });

  test.each([
    ['while pending', given(asked()), now + 1e12, true],
    ['not once released', given(asked(), released), now, false],
    ['after an approval, for its time', given(asked(), decided()), now + day - 1, true],
    ['and then no more', given(asked(), decided()), now + day, false],
    ['after a rejection, for its time', given(asked(), rejected), now + day - 1, true],
    ['and then no more, rejected', given(asked(), rejected), now + day, false],
    ['forever, where declared', given(forever, decided()), now + 1e12, true],
    ['forever, until released', given(forever, decided(), released), now, false],
    ['not after a withdrawal', given(forever, withdrawn()), now, false],
    ['not after an expiry', given(forever).when(tick(now + 30 * minute)), now + 30 * minute, false],
    ['after a rejection by expiry, as after any', given(atExpiry).when(tick(now + 30 * minute)), now + day, true],
    ['after delivery as before', given(asked(), decided(), delivered()), now + day - 1, true],
  ])('%s', (_, { approval }, at, isHeld) => {
    expect(isKeyHeld(approval, at)).toBe(isHeld);
  });

  test('by the vote that decided, from that instant', () => {
    const approved = given(asked()).when(castVote({ by: alice, now: now + minute }));

    expect(isKeyHeld(approved.approval, now + minute + day - 1)).toBe(true);
    expect(isKeyHeld(approved.approval, now + minute + day)).toBe(false);
  });
});
