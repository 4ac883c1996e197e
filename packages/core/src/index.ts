export type { Approvals } from './api/approvals.js';
export type { ApprovalPage, ApprovalQuery } from './api/list.js';
export type { ProgressReport } from './commands/report-progress.js';
export type { CommandResult } from './commands/run-command.js';
export { type CreateApprovalsOptions, createApprovals, type SlackOptions } from './create-approvals.js';
export { digestOf } from './delivery/digest-of.js';
export type { HeaderBag } from './delivery/one-header.js';
export { type ReceiveDecisionOptions, receiveDecision, type SeenDeliveries } from './delivery/receive-decision.js';
export { type VerifiedWebhook, verifyWebhook, type WebhookEvent } from './delivery/verify-webhook.js';
export { type WebhookOptions, webhook } from './delivery/webhook.js';
export type { Outcome, StepState } from './domain/model/approval.js';
export type { DeliveryOutcome } from './domain/model/commands.js';
export type { Input, InputProblem } from './domain/model/input.js';
export type { Installation } from './domain/model/installation.js';
export type { Person, Requester } from './domain/model/person.js';
export { type Place, type ThreadPlace, thread } from './domain/model/place.js';
export type { Answer, ApproverRule, Choice, GroupRule, ReasonRule, UserRule } from './domain/model/policy.js';
export type { Explanation, RefusalCode } from './domain/model/refusal.js';
export { anyone, channelMembers, user, usergroup } from './domain/policy/rules.js';
export { type ErrorCode, isSlackApprovalError, SlackApprovalError } from './errors.js';
export type { ApprovalEvents, Listening } from './events/approval-events.js';
export type { Evidence, EvidenceDecision, EvidenceDelivery, EvidenceRevision } from './evidence/evidence.js';
export type { GuardContext, Guarded, GuardOptions, Jsonified } from './kinds/guarded.js';
export type { Asked, AskOptions, Kind, RunOptions, Target } from './kinds/kind.js';
export type {
  CommonOptions,
  DecidedByRules,
  DecidedInStages,
  EscalationOptions,
  GuardKindOptions,
  KindOptions,
  PerPayload,
  Stage,
  WithoutSchema,
  WithSchema,
} from './kinds/kind-options.js';
export type { Preview } from './kinds/preview.js';
export type { RequestOptions } from './kinds/request.js';
export { memoryStore } from './memory-store/memory-store.js';
export type { CardWords } from './messages/words/card-words.js';
export type { CountWords, ListWords } from './messages/words/list-words.js';
export type { Messages } from './messages/words/messages.js';
export type { AnswersExplained, PrivateWords } from './messages/words/private-words.js';
export type { Remedy, SlackProblem, TroubleWords } from './messages/words/trouble-words.js';
export type { Duration } from './options/duration.js';
export type { Problem as SinkProblem } from './options/problems.js';
export { slackFromEnv } from './options/slack-from-env.js';
export type {
  Decision,
  DecisionSink,
  Delivery,
  DeliveryContext,
  SinkFunction,
  VoteView,
} from './ports/decision-sink.js';
export type { Instrument, Operation } from './ports/instrument.js';
export type { Logger } from './ports/logger.js';
export { type HistoryEntry, type HistoryHead, type HistoryVerdict, verifyHistory } from './record/history.js';
export type { CardContent } from './slack/card/card-content.js';
export type { ApprovalView as Approval } from './views/to-approval.js';
export type { PendingFor } from './votes/pending-for.js';
export type { ProgramVote } from './votes/program-vote.js';
