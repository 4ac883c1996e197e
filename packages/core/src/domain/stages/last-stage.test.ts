import { describe, expect, test } from 'vitest';
import type { Edit } from '../model/approval.js';
import type { Choice, Policy, StagePolicy } from '../model/policy.js';
import { choicesOf, inputsOf, isOffered } from '../policy/choices.js';
import { whyUnsatisfiable } from '../policy/quorum.js';
import { user, usergroup } from '../policy/rules.js';
import { amend, castVote, checkVote } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aRevision,
  aStage,
  aStagedPolicy,
  asked,
  bob,
  carol,
  dave,
  insider,
  minute,
  now,
  person,
  posted,
  received,
  second,
  stageBegun,
  voted,
} from '../testing/world.js';
import { policyOfStage } from './in-stage.js';

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve' },
  { id: 'later', label: 'Order for the next shift', answer: 'approve' },
  { id: 'no', label: 'No', answer: 'reject' },
];
const inputs = { size: { type: 'text', label: 'Size' } } as const;
const edit: Edit = { digest: 'sha256:edited', payloadRef: 'payload-e', contentRef: 'content-e' };

const security = aStage({ approvers: [user('U0ALICE')] });
const lastStage = (change: Partial<StagePolicy> = {}) =>
  aStage({ name: 'Operations', approvers: ['U0BOB', 'U0CAROL', 'U0DAVE'].map(user), ...change });
const policyWith = (change: Partial<Policy>, last: Partial<StagePolicy> = {}) =>
  aStagedPolicy({ stages: [security, lastStage(last)], reason: { approve: 'optional', reject: 'none' }, ...change });
const inFirst = (change: Partial<Policy>, last: Partial<StagePolicy> = {}) =>
  given(asked({ policy: policyWith(change, last) }), posted());
const inLast = (change: Partial<Policy>, last: Partial<StagePolicy> = {}) =>
  inFirst(change, last).after(voted(alice, { stage: 'Security' }), stageBegun());
const choose = (choice: string, by = bob, at = now) => castVote({ by, choice, now: at, seenStage: 2 });
const chose = (choice: string, by = bob) => voted(by, { choice, stage: 'Operations' });

describe('the choices and inputs of a policy with stages', () => {
  const policy = policyWith({ choices, inputs });

  test.each([
    [1, undefined, undefined],
    [2, choices, inputs],
  ])('are those of its last stage: %i', (number, offered, editable) => {
    const subject = { policy, stage: { number, beganAt: now } };
    const own = policy.stages?.[number - 1] ?? security;

    expect(choicesOf(subject)).toBe(offered);
    expect(inputsOf(subject)).toBe(editable);
    expect(policyOfStage(policy, own)).toMatchObject({ approvers: own.approvers });
    expect(policyOfStage(policy, own).choices).toBe(offered);
    expect(policyOfStage(policy, own).inputs).toBe(editable);
  });

  test.each<[stage: number, answer: 'approve' | 'reject', choice: string | null, isOne: boolean]>([
    [1, 'approve', null, true],
    [1, 'reject', null, true],
    [1, 'approve', 'now', false],
    [1, 'reject', 'no', false],
    [2, 'approve', null, false],
    [2, 'reject', null, false],
    [2, 'approve', 'now', true],
    [2, 'reject', 'no', true],
    [2, 'approve', 'no', false],
  ])('stage %i, %s, choice %s: offered is %s', (number, answer, choice, isOne) => {
    expect(isOffered({ policy, stage: { number, beganAt: now } }, { answer, choice })).toBe(isOne);
  });
});

describe('a vote with a choice', () => {
  test.each([
    ['in the first stage', inFirst({ choices }), castVote({ choice: 'now' }), 'unknown_choice'],
    ['that is missing in the last one', inLast({ choices }), castVote({ by: bob }), 'unknown_choice'],
    [
      'on the card of the first stage, in the last one',
      inLast({ choices }),
      castVote({ by: bob, seenStage: 1 }),
      'stage_changed',
    ],
    [
      'a rejection on that card, for which the last stage has its own answers',
      inLast({ choices }),
      castVote({ by: bob, answer: 'reject', seenStage: 1 }),
      'stage_changed',
    ],
    [
      'that was seen before an amendment',
      inLast({ choices }).when(amend({ policy: policyWith({ choices }) })),
      choose('now'),
      'revision_changed',
    ],
  ] as const)('is refused %s', (_, situation, command, code) => {
    expect(situation.when(command).refuses).toBe(code);
  });

  test('decides the last stage; the decision has the choice, and the people of both stages', () => {
    const after = inLast({ choices }).when(choose('later'));

    expect(after.types).toEqual(['voted', 'decided']);
    expect(after.approval).toMatchObject({
      votes: [
        { choice: null, stage: 'Security' },
        { choice: 'later', stage: 'Operations' },
      ],
      decision: { outcome: 'approved', choice: 'later', by: [alice, bob] },
    });
  });

  test('counts for its choice alone, in the quorum of the last stage', () => {
    const one = inLast({ choices }, { quorum: 2 }).after(chose('now'));

    expect(one.when(choose('later', carol)).approval.status).toBe('pending');
    expect(one.when(choose('now', carol)).approval).toMatchObject({
      decision: { choice: 'now', by: [alice, bob, carol] },
    });
  });

  test('can be changed for another choice, but not by a person of the first stage', () => {
    const one = inLast({ choices }, { quorum: 2 }).after(chose('now'));

    expect(one.when(choose('later')).approval.votes).toMatchObject([{ by: alice }, { by: bob, choice: 'later' }]);
    expect(one.when(choose('now')).refuses).toBe('already_voted');
    expect(one.when(choose('later', alice)).refuses).toBe('already_voted');
  });

  test('rejects in the last stage, and says with which choice', () => {
    const after = inLast({ choices }).when(castVote({ by: bob, answer: 'reject', choice: 'no', seenStage: 2 }));

    expect(after.approval).toMatchObject({ decision: { outcome: 'rejected', choice: 'no', by: [bob] } });
  });
});

