import { describe, expect, test } from 'vitest';
import { attentionOf } from '../../model/approval.js';
import { thread } from '../../model/place.js';
import { castVote, recordPost, recordSync, takeOver } from '../../testing/commands.js';
import { given, type Situation } from '../../testing/given.js';
import {
  aPolicy,
  asked,
  bob,
  carol,
  day,
  decided,
  delivered,
  erased,
  hour,
  minute,
  now,
  posted,
  reminded,
  second,
  setAside,
  voted,
} from '../../testing/world.js';

const arrived = { type: 'ok', channelId: 'C0OVEN', ts: '100.1' } as const;
const ok = { type: 'ok' } as const;
const notInvited = { type: 'waiting', reason: 'not_in_channel', isAppWide: false } as const;
const archived = { type: 'waiting', reason: 'is_archived', isAppWide: false } as const;
const tokenExpired = { type: 'waiting', reason: 'token_expired', isAppWide: true } as const;
const deleted = { type: 'gone', reason: 'message_not_found' } as const;
const notOurs = { type: 'gone', reason: 'cant_update_message' } as const;
const tooLong = { type: 'unfit', reason: 'msg_blocks_too_long' } as const;
const busySlack = { type: 'retry', afterMs: 7 * second, reason: 'ratelimited' } as const;
const unknown = { type: 'unknown', reason: 'timeout' } as const;

const many = aPolicy({ quorum: { approve: 9, reject: 9 } });
const unposted = given(asked());
const live = given(asked({ policy: many }), posted());
/** One update is owed. */
const behind = given(asked({ policy: many }), posted(), voted(bob));
const copyOf = ({ approval }: Situation, copyId = 1) => approval.work.copies.find((copy) => copy.copyId === copyId);
const nextAt = (situation: Situation) => copyOf(situation)?.nextAt ?? 0;

