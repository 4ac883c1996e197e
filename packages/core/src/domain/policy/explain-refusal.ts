import type { Approval, DecidedApproval } from '../model/approval.js';
import { cardChannel } from '../model/copies.js';
import { marked, unmarked } from '../model/live-text.js';
import { isSamePerson, type Person, type Requester } from '../model/person.js';
import type { VoterRefusalCode } from '../model/policy.js';
import { type Refusal, refusal } from '../model/refusal.js';
import type { Verdict } from '../model/verdict.js';

/** Why an approval that is decided takes no more answers, in words that say who won; of a withdrawal also when. */
export function whyOver(approval: DecidedApproval, person: Person): Refusal {
  const { decision } = approval;
  const late = decision.neverShown === true ? 'never_shown' : 'expiry';
  if (decision.outcome === 'withdrawn')
    return refusal('withdrawn', {
      by: decision.withdrawnBy === null ? null : called(decision.withdrawnBy),
      at: marked('t', String(decision.decidedAt)),
    });
  if (decision.outcome === 'expired') return refusal('expired', { cause: late });
  const outcome = decision.outcome === 'approved' ? 'approved' : 'rejected';
  if (decision.cause === 'expiry') return refusal('already_decided', { outcome, cause: late, by: [] });
  const by = decision.by.map(called);
  const isOwn = decision.by.some((one) => isSamePerson(one, person));
  return refusal('already_decided', { outcome, cause: isOwn ? 'own_vote' : 'votes', by });
}

/** A person as a mention, anything else by its name. */
export function called(requester: Requester): string {
  return typeof requester === 'string' ? unmarked(requester) : marked('@', requester.userId);
}

/** Why a person may not vote; where only the card is missing, which channel it is in. */
export function explainVerdict(
  verdict: Extract<Verdict, { answer: 'refused' }>,
  { work }: Approval,
): Refusal<VoterRefusalCode> {
  const channelId = verdict.code === 'use_the_card' ? cardChannel(work.copies) : null;
  return channelId === null ? verdict : refusal('use_the_card', { channel: marked('#', channelId) });
}
