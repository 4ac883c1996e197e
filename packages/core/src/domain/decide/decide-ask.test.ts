import { describe, expect, test } from 'vitest';
import { evolveAll } from '../evolve/evolve.js';
import { user, usergroup } from '../policy/rules.js';
import { amend, ask, castVote, tick } from '../testing/commands.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  aRevision,
  aSchedule,
  asked,
  bob,
  carol,
  dave,
  decided,
  erased,
  here,
  minute,
  now,
  posted,
  received,
  second,
  voted,
  withdrawn,
} from '../testing/world.js';
import { decide } from './decide.js';

describe('asking', () => {
  test('creates a pending approval with a copy for every channel', () => {
    const { events, refusal } = decide(ask({ channels: ['C0OVEN', 'C0SECOND', 'C0OVEN'] }), null);

    expect(refusal).toBeNull();
    expect(events).toEqual([asked({ channels: ['C0OVEN', 'C0SECOND', 'C0OVEN'] })]);
    expect(evolveAll(null, events)).toMatchObject({
      status: 'pending',
      askedAt: now,
      expiresAt: now + 30 * minute,
      remindAt: null,
      votes: [],
      lastEventAt: now,
      work: {
        copies: [
          { copyId: 1, channelId: 'C0OVEN', ts: null, nextAt: now },
          { copyId: 2, channelId: 'C0SECOND', ts: null, nextAt: now },
        ],
      },
    });
  });

  test('stores the context lines and the installation', () => {
    const { events } = decide(ask({ contextRef: 'context-1', installation: here }), null);

    expect(events.map(({ type }) => type)).toEqual(['asked', 'context_replaced', 'installed']);
    expect(evolveAll(null, events)?.work).toMatchObject({ contextRef: 'context-1', installation: here });
  });

  test('on behalf of a person keeps that person, also when it is amended and erased', () => {
    const { events } = decide(ask({ onBehalfOf: dave }), null);

    expect(events).toEqual([asked({ onBehalfOf: dave })]);
    const { approval } = given(asked({ onBehalfOf: dave }))
      .when(amend({ by: bob }))
      .after(decided(), erased());
    expect(approval).toMatchObject({ onBehalfOf: dave, erasedAt: now });
    expect(given(asked()).approval).not.toHaveProperty('onBehalfOf');
  });

  test('sets the deadlines of its schedule', () => {
    const schedule = aSchedule({ expiresInMs: null, remindEveryMs: 10 * minute });

    expect(given(asked({ policy: aPolicy({ schedule }) })).approval).toMatchObject({
      expiresAt: null,
      remindAt: now + 10 * minute,
      reminderCount: 0,
      escalationLevel: 0,
    });
  });

  test('for an approval that exists changes nothing', () => {
    const outcome = given(asked()).when(ask({ revision: aRevision({ digest: 'sha256:other' }) }));

    expect(outcome.events).toEqual([]);
    expect(outcome.refuses).toBeNull();
  });

  test('is the only command that works without an approval', () => {
    expect(decide(tick(now), null)).toMatchObject({ events: [], refusal: { code: 'not_found' } });
  });
});

