import type { ApproverRule, CountedVote, EscalationStep, Policy, PolicySubject, StagePolicy } from '../model/policy.js';
import { currentStage } from '../model/stage.js';

/**
 * The subject as its current stage has it: the stage's rules, quorum and escalation, and the votes that count in it. A person whose
 * vote counts in another stage is not among those whom its rules name. Without stages it is the subject itself.
 */
export function inStage<Subject extends PolicySubject>(subject: Subject): Subject {
  const stage = currentStage(subject);
  if (stage === null) return subject;
  const elsewhere = new Set(subject.votes.filter((vote) => vote.stage !== stage.name).map(({ by }) => by.userId));
  return {
    ...subject,
    policy: policyOfStage(subject.policy, stage, elsewhere),
    votes: subject.votes.filter((vote) => vote.stage === stage.name),
  };
}

/** The votes of the stages that are over. */
export function earlierApprovals<Vote extends CountedVote>(
  subject: Pick<PolicySubject, 'policy' | 'stage'> & { readonly votes: readonly Vote[] },
): readonly Vote[] {
  const stage = currentStage(subject)?.name;
  return stage === undefined ? [] : subject.votes.filter((vote) => vote.stage !== stage && vote.counts === 'for');
}

/** The policy of a question that has this stage alone. Only the last stage has the choices and the inputs. */
export function policyOfStage(
  { stages, choices, inputs, ...policy }: Policy,
  stage: StagePolicy,
  elsewhere: ReadonlySet<string> = new Set(),
): Policy {
  const open = (rules: readonly ApproverRule[]): readonly ApproverRule[] =>
    rules.filter((rule) => rule.type !== 'user' || !elsewhere.has(rule.id));
  const openStep = (step: EscalationStep): EscalationStep => ({ ...step, approvers: open(step.approvers) });
  const isLast = stage === stages?.at(-1);
  return {
    ...policy,
    ...(isLast && choices !== undefined ? { choices } : {}),
    ...(isLast && inputs !== undefined ? { inputs } : {}),
    approvers: open(stage.approvers),
    quorum: { approve: stage.quorum, reject: 1 },
    schedule: { ...policy.schedule, escalate: stage.escalate.map(openStep) },
  };
}
