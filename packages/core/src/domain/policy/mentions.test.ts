import { describe, expect, test } from 'vitest';
import type { ApprovalEvent } from '../model/events.js';
import type { Person, Requester } from '../model/person.js';
import { thread } from '../model/place.js';
import type { ApproverRule, Policy } from '../model/policy.js';
import { amend, castVote, recordPost, recordSync, tick } from '../testing/commands.js';
import { given, type Situation } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aSchedule,
  asked,
  bob,
  carol,
  dave,
  decided,
  minute,
  now,
  person,
  received,
  voted,
} from '../testing/world.js';
import {
  joinMentions,
  limitMentions,
  type Mentions,
  mentionsOfPost,
  mentionsOfReminder,
  noMentions,
} from './mentions.js';
import { anyone, channelMembers, user, usergroup } from './rules.js';

const people = (count: number) => Array.from({ length: count }, (_, index) => user(`U0P${index}`));
const ids = ({ people: named, groups }: Mentions) => [...named, ...groups].join(' ');

function postOf({ approval }: Situation, copyId = 1): string {
  const copy = approval.work.copies.find((one) => one.copyId === copyId);
  if (copy === undefined) throw new Error('There is no such copy.');
  return ids(mentionsOfPost(approval, copy));
}

interface Case {
  readonly rules: readonly ApproverRule[];
  readonly policy?: Partial<Policy>;
  readonly requester?: Requester;
  readonly onBehalfOf?: Person;
  readonly events?: readonly ApprovalEvent[];
  readonly mentions: string;
}

const named = [user('U0ALICE'), user('U0BOB')];
const two = { quorum: { approve: 2, reject: 2 } };
const counted = [usergroup('S0ONCALL', 1), usergroup('S0CHEFS', 1)];
const onCallVoted = voted(alice, { group: 'S0ONCALL' });

const cases: Readonly<Record<string, Case>> = {
  'the people that the rules name': { rules: named, mentions: 'U0ALICE U0BOB' },
  'each once': { rules: [...named, user('U0BOB')], mentions: 'U0ALICE U0BOB' },
  'and the groups': { rules: [usergroup('S0ONCALL'), user('U0CAROL')], mentions: 'U0CAROL S0ONCALL' },
  'no one for a whole channel or workspace': { rules: [channelMembers(), anyone()], mentions: '' },
  'not the person who asked': { rules: named, requester: bob, mentions: 'U0ALICE' },
  'not the person on whose behalf it was asked': { rules: named, onBehalfOf: bob, mentions: 'U0ALICE' },
  'the person who asked, where they may approve': {
    rules: named,
    requester: bob,
    policy: { allowSelfApproval: true },
    mentions: 'U0ALICE U0BOB',
  },
  'not who has voted': { rules: named, policy: two, events: [voted(alice)], mentions: 'U0BOB' },
  'not whose vote is being checked': { rules: named, events: [received(bob)], mentions: 'U0ALICE' },
  'twenty people': {
    rules: people(20),
    mentions: people(20)
      .map(({ id }) => id)
      .join(' '),
  },
  'none of more than twenty, and still the groups': {
    rules: [...people(21), usergroup('S0ONCALL')],
    mentions: 'S0ONCALL',
  },
  'none of more than twenty, though some have voted': {
    rules: people(21),
    policy: two,
    events: [voted(person('U0P0')), received(person('U0P1'))],
    mentions: '',
  },
  'at most twenty groups': {
    rules: Array.from({ length: 21 }, (_, index) => usergroup(`S0${index}`)),
    mentions: Array.from({ length: 20 }, (_, index) => `S0${index}`).join(' '),
  },
  'every group that still lacks an approval': { rules: counted, mentions: 'S0ONCALL S0CHEFS' },
  'not a group that has its approvals': { rules: counted, events: [onCallVoted], mentions: 'S0CHEFS' },
  'such a group too, where more approvals are needed than the others lack': {
    rules: counted,
    policy: { quorum: { approve: 3, reject: 1 } },
    events: [onCallVoted],
    mentions: 'S0ONCALL S0CHEFS',
  },
  'a group without a count, whatever others lack': {
    rules: [...counted, usergroup('S0WAITERS')],
    events: [onCallVoted],
    mentions: 'S0CHEFS S0WAITERS',
  },
  'no one, where the kind says so': { rules: named, policy: { mention: 'nobody' }, mentions: '' },
  'others than the approvers, where the kind names them': {
    rules: [anyone()],
    policy: { mention: [user('U0CAROL'), usergroup('S0ONCALL')] },
    mentions: 'U0CAROL S0ONCALL',
  },
  'of those too only who can still act': {
    rules: [anyone()],
    policy: { ...two, mention: [user('U0CAROL'), user('U0DAVE'), user('U0ALICE')] },
    requester: dave,
    events: [voted(alice)],
    mentions: 'U0CAROL',
  },
  'no one once it is decided': { rules: named, events: [decided()], mentions: '' },
};