describe('a card that Slack refuses until a person fixes the cause', () => {
  const waiting = unposted.when(recordPost(notInvited));

  test('stays owed, tells why, and is announced once', () => {
    expect(waiting.types).toEqual(['copy_waits', 'card_failed']);
    expect(waiting.approval).toMatchObject({ status: 'pending', failedChannels: ['C0OVEN'] });
    expect(copyOf(waiting)).toMatchObject({
      state: 'live',
      problem: { code: 'not_in_channel', since: now, isAppWide: false },
    });
    expect(attentionOf(waiting.approval)).toBe('card_waiting');
  });

  test('is retried after 1 min, 5 min, then every 15 min while the approval is pending', () => {
    const waits: number[] = [];
    let situation: Situation = given(asked({ policy: aPolicy({ schedule: { ...many.schedule, expiresInMs: null } }) }));
    let at = now;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      situation = situation.when(recordPost(notInvited, { now: at }));
      waits.push(nextAt(situation) - at);
      at = nextAt(situation);
    }

    expect(waits.slice(0, 4)).toEqual([minute, 5 * minute, 15 * minute, 15 * minute]);
    expect(new Set(waits.slice(2))).toEqual(new Set([15 * minute]));
    expect(situation.owedAt(at)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(situation.approval.failedChannels).toEqual(['C0OVEN']);
  });

  test('is shown, and its recovery announced, once Slack accepts it', () => {
    const healed = waiting.when(recordPost(arrived, { now: now + minute }));

    expect(healed.types).toEqual(['copy_changed', 'copy_healed', 'card_healed']);
    expect(copyOf(healed)).toMatchObject({ ts: '100.1', problem: null, attemptCount: 0 });
    expect(attentionOf(healed.approval)).toBeNull();
  });

  test('adds one failure and one recovery per channel to the history, however often they alternate', () => {
    const healed = waiting.when(recordPost(arrived, { now: now + minute }));
    const voting = healed.when(castVote({ by: carol, now: now + 2 * minute }));
    const again = voting.when(recordSync(archived, { now: now + 3 * minute }));
    const over = again.when(recordSync(ok, { now: now + 4 * minute }));

    expect(again.types).toEqual(['copy_waits']);
    expect(attentionOf(again.approval)).toBe('card_waiting');
    expect(over.types).toEqual(['copy_changed', 'copy_healed']);
    expect(attentionOf(over.approval)).toBeNull();
  });

  test('keeps the instant of its first failure while its cause changes', () => {
    const other = waiting.when(recordPost(archived, { now: now + minute }));

    expect(other.types).toEqual(['copy_waits']);
    expect(copyOf(other)?.problem).toEqual({ code: 'is_archived', since: now, isAppWide: false });
  });

  test('is retried soon after a passing failure, and keeps its cause', () => {
    const limited = waiting.when(recordPost(busySlack, { now: now + minute }));

    expect(nextAt(limited)).toBe(now + minute + 30 * second);
    expect(copyOf(limited)?.problem?.code).toBe('not_in_channel');
  });

  test('is not retried after a passing failure before Slack allows it', () => {
    const limited = waiting.when(recordPost({ ...busySlack, afterMs: hour }, { now: now + minute }));

    expect(nextAt(limited)).toBe(now + minute + hour);
  });

  test('starts its time again if the whole app was refused before, because that is another cause', () => {
    const before = unposted.when(recordPost(tokenExpired));
    const after = before.when(recordPost(notInvited, { now: now + minute }));

    expect(copyOf(after)?.problem).toEqual({ code: 'not_in_channel', since: now + minute, isAppWide: false });
  });

  test('waits as long after an attempt without an answer, and keeps its cause', () => {
    const lost = waiting.when(recordPost(unknown, { now: now + minute }));

    expect(nextAt(lost)).toBe(now + minute + 5 * minute);
    expect(copyOf(lost)?.problem?.code).toBe('not_in_channel');
  });

  test('is known to be posted after a click on its message', () => {
    const clicked = waiting.when(castVote({ by: carol, now: now + second }));

    expect(clicked.types).toContain('copy_healed');
    expect(copyOf(clicked)).toMatchObject({ ts: '100.1', problem: null });
  });

  test('counts an abandoned attempt as one without an answer', () => {
    const taken = waiting.when(takeOver(now + minute));

    expect(taken.types).toEqual(['copy_waits']);
    expect(nextAt(taken)).toBe(now + 6 * minute);
  });

  test('is not posted after the decision, and then needs no attention', () => {
    const over = waiting.after(decided());

    expect(copyOf(over)).toMatchObject({ state: 'gone', problem: null });
    expect(attentionOf(over.approval)).toBeNull();
  });
});

describe('a decided card that Slack does not update', () => {
  const waiting = given(asked(), posted(), decided(), delivered()).when(recordSync(archived));

  test('is retried for 7 days, then given up', () => {
    const last = waiting.when(recordSync(archived, { now: now + 7 * day - 1 }));
    const over = waiting.when(recordSync(archived, { now: now + 7 * day }));

    expect(attentionOf(waiting.approval)).toBe('card_waiting');
    expect(last.types).toEqual(['copy_waits']);
    expect(over.types).toEqual(['copy_given_up']);
    expect(over.owedAt(now + 8 * day)).toEqual([]);
    expect(attentionOf(over.approval)).toBe('card_failed');
  });

  test('the 7 days begin with the refusal if the decision is older', () => {
    const shown = given(asked(), posted(), decided(), delivered()).when(recordSync(ok));

    expect(shown.when(recordSync(archived, { now: now + 8 * day })).types).toEqual(['copy_waits', 'card_failed']);
  });

  test('the 7 days begin with the decision if it waited before', () => {
    const before = given(asked({ policy: many }), posted(), voted(bob)).when(recordSync(archived));
    const later = before.after(decided({ at: now + 3 * day }));

    expect(later.when(recordSync(archived, { now: now + 9 * day })).types).toEqual(['copy_waits']);
    expect(later.when(recordSync(archived, { now: now + 10 * day })).types).toEqual(['copy_given_up']);
  });
});

