import { describe, expect, test } from 'vitest';
import type { Approval } from '../model/approval.js';
import type { CastVote } from '../model/commands.js';
import { noFacts } from '../model/policy.js';
import { usergroup } from '../policy/rules.js';
import { amend, castVote } from '../testing/commands.js';
import { given, type Situation } from '../testing/given.js';
import {
  aPolicy,
  aSchedule,
  asked,
  bob,
  dave,
  day,
  decided,
  here,
  hour,
  insider,
  installed,
  now,
  posted,
  setAside,
} from '../testing/world.js';
import { decide } from './decide.js';
import { takeClick } from './take-vote.js';

const twoNeeded = asked({ policy: aPolicy({ quorum: { approve: 2, reject: 2 } }) });
const click = castVote({ actionTs: '1767261600.000200' });
const pending = given(twoNeeded, posted(), installed);
const reminding = asked({
  requester: dave,
  policy: aPolicy({ schedule: aSchedule({ expiresInMs: day, remindEveryMs: hour }) }),
});
const onCall = aPolicy({ approvers: [usergroup('S0ONCALL')] });

const whole = (command: CastVote, approval: Approval) => decide(command, approval).events;

describe('a click is taken, as a whole decision has it', () => {
  test.each<[string, Situation, CastVote]>([
    ['if it counts', pending, click],
    ['if it decides', given(asked({ requester: dave }), posted()), click],
    ['if facts are lacking', given(asked({ policy: onCall }), posted()), { ...click, facts: noFacts }],
    [
      'if a newer click follows one that an amendment made void',
      pending.when(click).when(amend()),
      {
        ...click,
        digest: 'sha256:two',
        actionTs: '1767261601.000000',
      },
    ],
  ])('%s', (_, { approval }, command) => {
    expect(takeClick(command, approval)).toEqual(whole(command, approval));
  });
});

describe('a click is left to the whole decision', () => {
  test.each<[string, Situation, CastVote]>([
    ['if it is decided', given(twoNeeded, posted(), decided()), click],
    ['if it is set aside', pending.after(setAside), click],
    ['if a reminder is due as well', given(reminding, posted()), { ...click, now: now + hour }],
    ['if its time is over', pending, { ...click, now: now + 25 * hour }],
    ['if it is no click', pending, { ...click, seen: null }],
    [
      'if its message is not known',
      pending,
      { ...click, seen: { channelId: 'C0OVEN', messageTs: '9.9', isEphemeral: false } },
    ],
    ['if it comes from another workspace', pending, { ...click, installation: { ...here, teamId: 'T0OTHER' } }],
    [
      'if an amendment made void what it repeats',
      pending.when(click).when(amend()),
      { ...click, digest: 'sha256:two' },
    ],
    ['if it is refused', given(asked({ policy: onCall }), posted()), { ...click, facts: insider({ S0ONCALL: false }) }],
    ['if the answer is in', pending.when(click), { ...click, actionTs: '1767261601.000000' }],
    ['if something else was seen', pending, { ...click, digest: 'sha256:other' }],
    ['if it is the person who asked', given(asked({ requester: bob }), posted()), { ...click, by: bob }],
  ])('%s', (_, { approval }, command) => {
    expect(takeClick(command, approval)).toBeNull();
  });
});
