import type { ApproverRule, EscalationStep, Policy, PolicySubject, StagePolicy } from '../model/policy.js';
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

/** The policy of a question that has this stage alone. */
export function policyOfStage(
  { stages: _, ...policy }: Policy,
  stage: StagePolicy,
  elsewhere: ReadonlySet<string> = new Set(),
): Policy {
  const open = (rules: readonly ApproverRule[]): readonly ApproverRule[] =>
    rules.filter((rule) => rule.type !== 'user' || !elsewhere.has(rule.id));
  const openStep = (step: EscalationStep): EscalationStep => ({ ...step, approvers: open(step.approvers) });
  return {
    ...policy,
    approvers: open(stage.approvers),
    quorum: { approve: stage.quorum, reject: 1 },
    schedule: { ...policy.schedule, escalate: stage.escalate.map(openStep) },
  };
}