describe('a card that has failed for a day without a refusal by Slack', () => {
  const retrying = (situation: Situation, from: number, ms: number) => {
    let [current, at] = [situation, from];
    const waits: number[] = [];
    while (at < from + ms && current.owedAt(at).length > 0) {
      current = current.when(recordSync(busySlack, { now: at }));
      waits.push(nextAt(current) - at);
      at = Math.max(nextAt(current), at + 1);
    }
    return { ...current, waits, at };
  };

  test('is then retried every 15 minutes, not every 30 seconds', () => {
    const { waits, approval } = retrying(behind, now, 2 * day);

    expect(waits.slice(-50)).toEqual(Array.from({ length: 50 }, () => 15 * minute));
    expect(attentionOf(approval)).toBe('card_waiting');
  });

  test('is not retried before Slack allows it', () => {
    const failing = behind.when(recordSync(busySlack));
    const waiting = failing.when(recordSync({ ...busySlack, afterMs: 2 * hour }, { now: now + day }));

    expect(waiting.types).toEqual(['copy_waits', 'card_failed']);
    expect(nextAt(waiting)).toBe(now + day + 2 * hour);
  });

  test('keeps its 15 minutes if an answer is lost in between', () => {
    const waiting = unposted.when(recordPost(busySlack)).when(recordPost(busySlack, { now: now + day }));
    const lost = waiting.when(recordPost(unknown, { now: now + day + minute }));
    const again = lost.when(recordPost(busySlack, { now: now + day + hour }));

    expect(nextAt(again)).toBe(now + day + hour + 15 * minute);
  });

  test('is given up like any other once decided', () => {
    const over = given(asked(), posted(), decided(), delivered());
    const { at, approval } = retrying(over, now, 20 * day);

    expect(attentionOf(approval)).toBe('card_failed');
    expect(at).toBeLessThan(now + 9 * day);
  });

  test('is given up too if it waited for another cause before', () => {
    const waited = given(asked(), posted(), decided(), delivered()).when(recordSync(archived));
    const { at, approval } = retrying(waited, nextAt(waited), 20 * day);

    expect(attentionOf(approval)).toBe('card_failed');
    expect(at).toBeLessThan(now + 9 * day);
  });

  test('starts its day again after a refusal, which proves that Slack answers', () => {
    const failing = behind.when(recordSync(busySlack)).when(recordSync(archived, { now: now + hour }));
    const later = failing.when(recordSync(busySlack, { now: now + 2 * day }));

    expect(copyOf(later)?.problem?.code).toBe('is_archived');
  });
});

