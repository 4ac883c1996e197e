import { describe, expect, test } from 'vitest';
import type { Edit } from './model/approval.js';
import type { ApprovalEvent } from './model/events.js';
import { noFacts } from './model/policy.js';
import { usergroup } from './policy/rules.js';
import { amend, castVote, checkVote, takeBack, withdraw } from './testing/commands.js';
import { given } from './testing/given.js';
import {
  alice,
  aPolicy,
  aRevision,
  asked,
  bob,
  carol,
  dave,
  decided,
  insider,
  installed,
  now,
  posted,
  received,
  second,
  voted,
} from './testing/world.js';

const inputs = { size: { type: 'text', label: 'Size' } } as const;
const editable = aPolicy({ inputs });
const edit: Edit = { digest: 'sha256:edited', payloadRef: 'payload-e', contentRef: 'content-e' };
const other: Edit = { digest: 'sha256:other', payloadRef: 'payload-o', contentRef: 'content-o' };
const original = aRevision();
const edited = { ...edit, number: 2, previousContentRef: original.contentRef };
const question = asked({ policy: editable });
const facts = insider({ S0ONCALL: true });
/** Whether they are on call has to be looked up. */
const unknown = asked({ policy: aPolicy({ inputs, approvers: [usergroup('S0ONCALL')] }) });

describe('an approval that brings an edit', () => {
  test('decides on the edited revision, in one put', () => {
    const after = given(question, posted()).when(castVote({ edit }));

    expect(after.types).toEqual(['voted', 'edited', 'decided']);
    expect(after.approval).toMatchObject({
      status: 'approved',
      revision: edited,
      edited: { by: alice, original },
      decision: { by: [alice] },
      votes: [{ by: alice, edit }],
    });
  });

  test('is no amendment, for the rule against self-approval', () => {
    expect(given(question, posted()).when(castVote({ edit })).approval.amenders).toEqual([]);
  });

  test('keeps its edit while it is unchecked, and is decided on it once it is checked', () => {
    const waiting = given(unknown, posted(), installed).when(castVote({ edit, facts: noFacts }));
    expect(waiting.types).toEqual(['vote_received']);
    expect(waiting.approval).toMatchObject({ revision: original, work: { unchecked: [{ edit }] } });

    const after = waiting.when(checkVote({ voteId: 'vote-1', facts }));

    expect(after.types).toEqual(['check_ended', 'voted', 'edited', 'decided']);
    expect(after.approval).toMatchObject({ status: 'approved', revision: edited, edited: { by: alice, original } });
  });

  test.each(['policy_changed', 'invalid_edit'] as const)(
    'is refused with a notice where its edit does not hold any more once it is checked: %s',
    (code) => {
      const explanation = 'It changed.';
      const waiting = given(unknown, posted(), installed, received(alice, { edit }));

      const after = waiting.when(checkVote({ facts, misfit: { code, explanation } }));

      expect(after.types).toEqual(['check_ended', 'vote_refused', 'notice_owed']);
      expect(after.approval).toMatchObject({ status: 'pending', votes: [], revision: original });
      expect(after.events).toContainEqual(
        expect.objectContaining({ type: 'notice_owed', topic: { type: 'vote_refused', code, explanation } }),
      );
    },
  );

  test.each([
    ['what cannot be edited', asked(), castVote({ edit })],
    ['a rejection', question, castVote({ edit, answer: 'reject' })],
  ])('is refused for %s', (_, event, command) => {
    const after = given(event, posted()).when(command);

    expect(after.refuses).toBe('invalid_edit');
    expect(after.events).toEqual([]);
  });

  test.each([
    ['a person who may not approve', castVote({ edit, by: dave }), 'not_an_approver'],
    ['an older revision', castVote({ edit, digest: 'sha256:zero' }), 'revision_changed'],
  ] as const)('is refused for %s', (_, command, code) => {
    const after = given(question, posted()).when(command);

    expect(after.refuses).toBe(code);
    expect(after.approval.revision).toEqual(original);
  });

  test('is dropped with its vote by an amendment', () => {
    const after = given(unknown, posted(), installed, received(alice, { edit })).when(amend());

    expect(after.approval).toMatchObject({ revision: { digest: 'sha256:two' }, work: { unchecked: [] } });
    expect(after.approval.edited).toBeUndefined();
  });

  test.each([
    ['a rejection', castVote({ by: bob, answer: 'reject', facts: insider({ S0ONCALL: true }) }), 'rejected'],
    ['a withdrawal', withdraw(), 'withdrawn'],
  ] as const)('is dropped by %s meanwhile', (_, command, status) => {
    const after = given(unknown, posted(), installed, received(alice, { edit })).when(command);

    expect(after.approval).toMatchObject({ status, revision: original });
    expect(after.approval.edited).toBeUndefined();
  });
});

