import { describe, expect, test } from 'vitest';
import type { Approval } from '../model/approval.js';
import { noFacts } from '../model/policy.js';
import { given } from '../testing/given.js';
import {
  alice,
  aPolicy,
  asked,
  bob,
  dave,
  decided,
  here,
  hour,
  insider,
  now,
  person,
  posted,
  received,
  voted,
} from '../testing/world.js';
import { judgeVote } from './judge-vote.js';
import { channelMembers, usergroup } from './rules.js';
import type { ProposedVote } from './weigh-vote.js';

/** Alice approves what the card shows, on the card. */
const vote: ProposedVote = {
  by: alice,
  answer: 'approve',
  choice: null,
  channelId: 'C0OVEN',
  digest: 'sha256:one',
  reason: 'none',
  installation: here,
  facts: noFacts,
};
const elsewhere = { ...here, teamId: 'T0PARTNER' };
const pending = given(asked(), posted()).approval;
const installedHere = given(asked(), posted(), { type: 'installed', at: now, installation: here }).approval;
const withReason = given(asked({ policy: aPolicy({ reason: { approve: 'required', reject: 'none' } }) })).approval;
const onCall = given(asked({ policy: aPolicy({ approvers: [usergroup('S0ONCALL')] }) }), posted()).approval;
const inChannel = given(asked({ policy: aPolicy({ approvers: [channelMembers()] }) }), posted()).approval;

const twoNeeded = asked({ policy: aPolicy({ quorum: { approve: 2, reject: 2 } }) });
const changed = { type: 'vote_changed', at: now, userId: 'U0ALICE' } as const;
const changedOften = given(twoNeeded, voted(alice), ...Array.from({ length: 5 }, () => changed)).approval;
const withReasons = given(
  asked({ policy: aPolicy({ quorum: { approve: 2, reject: 2 }, reason: { approve: 'required', reject: 'none' } }) }),
  voted(alice, { reasonRef: 'reason-1' }),
).approval;

/** The answer in one word: the refusal's code where it is one, with `policy:` before those that are about the person. */
function wordFor(approval: Approval, change: Partial<ProposedVote>, at = now): string {
  const judgement = judgeVote(approval, { ...vote, ...change }, at);
  if (judgement.answer !== 'refused') return judgement.answer;
  return `${judgement.isForVoter ? 'policy: ' : ''}${judgement.refusal.code}`;
}

describe('a vote that would', () => {
  test.each<[string, Approval, Partial<ProposedVote>, string]>([
    ['count', pending, {}, 'allowed'],
    ['count, whatever the card shows', pending, { digest: null }, 'allowed'],
    ['be of an older revision', pending, { digest: 'sha256:old' }, 'revision_changed'],
    ['come from another installation', installedHere, { installation: elsewhere }, 'not_found'],
    ['come from no installation', installedHere, { installation: null }, 'allowed'],
    ['be decided already', given(asked(), decided()).approval, {}, 'already_decided'],
    ['repeat that person’s answer', given(twoNeeded, voted(alice)).approval, {}, 'already_voted'],
    ['change that person’s answer', given(twoNeeded, voted(alice)).approval, { answer: 'reject' }, 'allowed'],
    ['change it for the sixth time', changedOften, { answer: 'reject' }, 'too_many_changes'],
    ['repeat it after five changes', changedOften, {}, 'already_voted'],
    ['change its reason', withReasons, { reason: { ref: 'reason-2' } }, 'allowed'],
    ['repeat its reason', withReasons, { reason: { ref: 'reason-1' } }, 'already_voted'],
    ['repeat it without its reason', withReasons, {}, 'already_voted'],
    ['open the form for it again', withReasons, { reason: 'to_come' }, 'already_voted'],
    [
      'bring a reason where none is kept',
      given(twoNeeded, voted(alice)).approval,
      { reason: { ref: 'reason-2' } },
      'already_voted',
    ],
    ['repeat one of theirs that is being checked', given(asked(), received(alice)).approval, {}, 'already_voted'],
    ['come beside another person’s', given(asked(), received(bob)).approval, {}, 'allowed'],
    ['lack its reason', withReason, {}, 'reason_required'],
    ['bring its reason', withReason, { reason: { ref: 'reason-1' } }, 'allowed'],
    ['get its reason from a form', withReason, { reason: 'to_come' }, 'allowed'],
    ['be by a person who is not named', pending, { by: person('U0MALLORY') }, 'policy: not_an_approver'],
    [
      'be by the person who asked',
      given(asked({ requester: dave, policy: aPolicy({ approvers: [channelMembers()] }) }), posted()).approval,
      { by: dave, facts: insider() },
      'policy: self_approval',
    ],
    ['depend on a group that is not known', onCall, {}, 'unknown'],
    ['be by a member of the group', onCall, { facts: insider({ S0ONCALL: true }) }, 'allowed'],
    [
      'be by a person who is not in the group',
      onCall,
      { facts: insider({ S0ONCALL: false }) },
      'policy: not_an_approver',
    ],
    ['be on the card, by a member of its channel', inChannel, { facts: insider() }, 'allowed'],
    ['be in another place than the card', inChannel, { facts: insider(), channelId: null }, 'policy: use_the_card'],
  ])('%s', (_, approval, change, word) => {
    expect(wordFor(approval, change)).toBe(word);
  });

  test('come when the time is over', () => {
    expect(wordFor(pending, {}, now + hour)).toBe('expired');
  });

  test('be one too many', () => {
    const votes = Array.from({ length: 100 }, (_, index) => voted(person(`U0V${index}`)));
    const full = given(
      asked({ policy: aPolicy({ quorum: { approve: 100, reject: 100 } }) }),
      ...votes.slice(0, 99),
      received(bob),
    );

    expect(wordFor(full.approval, {})).toBe('too_many_votes');
  });

  test('change nothing: a judgement is no vote', () => {
    const before = JSON.stringify(pending);

    judgeVote(pending, vote, now);

    expect(JSON.stringify(pending)).toBe(before);
  });
});