describe('the first post and a reminder mention', () => {
  test.each(Object.entries(cases))(
    '%s',
    (_, { rules, policy, requester = 'ci', onBehalfOf, events = [], mentions }) => {
      const situation = given(
        asked({
          requester,
          ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
          policy: aPolicy({ approvers: rules, ...policy }),
        }),
        ...events,
      );

      expect(postOf(situation)).toBe(mentions);
      expect(ids(mentionsOfReminder(situation.approval))).toBe(mentions);
    },
  );

  test('not who amended it', () => {
    const { approval } = given(asked()).when(amend({ by: bob }));

    expect(ids(mentionsOfReminder(approval))).toBe('U0ALICE U0CAROL');
  });
});

const twoChannels = given(asked({ channels: ['C0OVEN', 'C0SECOND'] }));
const ok = (ts = '100.1', channelId = 'C0OVEN') => ({ type: 'ok', channelId, ts }) as const;
const everyone = 'U0ALICE U0BOB U0CAROL';

describe('of several copies', () => {
  test('the one that is posted first mentions, and no other', () => {
    const after = twoChannels.when(recordPost(ok('200.2', 'C0SECOND'), { copyId: 2 }));

    expect([postOf(twoChannels, 1), postOf(twoChannels, 2)]).toEqual([everyone, everyone]);
    expect([postOf(after, 1), postOf(after, 2)]).toEqual(['', '']);
    expect(after.approval.work.copies.map(({ mentioned }) => mentioned)).toEqual([false, true]);
  });

  test('a direct message mentions no one, and leaves the mention to a channel', () => {
    const direct = given(asked({ channels: ['U0ALICE', 'D0BOB', 'C0OVEN'] }));

    const after = direct
      .when(recordPost(ok('100.1', 'D0ALICE'), { copyId: 1 }))
      .when(recordPost(ok('100.2', 'D0BOB'), { copyId: 2 }));

    expect([1, 2, 3].map((copyId) => postOf(after, copyId))).toEqual(['', '', everyone]);
    expect(after.approval.work.copies.map(({ mentioned }) => mentioned)).toEqual([false, false, false]);
  });

  test('a thread mentions as a channel does', () => {
    const places = [thread('C0OVEN', '50.5')];

    expect(postOf(given(asked({ places })))).toBe(everyone);
  });

  test('a card that is posted again after it was deleted mentions no one', () => {
    const gone = given(asked())
      .when(recordPost(ok()))
      .when(recordSync({ type: 'gone', reason: 'message_not_found' }));

    expect(gone.owedAt(now)).toEqual([{ type: 'post', copyId: 1 }]);
    expect(postOf(gone)).toBe('');
  });

  test('a card whose post may have been lost mentions again', () => {
    const unknown = given(asked()).when(recordPost({ type: 'unknown', reason: 'timeout' }));

    expect(postOf(unknown)).toBe(everyone);
  });
});

