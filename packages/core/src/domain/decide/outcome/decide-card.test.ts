import { describe, expect, test } from 'vitest';
import { castVote, recordPost, recordSync, takeOver } from '../../testing/commands.js';
import { given, type Situation } from '../../testing/given.js';
import {
  aPolicy,
  asked,
  bob,
  carol,
  day,
  decided,
  hour,
  minute,
  now,
  posted,
  second,
  voted,
} from '../../testing/world.js';

const arrived = { type: 'ok', channelId: 'C0OVEN', ts: '100.1' } as const;
const retry = { type: 'retry', afterMs: null, reason: 'status 503' } as const;
const unknown = { type: 'unknown', reason: 'timeout' } as const;
const archived = { type: 'waiting', reason: 'is_archived', isAppWide: false } as const;
const ok = { type: 'ok' } as const;

const copyOf = ({ approval }: Situation, copyId = 1) => approval.work.copies.find((copy) => copy.copyId === copyId);
const unposted = given(asked());
const live = given(asked({ policy: aPolicy({ quorum: { approve: 9, reject: 9 } }) }), posted());
/** One update is owed. */
const behind = given(asked({ policy: aPolicy({ quorum: { approve: 9, reject: 9 } }) }), posted(), voted(bob));

describe('a post', () => {
  test('is owed at once', () => {
    expect(unposted.owedAt(now)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('that succeeded makes the copy live, in the channel that Slack returned', () => {
    const outcome = unposted.when(recordPost({ ...arrived, channelId: 'D0ALICE' }, { now: now + second }));

    expect(outcome.types).toEqual(['copy_changed']);
    expect(copyOf(outcome)).toMatchObject({
      channelId: 'D0ALICE',
      ts: '100.1',
      state: 'live',
      shown: 1,
      syncedAt: now + second,
    });
    expect(copyOf(outcome)).not.toHaveProperty('type');
    expect(outcome.owedAt(now + day)).toEqual([]);
  });

  test('that showed an older record leaves an update owed', () => {
    const outcome = given(asked(), voted(bob)).when(recordPost(arrived, { drawn: { wanted: 1, decided: false } }));

    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('whose channel is busy waits for its second, and counts no attempt', () => {
    const outcome = unposted.when(recordPost({ type: 'busy', until: now + 7 * second }));

    expect(outcome.owedAt(now + 7 * second - 1)).toEqual([]);
    expect(outcome.owedAt(now + 7 * second)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(copyOf(outcome)).toMatchObject({ attemptCount: 0, failingSince: null });
  });

  test('that failed is retried after 1 s, 5 s, 30 s, 5 min, 5 min', () => {
    const instants: number[] = [];
    let situation: Situation = unposted;
    let at = now;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      situation = situation.when(recordPost(retry, { now: at }));
      const next = copyOf(situation)?.nextAt ?? 0;
      instants.push(next - at);
      at = next;
    }

    expect(instants).toEqual([second, 5 * second, 30 * second, 5 * minute, 5 * minute]);
    expect(copyOf(situation)).toMatchObject({ attemptCount: 5, failingSince: now });
  });

  test('is not retried before Slack allows it', () => {
    const outcome = unposted.when(recordPost({ ...retry, afterMs: 30 * second }));

    expect(copyOf(outcome)?.nextAt).toBe(now + 30 * second);
  });

  test('that has failed for a day waits like one whose cause a person has to fix', () => {
    const failing = unposted.when(recordPost(retry));
    const outcome = failing.when(recordPost(retry, { now: now + day }));

    expect(failing.when(recordPost(retry, { now: now + day - 1 })).types).toEqual(['copy_changed']);
    expect(outcome.types).toEqual(['copy_waits', 'card_failed']);
    expect(copyOf(outcome)).toMatchObject({ state: 'live', problem: { code: 'status 503', since: now + day } });
    expect(outcome.owedAt(now + day + minute)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('that succeeds resets the count', () => {
    const outcome = unposted.when(recordPost(retry)).when(recordPost(arrived));

    expect(copyOf(outcome)).toMatchObject({ attemptCount: 0, failingSince: null });
  });
});

describe('a post with an unknown outcome', () => {
  const once = unposted.when(recordPost(unknown));
  const twice = once.when(recordPost(unknown, { now: now + minute }));

  test('waits 60 s for a click on it, then is posted again', () => {
    expect(once.owedAt(now + minute - 1)).toEqual([]);
    expect(once.owedAt(now + minute)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('is posted three times, then waits like one whose cause a person has to fix', () => {
    const outcome = twice.when(recordPost(unknown, { now: now + 2 * minute }));

    expect(twice.owedAt(now + 2 * minute)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(outcome.types).toEqual(['copy_waits', 'card_failed']);
    expect(copyOf(outcome)).toMatchObject({ state: 'live', problem: { code: 'no_answer' } });
  });

  test('is not posted again after a click on it', () => {
    const outcome = once.when(castVote({ by: carol, now: now + second }));

    expect(outcome.owedAt(now + hour)).not.toContainEqual({ type: 'post', copyId: 1 });
    expect(copyOf(outcome)?.ts).toBe('100.1');
  });

  test('is the same message if its answer comes after the click', () => {
    const shown = once.when(castVote({ by: carol }));

    expect(shown.when(recordPost(arrived)).events).toEqual([]);
  });

  test('becomes a second copy if the second post is another message', () => {
    const shown = once.when(castVote({ by: carol }));

    const outcome = shown.when(recordPost({ ...arrived, ts: '200.2' }));

    expect(outcome.types).toEqual(['copy_added']);
    expect(copyOf(outcome, 2)).toMatchObject({ ts: '200.2', state: 'live' });
    expect(outcome.owedAt(now)).toContainEqual({ type: 'sync', copyId: 2 });
  });

  test('adds no second copy of a message that is known already', () => {
    const both = given(asked(), posted(), {
      type: 'copy_added',
      at: now,
      channelId: 'C0OVEN',
      ts: '200.2',
      shown: 0,
    });

    const outcome = both.when(recordPost({ ...arrived, ts: '200.2' }));

    expect(outcome.events).toEqual([]);
    expect(outcome.approval.work.copies).toMatchObject([{ state: 'live' }, { state: 'live' }]);
  });

  test('is given up if another copy has its message', () => {
    const learned = given(asked(), { type: 'copy_added', at: now, channelId: 'C0OVEN', ts: '100.1', shown: 0 });

    const outcome = learned.when(recordPost(arrived));

    expect(outcome.approval.work.copies).toMatchObject([
      { copyId: 1, ts: null, state: 'gone' },
      { copyId: 2, ts: '100.1', state: 'live' },
    ]);
  });

  test('is another message if the channel differs, even with the same timestamp', () => {
    const elsewhere = given(asked({ channels: ['C0OVEN', 'C0OTHER'] }), posted({ copyId: 2, channelId: 'C0OTHER' }));

    expect(copyOf(elsewhere.when(recordPost(arrived)))).toMatchObject({ ts: '100.1', state: 'live' });
  });
});

describe('a post in flight at the decision', () => {
  const meanwhile = given(asked(), decided());

  test('is not started any more', () => {
    expect(meanwhile.owedAt(now)).toEqual([{ type: 'deliver' }]);
  });

  test('makes the copy live if it succeeded, to show the decision', () => {
    const outcome = meanwhile.when(recordPost(arrived));

    expect(copyOf(outcome)).toMatchObject({ ts: '100.1', state: 'live', decisionShown: false });
    expect(outcome.owedAt(now)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test.each([retry, unknown, archived, { type: 'busy', until: now + second } as const])(
    'and ended otherwise ($type) changes nothing',
    (result) => {
      expect(meanwhile.when(recordPost(result)).events).toEqual([]);
    },
  );
});

describe('an outcome for a copy that does not exist', () => {
  test('changes nothing', () => {
    expect(unposted.when(recordPost(arrived, { copyId: 9 })).events).toEqual([]);
    expect(unposted.when(recordSync(ok, { copyId: 9 })).events).toEqual([]);
  });

  test.each([retry, unknown, archived])('a post that failed ($type) after a click on its message', (result) => {
    expect(live.when(recordPost(result)).events).toEqual([]);
  });

  test.each([ok, retry, unknown, archived])('an update ($type) of a card that is gone', (result) => {
    const gone = given(asked(), posted(), { type: 'copy_changed', at: now, copyId: 1, change: { state: 'gone' } });

    expect(gone.when(recordSync(result)).events).toEqual([]);
  });
});

describe('an update', () => {
  test('that succeeded is recorded as shown', () => {
    const outcome = behind.when(recordSync(ok, { now: now + second }));

    expect(copyOf(outcome)).toMatchObject({ wanted: 2, shown: 2, syncedAt: now + second });
    expect(outcome.owedAt(now + day)).toEqual([]);
  });

  test('that showed an older record is followed by another', () => {
    const newer = given(
      asked({ policy: aPolicy({ quorum: { approve: 9, reject: 9 } }) }),
      posted(),
      voted(bob),
      voted(carol),
    );

    const outcome = newer.when(recordSync(ok, { drawn: { wanted: 2, decided: false } }));

    expect(copyOf(outcome)).toMatchObject({ wanted: 3, shown: 2 });
    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('that comes late does not lower what is shown', () => {
    const outcome = behind.when(recordSync(ok)).when(recordSync(ok, { drawn: { wanted: 1, decided: false } }));

    expect(copyOf(outcome)?.shown).toBe(2);
  });

  test('that showed an older record after a newer one is followed by one more', () => {
    const late = behind.when(recordSync(ok)).when(recordSync(ok, { drawn: { wanted: 1, decided: false } }));
    const settled = late.when(recordSync(ok, { drawn: { wanted: 3, decided: false } }));

    expect(late.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
    expect(settled.owedAt(now + day)).toEqual([]);
  });

  test('that failed is retried, not before Slack allows it', () => {
    const failed = behind.when(recordSync(retry));
    const limited = behind.when(recordSync({ ...retry, afterMs: 40 * second }));

    expect(copyOf(failed)).toMatchObject({ nextAt: now + second, attemptCount: 1, failingSince: now });
    expect(copyOf(limited)?.nextAt).toBe(now + 40 * second);
    expect(failed.owedAt(now + second - 1)).toEqual([]);
    expect(failed.owedAt(now + second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('waits once it has failed for a day, and a success resets the count', () => {
    const failing = behind.when(recordSync(retry));
    const recovered = failing.when(recordSync(ok)).when(castVote({ now: now + minute }));

    expect(failing.when(recordSync(retry, { now: now + day })).types).toEqual(['copy_waits', 'card_failed']);
    expect(recovered.when(recordSync(retry, { now: now + day })).types).toEqual(['copy_changed']);
  });

  test('that Slack refuses leaves the decision and the other copies alone', () => {
    const two = given(
      asked({ channels: ['C0OVEN', 'C0SECOND'] }),
      posted(),
      posted({ copyId: 2, ts: '200.2' }),
      decided(),
    );

    const outcome = two.when(recordSync(archived));

    expect(outcome.approval.status).toBe('approved');
    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 2 }, { type: 'deliver' }]);
  });
});

describe('an update with an unknown outcome', () => {
  const uncertain = behind.when(recordSync(unknown));
  const repeated = uncertain.when(recordSync(ok, { now: now + second }));

  test('is repeated, and once more 30 s later, so that the newest state wins', () => {
    expect(copyOf(uncertain)).toMatchObject({ nextAt: now + second, settleAt: now + 30 * second });
    expect(repeated.owedAt(now + 30 * second - 1)).toEqual([]);
    expect(repeated.owedAt(now + 30 * second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('is settled by the last one', () => {
    const settled = repeated.when(recordSync(ok, { now: now + 30 * second }));

    expect(copyOf(settled)?.settleAt).toBeNull();
    expect(settled.owedAt(now + day)).toEqual([]);
  });

  test('waits like any other if the last one fails', () => {
    const limited = repeated.when(recordSync({ ...retry, afterMs: minute }, { now: now + 30 * second }));

    expect(limited.owedAt(now + 90 * second - 1)).toEqual([]);
    expect(limited.owedAt(now + 90 * second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });
});

describe('the work of an abandoned lease', () => {
  test('a post that was due waits 60 s, because it may have been sent', () => {
    const outcome = unposted.when(takeOver(now + minute));

    expect(copyOf(outcome)).toMatchObject({ unknownPosts: 1, nextAt: now + 2 * minute });
  });

  test('a post that was not due was not sent', () => {
    const waiting = unposted.when(recordPost({ type: 'busy', until: now + 2 * minute }));

    expect(waiting.when(takeOver(now + 2 * minute - 1)).events).toEqual([]);
    expect(waiting.when(takeOver(now + 2 * minute)).types).toEqual(['copy_changed']);
  });

  test('the third time, a post waits like one whose cause a person has to fix', () => {
    const twice = unposted.when(takeOver(now + minute)).when(takeOver(now + 2 * minute));

    expect(twice.when(takeOver(now + 3 * minute)).types).toEqual(['copy_waits', 'card_failed']);
  });

  test('updates and deliveries are repeated', () => {
    expect(behind.when(takeOver(now + minute)).events).toEqual([]);
    expect(given(asked(), decided()).when(takeOver(now + minute)).events).toEqual([]);
  });
});