describe('a message that is gone', () => {
  test('is posted again with its buttons while pending', () => {
    const outcome = behind.when(recordSync(deleted));

    expect(outcome.types).toEqual(['copy_changed']);
    expect(copyOf(outcome)).toMatchObject({ state: 'live', ts: null, channelId: 'C0OVEN', shown: 0 });
    expect(outcome.owedAt(now)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(attentionOf(outcome.approval)).toBeNull();
  });

  test('is noticed by a reminder, because that updates the card', () => {
    const policy = { ...many, schedule: { ...many.schedule, remindEveryMs: minute } };
    const due = given(asked({ policy }), posted(), reminded);

    expect(due.owedAt(now)).toContainEqual({ type: 'sync', copyId: 1 });
  });

  test('is left alone after the decision', () => {
    const outcome = given(asked(), posted(), decided()).when(recordSync(deleted));

    expect(copyOf(outcome)?.state).toBe('gone');
    expect(attentionOf(outcome.approval)).toBeNull();
  });

  test('in a direct message is posted to the person again', () => {
    const direct = given(asked({ policy: many, channels: ['U0BOB'] }), posted({ channelId: 'D0BOB' }), voted(bob));

    expect(copyOf(direct.when(recordSync(deleted)))).toMatchObject({ channelId: 'U0BOB', ts: null });
  });

  test('is not posted twice if another copy is in the same place', () => {
    const twin = given(asked({ policy: many }), posted(), voted(bob), {
      type: 'copy_added',
      at: now,
      channelId: 'C0OVEN',
      ts: '200.2',
      shown: 2,
    });

    expect(twin.when(recordSync(deleted)).approval.work.copies).toMatchObject([{ state: 'gone' }, { state: 'live' }]);
  });

  test('that still exists and cannot be changed is kept, so that a click on it is answered privately', () => {
    const outcome = behind.when(recordSync(notOurs));

    expect(outcome.approval.work.copies).toMatchObject([
      { ts: null, state: 'live' },
      { ts: '100.1', state: 'gone', problem: null },
    ]);
    expect(outcome.when(castVote({ by: carol, now: now + second })).types).not.toContain('copy_added');
  });

  test('as the answer to a post, makes it wait like any other refusal', () => {
    expect(unposted.when(recordPost(deleted)).types).toEqual(['copy_waits', 'card_failed']);
  });
});

describe('a card that Slack refuses as it is drawn', () => {
  const smaller = unposted.when(recordPost(tooLong));
  const shortest = smaller.when(recordPost(tooLong));
  const over = shortest.when(recordPost(tooLong));

  test('is drawn smaller at once, then as short as possible', () => {
    expect(copyOf(smaller)?.size).toBe('smaller');
    expect(copyOf(shortest)?.size).toBe('shortest');
    expect(shortest.owedAt(now)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(attentionOf(shortest.approval)).toBeNull();
  });

  test('is then given up, and needs attention', () => {
    expect(over.types).toEqual(['copy_given_up', 'card_failed']);
    expect(over.owedAt(now + day)).toEqual([]);
    expect(attentionOf(over.approval)).toBe('card_failed');
  });

  test('needs attention even if another channel shows it', () => {
    const two = given(asked({ channels: ['C0OVEN', 'C0SECOND'] }), posted({ copyId: 2, channelId: 'C0SECOND' }));
    const outcome = two.when(recordPost(tooLong)).when(recordPost(tooLong)).when(recordPost(tooLong));

    expect(copyOf(outcome)).toMatchObject({ state: 'gone', problem: { code: 'msg_blocks_too_long' } });
    expect(attentionOf(outcome.approval)).toBe('card_failed');
  });

  test('is treated the same in an update', () => {
    expect(copyOf(behind.when(recordSync(tooLong)))).toMatchObject({ size: 'smaller', ts: '100.1' });
  });
});

describe('the fallback channel', () => {
  const policy = aPolicy({ fallbackChannel: 'C0FALLBACK' });
  const two = given(asked({ policy, channels: ['C0OVEN', 'C0SECOND'] }));
  const both = two.when(recordPost(notInvited)).when(recordPost(archived, { copyId: 2 }));

  test('gets the card once none of the channels shows it', () => {
    const one = two.when(recordPost(notInvited));

    expect(one.approval.work.copies).toHaveLength(2);
    expect(copyOf(both, 3)).toMatchObject({ channelId: 'C0FALLBACK', ts: null, state: 'live' });
    expect(both.owedAt(now)).toContainEqual({ type: 'post', copyId: 3 });
  });

  test('gets it once, even if it refuses the card too', () => {
    const all = both.when(recordPost(archived, { copyId: 3 })).when(recordPost(notInvited, { now: now + minute }));

    expect(all.approval.work.copies).toHaveLength(3);
  });

  test('does not get it if Slack refuses the whole app, because every channel would fail', () => {
    const outcome = given(asked({ policy })).when(recordPost(tokenExpired));

    expect(outcome.approval.work.copies).toHaveLength(1);
    expect(outcome.when(recordPost(unknown, { now: now + minute })).approval.work.copies).toHaveLength(1);
    expect(outcome.when(takeOver(now + minute)).approval.work.copies).toHaveLength(1);
  });

  test('gets it even if an old message that cannot be changed still exists', () => {
    const old = given(asked({ policy: { ...many, fallbackChannel: 'C0FALLBACK' } }), posted(), voted(bob));
    const refused = old.when(recordSync(notOurs)).when(recordPost(notInvited));

    expect(refused.approval.work.copies.at(-1)).toMatchObject({ channelId: 'C0FALLBACK', ts: null, state: 'live' });
  });

  test('gets a card that was shown and is refused now, but not after the decision', () => {
    const shown = given(asked({ policy }), posted());
    const over = given(asked({ policy }), posted(), decided());

    expect(shown.when(recordSync(archived)).approval.work.copies).toHaveLength(2);
    expect(over.when(recordSync(archived)).approval.work.copies).toHaveLength(1);
  });

  test('gets it if the only other copy was given up', () => {
    const one = given(asked({ policy }));
    const over = one.when(recordPost(tooLong)).when(recordPost(tooLong)).when(recordPost(tooLong));

    expect(copyOf(over, 2)).toMatchObject({ channelId: 'C0FALLBACK' });
  });
});

describe('waking the cards that wait', () => {
  const two = given(asked({ channels: ['C0OVEN', 'C0SECOND'] }));
  const waiting = two.when(recordPost(notInvited)).when(recordPost(notInvited, { copyId: 2 }));
  const wake = (change: { now?: number; channelId?: string | null; waitedMs?: number }) =>
    ({ type: 'wake_card', now: now + second, channelId: null, waitedMs: 0, ...change }) as const;

  test.each([
    ['every channel', {}, [1, 2]],
    ['one channel', { channelId: 'C0SECOND' }, [2]],
    ['another channel', { channelId: 'C0OTHER' }, []],
    ['what has waited for long enough', { now: now + 30 * second, waitedMs: 30 * second }, [1, 2]],
    ['what has not', { now: now + 30 * second, waitedMs: 30 * second + 1 }, []],
    ['what is due anyway', { now: now + minute }, []],
  ] as const)('tries %s', (_, change, expected) => {
    const command = wake(change);
    const woken = waiting.when(command);

    expect(woken.events.map((event) => 'copyId' in event && event.copyId)).toEqual(expected);
    if (expected.length > 0) expect(woken.owedAt(command.now)).toHaveLength(expected.length);
  });

  test('leaves copies alone that do not wait', () => {
    expect(live.when(wake({})).events).toEqual([]);
  });
});

describe('repost', () => {
  const repost = (at = now + hour) => ({ type: 'repost', now: at }) as const;

  test('updates a card that is posted', () => {
    const outcome = given(asked(), posted(), decided(), delivered()).when(recordSync(ok)).when(repost());

    expect(outcome.owedAt(now + hour)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('updates it at once, even a second after its decision was shown', () => {
    const drawn = { wanted: 3, decided: true };
    const shown = given(asked(), posted(), decided(), delivered()).when(recordSync(ok, { drawn }));

    expect(shown.when(repost(now + second)).owedAt(now + second)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('retries a waiting card now', () => {
    const waiting = unposted.when(recordPost(notInvited));

    expect(waiting.when(repost(now + second)).owedAt(now + second)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('posts a card again that is gone or was given up, drawn whole', () => {
    const over = unposted.when(recordPost(tooLong)).when(recordPost(tooLong)).when(recordPost(tooLong));
    const again = over.when(repost());

    expect(copyOf(again)).toMatchObject({ state: 'live', ts: null, problem: null, size: 'whole' });
    expect(attentionOf(again.approval)).toBeNull();
  });

  test('posts a decided card that was never shown', () => {
    const outcome = given(asked(), decided(), delivered()).when(repost());

    expect(outcome.owedAt(now + hour)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('posts one card if two were given up in the same place', () => {
    const twins = behind.when(recordSync(notOurs)).when({ type: 'wake_card', now, channelId: null, waitedMs: 0 });

    expect(twins.when(repost()).owedAt(now + hour)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('resumes a record that was set aside', () => {
    const outcome = given(asked(), setAside).when(repost());

    expect(attentionOf(outcome.approval)).toBeNull();
    expect(outcome.owedAt(now + hour)).toEqual([{ type: 'post', copyId: 1 }]);
  });

  test('is refused once the texts are erased', () => {
    const outcome = given(asked(), decided(), delivered(), erased()).when(repost());

    expect(outcome.refuses).toBe('erased');
    expect(outcome.events).toEqual([]);
  });
});

describe('a card in a thread', () => {
  const place = thread('C0OVEN', '50.5');
  const inThread = given(asked({ places: [place] }));
  const refuse = (reason: string) => recordPost({ type: 'waiting', reason, isAppWide: false });

  test.each(['thread_not_found', 'cannot_reply_to_message', 'restricted_action_thread_locked'])(
    'goes to the channel if Slack refuses the thread: %s',
    (reason) => {
      const moved = inThread.when(refuse(reason));

      expect(moved.events[0]).toEqual({ type: 'card_moved', at: now, channelId: 'C0OVEN', reason });
      expect(moved.approval.work.copies).toMatchObject([{ place: 'C0OVEN', channelId: 'C0OVEN', problem: null }]);
      expect(moved.owedAt(now)).toEqual([{ type: 'post', copyId: 1 }]);
    },
  );

  test('stays in the channel when it is posted again', () => {
    const gone = inThread
      .when(refuse('thread_not_found'))
      .when(recordPost({ type: 'ok', channelId: 'C0OVEN', ts: '100.1' }))
      .when(recordSync({ type: 'gone', reason: 'message_not_found' }));

    expect(gone.approval.work.copies).toMatchObject([{ place: 'C0OVEN', ts: null }]);
  });

  test('stays in the thread when it is posted again', () => {
    const gone = inThread
      .when(recordPost({ type: 'ok', channelId: 'C0OVEN', ts: '100.1' }))
      .when(recordSync({ type: 'gone', reason: 'message_not_found' }));

    expect(gone.approval.work.copies).toMatchObject([{ place, ts: null }]);
  });

  test('is given up if its channel has a card as well', () => {
    const moved = given(asked({ places: [place, 'C0OVEN'] })).when(refuse('thread_not_found'));

    expect(moved.approval.work.copies).toMatchObject([{ state: 'gone', problem: null }, { state: 'live' }]);
    expect(attentionOf(moved.approval)).toBeNull();
  });

  test('waits in the thread if Slack refuses the channel', () => {
    const waiting = inThread.when(refuse('not_in_channel'));

    expect(waiting.approval.work.copies).toMatchObject([{ place, problem: { code: 'not_in_channel' } }]);
  });

  test.each([
    ['in a channel', given(asked())],
    ['that is posted', given(asked({ places: [place] }), posted())],
  ])('and one %s waits if Slack says that a thread is locked', (_, situation) => {
    const result = { type: 'waiting', reason: 'restricted_action_thread_locked', isAppWide: false } as const;
    const command = situation.approval.work.copies[0]?.ts === null ? recordPost(result) : recordSync(result);

    expect(situation.when(command).approval.work.copies).toMatchObject([{ problem: { code: result.reason } }]);
  });

  test('that a program reposts after the decision may still be moved', () => {
    const reposted = given(asked({ places: [place] }), decided()).when({ type: 'repost', now });

    const moved = reposted.when(refuse('thread_not_found'));

    expect(moved.types).toEqual(['card_moved', 'copy_changed']);
    expect(moved.approval.work.copies).toMatchObject([{ place: 'C0OVEN', state: 'live' }]);
  });

  test('is another place than its channel and other threads, and a place is posted to once', () => {
    const other = thread('C0OVEN', '60.6');

    const { approval } = given(asked({ places: [place, 'C0OVEN', other, place, 'C0OVEN'] }));

    expect(approval.work.copies.map((copy) => copy.place)).toEqual([place, 'C0OVEN', other]);
    expect(approval.work.copies.map(({ channelId }) => channelId)).toEqual(['C0OVEN', 'C0OVEN', 'C0OVEN']);
  });
});
