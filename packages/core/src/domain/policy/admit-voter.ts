import { isSamePerson } from '../model/person.js';
import type { Facts, PolicySubject, Voter, VoterRefusalCode } from '../model/policy.js';
import { currentStage } from '../model/stage.js';
import { inStage } from '../stages/in-stage.js';
import { type Admission, admit } from './admit.js';

/** As `admit`, of a policy that may have stages and vetoers. */
export function admitVoter(subject: PolicySubject, voter: Voter, facts: Facts): Admission {
  const asApprover = admitInStage(subject, voter, facts);
  const { vetoers } = subject.policy;
  if (vetoers === undefined || voter.answer === 'approve') return asApprover;
  const { policy } = subject;
  const veto = {
    ...subject,
    policy: { ...policy, approvers: vetoers, schedule: { ...policy.schedule, escalate: [] } },
  };
  const asVetoer = admit(veto, voter, facts);
  switch (asVetoer.answer) {
    case 'allowed':
      return { ...asVetoer, isVeto: true };
    case 'unknown':
      // it decides alone either way
      if (asApprover.answer === 'allowed' && inStage(subject).policy.quorum.reject === 1) return asApprover;
      return asApprover.answer === 'unknown'
        ? { answer: 'unknown', needs: [...asVetoer.needs, ...asApprover.needs] }
        : asVetoer;
    case 'refused':
      return asApprover.answer === 'refused' && asApprover.code === 'not_an_approver' ? asVetoer : asApprover;
  }
}

/** As `admitVoter`, of a person of whom it could not be learned whether they are a vetoer: their rejection counts as anybody's. */
export function admitWithoutVeto({ policy, ...subject }: PolicySubject, voter: Voter, facts: Facts): Admission {
  const { vetoers: _, ...others } = policy;
  return admitVoter({ ...subject, policy: others }, voter, facts);
}

function admitInStage(subject: PolicySubject, voter: Voter, facts: Facts): Admission {
  const { stages } = subject.policy;
  if (stages === undefined) return admit(subject, voter, facts);
  const current = currentStage(subject)?.name;
  const isElsewhere = subject.votes.some((vote) => vote.stage !== current && isSamePerson(vote.by, voter.person));
  if (isElsewhere) return { answer: 'refused', code: 'already_voted' };
  const admission = admit(inStage(subject), voter, facts);
  if (admission.answer !== 'refused' || admission.code !== 'not_an_approver') return admission;
  return { answer: 'refused', code: whenInTurn(subject, stages.length, voter, facts) ?? admission.code };
}

/** Whether a person could vote in another stage, as far as the known facts tell; null: they could not. */
function whenInTurn(subject: PolicySubject, count: number, voter: Voter, facts: Facts): VoterRefusalCode | null {
  const mayVoteIn = (number: number): boolean => {
    const there = inStage({ ...subject, stage: { number, beganAt: 0 }, escalationLevel: 0, votes: [] });
    return admit(there, { ...voter, onCard: false }, facts).answer === 'allowed';
  };
  const { number: current } = subject.stage ?? { number: 1 };
  for (let number = count; number > 0; number -= 1)
    if (number !== current && mayVoteIn(number)) return number > current ? 'stage_not_begun' : 'stage_over';
  return null;
}
