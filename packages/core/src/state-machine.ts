export { decide } from './domain/decide/decide.js';
export { evolve } from './domain/evolve/evolve.js';
export type { Approval, DecidedApproval, Outcome, PendingApproval, StepState } from './domain/model/approval.js';
export type { Command } from './domain/model/commands.js';
export type { ApprovalEvent } from './domain/model/events.js';
export type { Person, Requester } from './domain/model/person.js';
export {
  type Answer,
  type ApproverRule,
  type FactNeeded,
  type Facts,
  noFacts,
  type Policy,
  type PolicySubject,
  type Schedule,
  type Verdict,
  type Voter,
  type VoterRefusalCode,
} from './domain/model/policy.js';
export type { Decided, Refusal, RefusalCode } from './domain/model/refusal.js';
export { mayVote } from './domain/policy/may-vote.js';
export { dueAt, type OwedWork, owed } from './domain/time/owed.js';