describe('a newer vote of the same person', () => {
  const waiting = given(unknown, posted(), installed, received(alice, { edit }));
  const again = { now: now + second, voteId: 'vote-2', facts: noFacts };

  test.each([
    ['another edit', { edit: other }, other],
    ['no edit', {}, undefined],
  ])('with %s replaces it', (_, change, kept) => {
    const after = waiting.when(castVote({ ...again, ...change }));

    expect(after.types).toEqual(['check_ended', 'vote_changed', 'vote_received']);
    expect(after.approval.work.unchecked.map((vote) => vote.edit)).toEqual([kept]);
  });

  test('with the same edit is a repeat', () => {
    expect(waiting.when(castVote({ ...again, edit })).refuses).toBe('already_voted');
  });

  test('cannot change a vote without an edit to the same vote', () => {
    const unedited = given(unknown, posted(), installed, received(alice));
    expect(unedited.when(castVote(again)).refuses).toBe('already_voted');
  });
});

describe('several approvals that wait for something else before they decide', () => {
  const onCall = asked({ policy: aPolicy({ inputs, approvers: [usergroup('S0ONCALL')] }) });
  const out = insider({ S0ONCALL: false });
  const settle = (...votes: readonly ApprovalEvent[]) =>
    given(...votes, received(carol, { answer: 'reject' })).when(checkVote({ voteId: 'vote of U0CAROL', facts: out }));

  test('are decided by the first one, with its edit', () => {
    const after = settle(onCall, installed, voted(alice, { edit }), voted(bob, { edit: other, reasonRef: 'because' }));

    expect(after.approval).toMatchObject({
      status: 'approved',
      revision: edited,
      edited: { by: alice },
      decision: { by: [alice], reasonRef: null },
    });
  });

  test('are decided by the first one, as it was asked, where it has no edit', () => {
    const after = settle(onCall, installed, voted(alice), voted(bob, { edit: other }));

    expect(after.types).not.toContain('edited');
    expect(after.approval).toMatchObject({ status: 'approved', revision: original, decision: { by: [alice] } });
  });

  test.each([
    ['is taken back', takeBack({ by: carol, now: now + second })],
    ['gives way to an approval that is looked up', castVote({ by: carol, facts: noFacts, now: now + second })],
  ])('are decided by the first one, with its edit, once a rejection that is looked up %s', (_, command) => {
    const rejecting = given(onCall, posted(), received(carol, { answer: 'reject' }));
    const held = rejecting.when(castVote({ by: bob, edit, facts, now: now + second }));

    const after = held.when(command);

    expect(held.approval).toMatchObject({ status: 'pending', votes: [{ by: bob, edit }] });
    expect(after.approval).toMatchObject({ status: 'approved', revision: edited, edited: { by: bob, original } });
  });

  test('are all named where nobody edited anything', () => {
    const after = settle(onCall, installed, voted(alice), voted(bob));

    expect(after.approval).toMatchObject({ status: 'approved', decision: { by: [alice, bob] } });
  });
});

test('an approval that expires as approved has no edit', () => {
  const after = given(question, decided({ cause: 'expiry', by: [] }));

  expect(after.approval.edited).toBeUndefined();
});

test('a click on a message that is not known teaches it after an edit, too: it shows what was asked', () => {
  const after = given(question, posted()).when(castVote({ edit }));
  const seen = { channelId: 'C0OVEN', messageTs: '200.2', isEphemeral: false };

  const late = after.when(castVote({ by: bob, seen }));

  expect(late.refuses).toBe('already_decided');
  expect(late.types).toContain('copy_added');
});
