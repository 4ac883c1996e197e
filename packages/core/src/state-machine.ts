export { decide } from './domain/decide/decide.js';
export { evolve } from './domain/evolve/evolve.js';
export type {
  Approval,
  CardSize,
  Copy,
  CopyProblem,
  DecidedApproval,
  DecisionFact,
  DeliveryWork,
  Edit,
  Notice,
  NoticeTopic,
  Outcome,
  PendingApproval,
  Revision,
  Step,
  StepState,
  Trouble,
  UncheckedVote,
  Vote,
  Work,
} from './domain/model/approval.js';
export type {
  Amend,
  Ask,
  AttemptResult,
  CastVote,
  CheckVote,
  Command,
  DeliveryOutcome,
  DeliveryResult,
  Drawn,
  ReplaceContext,
  TakeBackVote,
} from './domain/model/commands.js';
export type { ApprovalEvent, HistoryEvent, WorkEvent } from './domain/model/events.js';
export type { Input, Inputs } from './domain/model/input.js';
export type { Installation } from './domain/model/installation.js';
export type { Person, Requester } from './domain/model/person.js';
export type { Place, PlaceList, ThreadPlace } from './domain/model/place.js';
export {
  type Answer,
  type ApproverRule,
  type Choice,
  type CountedVote,
  type EscalationStep,
  type FactNeeded,
  type Facts,
  type GroupRule,
  noFacts,
  type Policy,
  type PolicySubject,
  type ReasonRule,
  type Schedule,
  type StagePolicy,
  type StageState,
  type UserRule,
  type Voter,
  type VoterRefusalCode,
} from './domain/model/policy.js';
export type { Decided, LateRefusal, Refusal, RefusalCode, RefusalValues } from './domain/model/refusal.js';
export type { Verdict } from './domain/model/verdict.js';
export { mayVote } from './domain/policy/may-vote.js';
export { dueAt, type OwedWork, owed } from './domain/time/owed.js';