describe('copies of an escalation', () => {
  const escalate = [
    { afterMs: 5 * minute, approvers: [user('U0DAVE')], channels: ['C0LEADS', 'C0MORE'] },
    { afterMs: 6 * minute, approvers: [], channels: ['C0LAST'] },
  ];
  const asking = (policy: Partial<Policy> = {}) =>
    given(asked({ policy: aPolicy({ schedule: aSchedule({ escalate }), ...policy }) })).when(recordPost(ok()));

  test('mention their own people, once', () => {
    const escalated = asking().when(tick(now + 6 * minute));
    const after = escalated.when(recordPost(ok('200.2', 'C0LEADS'), { copyId: 2 }));

    expect([2, 3, 4].map((copyId) => postOf(escalated, copyId))).toEqual(['U0DAVE', 'U0DAVE', '']);
    expect([2, 3].map((copyId) => postOf(after, copyId))).toEqual(['', '']);
  });

  test('mention no one where the kind mentions nobody', () => {
    const escalated = asking({ mention: 'nobody' }).when(tick(now + 6 * minute));

    expect(postOf(escalated, 2)).toBe('');
    expect(mentionsOfReminder(escalated.approval)).toEqual(noMentions);
  });

  test('mention their people beside those that the kind names, and so does a reminder', () => {
    const escalated = asking({ mention: [usergroup('S0ONCALL')] }).when(tick(now + 6 * minute));

    expect(postOf(escalated, 2)).toBe('U0DAVE');
    expect(ids(mentionsOfReminder(escalated.approval))).toBe('U0DAVE S0ONCALL');
  });

  test('of a policy that has no such step any more mention no one', () => {
    const { approval } = asking().when(tick(now + 6 * minute));
    const schedule = aSchedule();
    const [, copy] = approval.work.copies;
    if (copy === undefined) throw new Error('There is no second copy.');

    expect(mentionsOfPost({ ...approval, policy: aPolicy({ schedule }) }, copy)).toEqual(noMentions);
  });
});

describe('a card that stands for another', () => {
  test('in the fallback channel mentions, as the refused one could not', () => {
    const policy = aPolicy({ fallbackChannel: 'C0FALLBACK' });
    const refused = given(asked({ policy })).when(
      recordPost({ type: 'waiting', reason: 'not_in_channel', isAppWide: false }),
    );

    expect(postOf(refused, 2)).toBe(everyone);
  });

  test('that a click proves to be there has mentioned, unless it is a direct message', () => {
    const rules = { policy: aPolicy({ quorum: { approve: 2, reject: 2 } }) };
    const inChannel = given(asked({ ...rules, channels: ['C0OVEN', 'C0SECOND'] })).when(castVote());
    const seen = { channelId: 'D0ALICE', messageTs: '100.1', isEphemeral: false };
    const direct = given(asked({ ...rules, channels: ['U0ALICE', 'C0SECOND'] })).when(castVote({ seen }));

    expect([inChannel, direct].map(({ types }) => types[0])).toEqual(['copy_changed', 'copy_changed']);
    expect([postOf(inChannel, 2), postOf(direct, 2)]).toEqual(['', 'U0BOB U0CAROL']);
  });

  test('as another message of an escalation mentions no one for the first', () => {
    const escalate = [{ afterMs: minute, approvers: [user('U0DAVE')], channels: ['C0LEADS'] }];
    const escalated = given(asked({ policy: aPolicy({ schedule: aSchedule({ escalate }) }) })).when(tick(now + minute));

    const twin = escalated
      .when(recordPost(ok('200.2', 'C0LEADS'), { copyId: 2 }))
      .when(recordPost(ok('300.3', 'C0LEADS'), { copyId: 2 }));

    expect(twin.approval.work.copies[2]).toMatchObject({ ts: '300.3', level: 1, mentioned: false });
  });
});

describe('the mentions of several cards', () => {
  test('are joined, each once', () => {
    const joined = joinMentions({ people: ['U0A'], groups: ['S0A'] }, { people: ['U0B', 'U0A'], groups: [] });

    expect(joined).toEqual({ people: ['U0A', 'U0B'], groups: ['S0A'] });
  });

  test('keep within what one message mentions', () => {
    const many = { people: people(21).map(({ id }) => id), groups: people(21).map(({ id }) => id) };

    expect(limitMentions(many).people).toEqual([]);
    expect(limitMentions(many).groups).toHaveLength(20);
    expect(limitMentions({ people: ['U0CAROL'], groups: [] })).toEqual({ people: [carol.userId], groups: [] });
  });
});