describe('amending a pending approval', () => {
  test.each([
    ['can be edited where one approval decides', null, true],
    ['cannot be edited where its escalation needs two approvals', 2, false],
  ])('%s, whatever its kind says by now', (_, count, isEditable) => {
    const inputs = { size: { type: 'text', label: 'Size' } } as const;
    const escalate = [{ afterMs: minute, approvers: [usergroup('S0LEADS', count ?? undefined)], channels: [] }];
    const before = given(asked({ policy: aPolicy({ schedule: aSchedule({ escalate }) }) }));

    const { approval } = before.when(amend({ policy: aPolicy({ inputs }) }));

    expect('policy' in approval && approval.policy.inputs !== undefined).toBe(isEditable);
  });

  test('raises the revision and keeps the previous content', () => {
    const outcome = given(asked()).when(amend({ by: dave, steps: ['only'] }));

    expect(outcome.approval).toMatchObject({
      status: 'pending',
      amenders: [dave],
      steps: ['only'],
      revision: {
        number: 2,
        digest: 'sha256:two',
        payloadRef: 'payload-2',
        contentRef: 'content-2',
        previousContentRef: 'content-1',
      },
    });
    expect(outcome.refuses).toBeNull();
  });

  test('voids all votes, checked or not, and notifies the voters', () => {
    const quorum = { approve: 3, reject: 3 };
    const before = given(asked({ policy: aPolicy({ quorum }) }), voted(alice), voted(bob), received(carol));

    const outcome = before.when(amend({ now: now + second }));

    expect(outcome.types).toEqual(['amended', 'notice_owed', 'notice_owed', 'notice_owed']);
    expect(outcome.approval).toMatchObject({ votes: [], work: { unchecked: [], showCheckingAt: null } });
    expect(outcome.approval.work.notices).toMatchObject([
      { topic: { type: 'vote_void' }, to: { person: alice, channelId: null }, until: now + second + 10 * minute },
      { topic: { type: 'vote_void' }, to: { person: bob, channelId: null } },
      { topic: { type: 'vote_void' }, to: { person: carol, channelId: 'C0OVEN' } },
    ]);
  });

  test('notifies them in the channel of the card, if one is posted', () => {
    const before = given(asked(), posted(), voted(alice, { answer: 'reject' }), received(carol, { channelId: null }));

    const outcome = before.when(amend({ now: now + second }));

    expect(outcome.approval.work.notices.map(({ to }) => to)).toMatchObject([
      { person: alice, channelId: 'C0OVEN' },
      { person: carol, channelId: 'C0OVEN' },
    ]);
  });

  test('keeps every deadline, whatever the new schedule', () => {
    const escalate = [{ afterMs: 5 * minute, approvers: [user('U0BOB')], channels: [] }];
    const schedule = aSchedule({ remindEveryMs: 10 * minute, escalate });
    const before = given(asked({ policy: aPolicy({ schedule }) })).when(tick(now + 5 * minute));
    const other = aPolicy({ schedule: aSchedule({ expiresInMs: minute, remindEveryMs: minute }) });

    const outcome = before.when(amend({ policy: other, now: now + 6 * minute }));

    expect(outcome.approval).toMatchObject({
      askedAt: now,
      expiresAt: now + 30 * minute,
      remindAt: now + 10 * minute,
      escalationLevel: 1,
      policy: { schedule },
    });
  });

  test('judges votes by the new policy', () => {
    const outcome = given(asked(), posted()).when(amend({ policy: aPolicy({ approvers: [user('U0DAVE')] }) }));

    expect(outcome.when(castVote({ digest: 'sha256:two' })).refuses).toBe('not_an_approver');
    expect(outcome.when(castVote({ digest: 'sha256:two', by: dave })).approval.status).toBe('approved');
  });

  test('treats the person who amended like the requester', () => {
    const outcome = given(asked({ requester: dave }), posted()).when(amend({ by: alice }));

    expect(outcome.when(castVote({ digest: 'sha256:two' })).refuses).toBe('self_approval');
    expect(outcome.when(castVote({ digest: 'sha256:two', by: bob })).refuses).toBeNull();
  });

  test('updates the cards', () => {
    const outcome = given(asked(), posted()).when(amend());

    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });

  test('replaces the context lines if they differ', () => {
    const explained = given(asked(), { type: 'context_replaced', at: now, contextRef: 'context-1' });

    expect(explained.when(amend({ contextRef: 'context-1' })).types).toEqual(['amended']);
    expect(explained.when(amend({ contextRef: 'context-2' })).types).toEqual(['amended', 'context_replaced']);
  });
});

describe('amending with the same payload', () => {
  const before = given(asked(), posted(), voted(dave), { type: 'context_replaced', at: now, contextRef: 'context-1' });

  test('changes nothing', () => {
    const outcome = before.when(amend({ samePayload: true, contextRef: 'context-1', now: now + minute }));

    expect(outcome.events).toEqual([]);
    expect(outcome.refuses).toBeNull();
  });

  test.each(['context-2', null])('replaces only the context lines (%s), and votes stay', (contextRef) => {
    const outcome = before.when(amend({ samePayload: true, contextRef }));

    expect(outcome.events).toEqual([{ type: 'context_replaced', at: now, contextRef }]);
    expect(outcome.approval).toMatchObject({
      revision: { number: 1, digest: 'sha256:one' },
      amenders: [],
      votes: [{ by: dave }],
      work: { contextRef },
    });
    expect(outcome.owedAt(now)).toEqual([{ type: 'sync', copyId: 1 }]);
  });
});

describe('amending an approval that is not pending', () => {
  test.each([
    ['approved', decided()],
    ['rejected', decided({ outcome: 'rejected' })],
    ['expired', decided({ outcome: 'expired', cause: 'expiry' })],
    ['withdrawn', withdrawn()],
  ])('%s is refused', (_, decision) => {
    const outcome = given(asked(), decision).when(amend({ samePayload: false }));

    expect(outcome.refuses).toBe('not_pending');
    expect(outcome.events).toEqual([]);
  });

  test('expires it if it is overdue', () => {
    const outcome = given(asked(), posted()).when(amend({ samePayload: true, now: now + 30 * minute }));

    expect(outcome.types).toEqual(['decided']);
    expect(outcome.refuses).toBe('not_pending');
  });
});
