import { describe, expect, test } from 'vitest';
import { evolve } from './evolve/evolve.js';
import { attentionOf, type Copy } from './model/approval.js';
import { wasPosted } from './model/copies.js';
import type { ApprovalEvent } from './model/events.js';
import { whyOver } from './policy/explain-refusal.js';
import { amend, castVote, checkVote, erase, recordPost, recordSync, tick, withdraw } from './testing/commands.js';
import { given, type Situation } from './testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  dave,
  dead,
  decided,
  delivered,
  hour,
  minute,
  now,
  posted,
  received,
  setAside,
  voted,
  withdrawn,
} from './testing/world.js';

const expiresAt = now + 30 * minute;
const scheduled = (onExpiry: 'expire' | 'reject' | 'approve') =>
  asked({ policy: aPolicy({ schedule: aSchedule({ onExpiry }) }) });
const unseen = (at: number = now): ApprovalEvent => ({ type: 'never_shown', at });
const copyIs = (change: Partial<Copy>): ApprovalEvent => ({ type: 'copy_changed', at: now, copyId: 1, change });
const seen = { channelId: 'C0OVEN', messageTs: '300.3', isEphemeral: false };

function isNeverShown({ approval }: Situation): boolean {
  return approval.status !== 'pending' && approval.decision.neverShown === true;
}

describe('an approval that ends before its card is posted', () => {
  test.each([
    ['expires', given(asked()).when(tick(expiresAt)), ['decided', 'never_shown']],
    ['is rejected by expiry', given(scheduled('reject')).when(tick(expiresAt)), ['decided', 'never_shown']],
    ['is withdrawn', given(asked()).when(withdraw()), ['withdrawn', 'never_shown']],
    ['is decided by a program', given(asked()).when(castVote({ seen: null })), ['voted', 'decided', 'never_shown']],
    [
      'is decided once a voter is known',
      given(asked(), received(alice)).when(checkVote()),
      ['check_ended', 'voted', 'decided', 'never_shown'],
    ],
    ['expires over an amendment', given(asked()).when(amend({ now: expiresAt })), ['decided', 'never_shown']],
  ])('%s, followed by `never_shown`', (_, outcome, types) => {
    expect(outcome.types).toEqual(types);
    expect(isNeverShown(outcome)).toBe(true);
  });

  test('has `never_shown` before the notices that its end owes', () => {
    const outcome = given(asked({ requester: dave })).when(tick(expiresAt));

    expect(outcome.types).toEqual(['decided', 'never_shown', 'notice_owed']);
    expect(outcome.events[1]).toEqual(unseen(expiresAt));
  });

  test('is never approved by expiry', () => {
    const outcome = given(scheduled('approve')).when(tick(expiresAt));

    expect(outcome.approval).toMatchObject({ status: 'expired', decision: { cause: 'expiry', neverShown: true } });
  });
});

describe('a card counts as shown', () => {
  test.each<readonly [what: string, events: readonly ApprovalEvent[]]>([
    ['one that stands', [posted()]],
    ['one whose message was deleted', [posted(), copyIs({ state: 'gone' })]],
    ['one of two', [copyIs({ state: 'gone' }), { type: 'copy_added', at: now, channelId: 'C0B', ts: '2.2', shown: 1 }]],
    ['one that was synced, in a record of before', [copyIs({ syncedAt: now })]],
  ])('%s', (_, events) => {
    const before = given(scheduled('approve'), ...events);

    const outcome = before.when(tick(expiresAt));

    expect(outcome.types).toEqual(['decided']);
    expect(outcome.approval.status).toBe('approved');
  });

  test('one that was deleted and is still to be posted again', () => {
    const deleted = given(asked(), posted(), copyIs({ wanted: 2 })).when(
      recordSync({ type: 'gone', reason: 'message_not_found' }),
    );

    const outcome = deleted.when(tick(expiresAt));

    expect(deleted.approval.work.copies).toMatchObject([{ ts: null, syncedAt: null, state: 'live' }]);
    expect(wasPosted(deleted.approval.work)).toBe(true);
    expect(outcome.types).toEqual(['decided']);
  });

  test('one that a program reposts after it was given up', () => {
    const again = given(asked(), posted(), copyIs({ state: 'gone' })).when({ type: 'repost', now });

    expect(again.approval.work.copies).toMatchObject([{ ts: null, state: 'live' }]);
    expect(again.when(tick(expiresAt)).types).toEqual(['decided']);
  });

  test('one whose post has no known outcome, once a click shows its message', () => {
    const unknown = given(scheduled('approve')).when(recordPost({ type: 'unknown', reason: 'timeout' }));

    const voting = unknown.when(castVote({ seen }));
    const late = unknown.when(castVote({ seen, now: expiresAt }));

    expect(voting.types).toEqual(['copy_changed', 'voted', 'decided']);
    expect(late.types).toEqual(['copy_changed', 'decided']);
    expect(late.approval.status).toBe('approved');
  });
});