describe('a veto against the quorum of a choice, in the same second', () => {
  const erin = person('U0ERIN');
  const vetoed = { choices, vetoers: [user('U0ERIN')] };
  const one = inLast(vetoed, { quorum: 2 }).after(chose('now'));
  const veto = castVote({ by: erin, answer: 'reject', choice: 'no', seenStage: 2, now: now + second });

  test('decides if it comes first', () => {
    const after = one.when(veto);

    expect(after.approval).toMatchObject({ status: 'rejected', decision: { choice: 'no', by: [erin] } });
    expect(after.when(choose('now', carol, now + second)).refuses).toBe('already_decided');
  });

  test('is too late if the quorum is there', () => {
    const after = one.when(choose('now', carol, now + second));

    expect(after.approval).toMatchObject({ status: 'approved', decision: { choice: 'now' } });
    expect(after.when(veto).refuses).toBe('already_decided');
  });

  const inGroup = { choices, vetoers: [usergroup('S0VETO')] };
  const held = inLast(inGroup, { quorum: 2 })
    .after(chose('now'), received(erin, { answer: 'reject', choice: 'no', stage: 'Operations', votedAt: now + second }))
    .when(choose('now', carol, now + second));

  test('holds the approval while it is being checked, and decides once it counts', () => {
    expect(held.approval.status).toBe('pending');
    const facts = insider({ S0VETO: true });

    expect(held.when(checkVote({ voteId: 'vote of U0ERIN', facts })).approval).toMatchObject({
      decision: { outcome: 'rejected', choice: 'no', by: [erin] },
    });
  });

  test('lets the choice decide that had its quorum first, once it is refused', () => {
    const both = held.after(chose('later', dave), chose('later', bob), chose('now', alice));
    const refused = both.when(checkVote({ voteId: 'vote of U0ERIN', facts: insider({ S0VETO: false }) }));

    expect(refused.approval).toMatchObject({ status: 'approved', decision: { choice: 'later' } });
  });
});

describe('an edit', () => {
  test.each([
    ['in the first stage', inFirst({ inputs }), castVote({ edit })],
    ['with a rejection in the last one', inLast({ inputs }), castVote({ by: bob, answer: 'reject', edit })],
  ])('is refused %s', (_, situation, command) => {
    const after = situation.when(command);

    expect(after.refuses).toBe('invalid_edit');
    expect(after.events).toEqual([]);
  });

  test('is decided on in the last stage, by the people of both, with the newest reason', () => {
    const first = inFirst({ inputs, choices }).after(
      voted(alice, { stage: 'Security', reasonRef: 'fine' }),
      stageBegun(),
    );
    const after = first.when(castVote({ by: bob, choice: 'later', edit, seenStage: 2 }));

    expect(after.types).toEqual(['voted', 'edited', 'decided']);
    expect(after.approval).toMatchObject({
      status: 'approved',
      revision: { ...edit, number: 2 },
      edited: { by: bob, original: aRevision() },
      decision: { by: [alice, bob], choice: 'later', reasonRef: 'fine' },
      votes: [{ by: alice }, { by: bob, edit }],
    });
  });

  test('waits for its check in the last stage, and an approval that came before it decides without it', () => {
    const unchecked = received(carol, { stage: 'Operations', edit });
    const waiting = inLast({ inputs }, { approvers: [usergroup('S0ONCALL')] }).after(unchecked);
    const facts = insider({ S0ONCALL: true });
    const check = checkVote({ voteId: 'vote of U0CAROL', facts });

    expect(waiting.when(check).approval).toMatchObject({ edited: { by: carol }, decision: { by: [alice, carol] } });
    expect(waiting.when(castVote({ by: bob, facts })).approval).not.toHaveProperty('edited');
  });

  test('can replace an answer of its stage while that is held', () => {
    const rejection = received(dave, { answer: 'reject', stage: 'Operations', votedAt: now - second });
    const held = inLast({ inputs }, { quorum: 1 })
      .after(rejection)
      .when(castVote({ by: bob }));
    expect(held.approval.status).toBe('pending');

    const again = held.when(castVote({ by: bob, edit, now: now + second }));

    expect(again.refuses).toBeNull();
    expect(again.approval.votes).toMatchObject([{ by: alice }, { by: bob, edit }]);
  });
});

test.each<[what: string, policy: Policy, why: string | null]>([
  [
    'two people in the last stage',
    policyWith({ inputs }, { quorum: 2 }),
    'in stage 2 with inputs one approval decides',
  ],
  [
    'a counted group in the last stage',
    policyWith({ inputs }, { approvers: [usergroup('S0ONCALL', 1)] }),
    'in stage 2 with inputs one approval decides',
  ],
  [
    'a counted group by its escalation',
    policyWith({ inputs }, { escalate: [{ afterMs: minute, approvers: [usergroup('S0ONCALL', 1)], channels: [] }] }),
    'in stage 2 with inputs one approval decides',
  ],
  ['two people in a stage before it', aStagedPolicy({ inputs, stages: [aStage({ quorum: 2 }), lastStage()] }), null],
])('inputs with %s', (_, policy, why) => {
  expect(whyUnsatisfiable(policy)).toEqual(why === null ? null : expect.stringContaining(why));
});
