import type { Approval, PendingApproval, Vote } from '../domain/model/approval.js';
import type { EventOf } from '../domain/model/events.js';
import { isRequester, isSamePerson, type Person } from '../domain/model/person.js';
import type { ApproverRule } from '../domain/model/policy.js';
import { currentStage, nextStage } from '../domain/model/stage.js';
import { decidingVotes } from '../domain/policy/choices.js';
import { allRules } from '../domain/policy/quorum.js';
import { earlierApprovals, inStage, policyOfStage } from '../domain/stages/in-stage.js';
import { canonicalJson } from '../record/hashing/canonical-json.js';
import type { EvidenceFault } from './fault.js';
import type { FoldedEntry } from './fold-history.js';

/** Checks that each entry may stand where it does, and that the votes before a decision amount to it. */
export function checkDecision(folded: readonly FoldedEntry[]): EvidenceFault | null {
  for (const [index, one] of folded.entries()) {
    const { entry, event, before, after } = one;
    const isFirst = index === 0;
    if (isFirst !== (event.type === 'asked') || (deciding.has(event.type) && before === after))
      return fault('entry_out_of_place', entry.seq, 'event.type', `"${event.type}" cannot happen here.`);
    if (before === null || before.status !== 'pending') continue;
    const found = checkOne(one, before, folded[index + 1]);
    if (found !== null) return found;
  }
  return null;
}

/** The events that change what is asked, or who has said what. One that changes nothing was not written by this library. */
const deciding: ReadonlySet<string> = new Set([
  ...['asked', 'amended', 'voted', 'edited', 'stage_begun', 'decided', 'withdrawn'],
]);

function checkOne(
  { entry: { seq }, event }: FoldedEntry,
  before: PendingApproval,
  next: FoldedEntry | undefined,
): EvidenceFault | null {
  switch (event.type) {
    case 'voted': {
      const why = whyNotVote(before, event.vote);
      return why === null ? null : fault('vote_not_allowed', seq, 'event.vote.by', why);
    }
    case 'edited':
      return checkEdit(seq, event, before, next);
    case 'stage_begun':
      return isStageApproved(before)
        ? null
        : unfounded(seq, 'event.number', 'The votes do not approve the stage before.');
    case 'decided':
      return checkEnd(seq, event, before);
    default:
      return null;
  }
}

function checkEnd(seq: number, event: EventOf<'decided'>, before: PendingApproval): EvidenceFault | null {
  if (event.cause === 'expiry') return checkExpiry(seq, event, before);
  const votes = before.votes.filter(({ by }) => event.by.some((person) => isSamePerson(person, by)));
  if (event.by.length === 0 || event.by.some((person) => !votes.some(({ by }) => isSamePerson(person, by))))
    return unfounded(seq, 'event.by', 'It names people who have not voted.');
  const isFounded = event.outcome === 'approved' ? isApproved(before, votes) : isRejected(before, votes);
  if (!isFounded)
    return unfounded(seq, 'event.outcome', `The votes of the people it names do not amount to "${event.outcome}".`);
  const refs = [null, ...votes.map(({ reasonRef }) => reasonRef)];
  return refs.includes(event.reasonRef) && isSharedChoice(before, event, votes)
    ? null
    : unfounded(seq, 'event.reasonRef', 'Its choice or its reason is not one of the votes.');
}

function isApproved(before: PendingApproval, votes: readonly Vote[]): boolean {
  if (nextStage(before) !== null) return false;
  const current = inStage({ ...before, votes });
  const approvals = current.votes.filter(({ counts }) => counts === 'for');
  const earlier = earlierApprovals(before).map(({ by }) => by);
  const isCredited = earlier.every((person) => votes.some(({ by }) => isSamePerson(by, person)));
  return isCredited && decidingVotes(current, approvals)?.outcome === 'approved';
}

function isRejected(before: PendingApproval, votes: readonly Vote[]): boolean {
  const against = votes.filter(({ counts }) => counts === 'against');
  if (against.some(({ isVeto }) => isVeto === true)) return true;
  const current = inStage({ ...before, votes: against });
  return decidingVotes(current, current.votes)?.outcome === 'rejected';
}

function isStageApproved(before: PendingApproval): boolean {
  const current = inStage(before);
  const approvals = current.votes.filter(({ counts }) => counts === 'for');
  return currentStage(before) !== null && decidingVotes(current, approvals)?.outcome === 'approved';
}

/** Approvals that decide agree in their choice, and rejections may. */
function isSharedChoice(before: Approval, event: EventOf<'decided'>, votes: readonly Vote[]): boolean {
  const stage = currentStage(before)?.name ?? null;
  const decided = votes.filter((vote) =>
    event.outcome === 'approved' ? vote.counts === 'for' && vote.stage === stage : vote.counts === 'against',
  );
  const choices = new Set(decided.map(({ choice }) => choice));
  const [choice] = choices;
  return (event.choice ?? null) === (choices.size === 1 ? (choice ?? null) : null);
}

function checkExpiry(seq: number, event: EventOf<'decided'>, before: PendingApproval): EvidenceFault | null {
  const { expiresAt, policy } = before;
  const { onExpiry } = policy.schedule;
  const ends = { expire: ['expired'], reject: ['rejected'], approve: ['approved', 'expired'] }[onExpiry];
  if (!ends.includes(event.outcome))
    return unfounded(seq, 'event.outcome', `The policy does not end it as "${event.outcome}" when it expires.`);
  return expiresAt !== null && event.at >= expiresAt ? null : unfounded(seq, 'at', 'It had not expired yet.');
}

/** What was decided on is what the person who edited it approved, and nothing comes between. */
function checkEdit(
  seq: number,
  { by, revision }: EventOf<'edited'>,
  before: PendingApproval,
  next: FoldedEntry | undefined,
): EvidenceFault | null {
  const { digest, payloadRef, contentRef, number } = revision;
  const decided = canonicalJson({ digest, payloadRef, contentRef });
  const isTheirs = before.votes.some(
    (vote) => isSamePerson(vote.by, by) && canonicalJson(vote.edit ?? null) === decided,
  );
  if (isTheirs && number === before.revision.number + 1 && next?.event.type === 'decided') return null;
  return unfounded(seq, 'event.revision', 'It is not what the vote of this person changed.');
}

/** Why the policy cannot have admitted this vote, as far as that is known without Slack: nobody knows the members of a group later. */
function whyNotVote(before: PendingApproval, { by, counts, answer }: Vote): string | null {
  if (counts !== (answer === 'approve' ? 'for' : 'against')) return 'It counts for another answer than it gives.';
  if (counts === 'for' && !before.policy.allowSelfApproval && isAskerOf(before, by)) return 'This person asked for it.';
  const rules = rulesNow(before);
  const isNamed = rules.some((rule) => rule.type !== 'user' || rule.id === by.userId);
  return isNamed ? null : 'The policy does not name this person.';
}

/** Earlier releases let those vote who amended before the last amendment. */
function isAskerOf({ requester, onBehalfOf }: Approval, person: Person): boolean {
  return isRequester(requester, person) || isRequester(onBehalfOf, person);
}

function rulesNow(approval: PendingApproval): readonly ApproverRule[] {
  const { policy } = approval;
  const stage = currentStage(approval);
  return [...allRules(stage === null ? policy : policyOfStage(policy, stage)), ...(policy.vetoers ?? [])];
}

function unfounded(seq: number, what: string, explanation: string): EvidenceFault {
  return fault('decision_unfounded', seq, what, explanation);
}

function fault(code: EvidenceFault['code'], seq: number, what: string, explanation: string): EvidenceFault {
  return { code, seq, what, explanation };
}