describe('a card does not count as shown', () => {
  test.each<readonly [what: string, events: readonly ApprovalEvent[]]>([
    ['one that waits for its turn', []],
    ['one whose post has no known outcome', [copyIs({ unknownPosts: 2 })]],
    ['one that Slack refused for good', [copyIs({ state: 'gone' })]],
    ['one that is to be posted again, and never was', [copyIs({ ts: null, shown: 0 })]],
  ])('%s', (_, events) => {
    expect(given(asked(), ...events).when(tick(expiresAt)).types).toEqual(['decided', 'never_shown']);
  });

  test('one whose message is found only after the end', () => {
    const over = given(asked()).when(tick(expiresAt));

    const late = over.when(castVote({ seen, now: expiresAt + minute }));

    expect(late.types).toEqual(['copy_added']);
    expect(isNeverShown(late)).toBe(true);
  });
});

describe('the event', () => {
  const before = given(asked(), decided()).approval;

  test('marks a decision, once', () => {
    const after = evolve(before, unseen(now + 1));

    expect(after).toMatchObject({ decision: { outcome: 'approved', neverShown: true }, lastEventAt: now + 1 });
    expect(evolve(after, unseen(now + 2))).toBe(after);
  });

  test('changes nothing while pending', () => {
    const pending = given(asked()).approval;

    expect(evolve(pending, unseen())).toBe(pending);
  });
});

describe('it needs attention', () => {
  const expired = decided({ outcome: 'expired', by: [], cause: 'expiry' });
  const rejected = decided({ outcome: 'rejected', by: [], cause: 'expiry' });
  const over = [asked(), expired, unseen()];

  test.each<readonly [what: string, events: readonly ApprovalEvent[], attention: string | null]>([
    ['expired', over, 'never_shown'],
    ['rejected by expiry', [asked(), rejected, unseen()], 'never_shown'],
    ['expired and delivered', [...over, delivered()], 'never_shown'],
    ['expired and never delivered', [...over, dead()], 'delivery_dead'],
    ['expired and set aside', [...over, setAside], 'stuck'],
    ['expired, and its card given up', [asked(), copyIs({ state: 'gone' }), expired, unseen()], 'never_shown'],
    ['expired as a seen one', [asked(), posted(), expired], null],
    ['withdrawn', [asked(), withdrawn(), unseen()], null],
    ['decided by people', [asked(), voted(alice), decided(), unseen()], null],
  ])('%s', (_, events, attention) => {
    expect(attentionOf(given(...events).approval)).toBe(attention);
  });

  test('until its texts are erased', () => {
    const erased = given(...over, delivered()).when(erase(now + hour));

    expect(attentionOf(erased.approval)).toBeNull();
    expect(isNeverShown(erased)).toBe(true);
  });
});

describe('why a vote comes too late', () => {
  const why = (...events: readonly ApprovalEvent[]): string => {
    const { approval } = given(asked(), ...events, unseen());
    return approval.status === 'pending' ? 'pending' : whyOver(approval, bob).explanation;
  };

  test.each([
    [
      decided({ outcome: 'expired', by: [], cause: 'expiry' }),
      'Its card could not be posted in time, so this has expired.',
    ],
    [
      decided({ outcome: 'rejected', by: [], cause: 'expiry' }),
      'Its card could not be posted in time, so this was rejected, as declared.',
    ],
    [decided(), 'This was already approved by <@U0ALICE>.'],
    [decided({ by: [bob] }), 'Your answer is in: this is approved.'],
    [withdrawn(), 'This was withdrawn by alertmanager before it was decided (2026-01-01T10:00:00Z).'],
  ])('%#: names the card', (end, explanation) => {
    expect(why(end)).toBe(explanation);
  });
});
