export type { ApprovalPage, ApprovalQuery, Approvals, ProgramVote, WaitingFor } from './api/approvals.js';
export type { ProgressReport } from './commands/program-commands.js';
export { type CreateApprovalsOptions, createApprovals, type SlackOptions } from './create-approvals.js';
export type { HeaderBag } from './delivery/one-header.js';
export { type ReceiveDecisionOptions, receiveDecision, type SeenDeliveries } from './delivery/receive-decision.js';
export { type VerifiedWebhook, verifyWebhook, type WebhookEvent } from './delivery/verify-webhook.js';
export { type WebhookOptions, webhook } from './delivery/webhook.js';
export type { Outcome, StepState } from './domain/model/approval.js';
export type { Person, Requester } from './domain/model/person.js';
export type {
  Answer,
  ApproverRule,
  EscalationStep,
  GroupRule,
  Policy,
  ReasonRule,
  Schedule,
  UserRule,
  VoterRefusalCode,
} from './domain/model/policy.js';
export type { Refusal, RefusalCode } from './domain/model/refusal.js';
export { anyone, channelMembers, user, usergroup } from './domain/policy/rules.js';
export { type ErrorCode, isSlackApprovalError, SlackApprovalError } from './errors.js';
export type { ApprovalEvents, ApprovalListener, Listening } from './events/emitter.js';
export { receiveStream } from './interactions/http/receive-stream.js';
export type { Kind } from './kinds/kind.js';
export type { EscalationOptions, KindOptions } from './kinds/kind-options.js';
export type { Preview } from './kinds/preview.js';
export { memoryStore } from './memory-store/memory-store.js';
export { credentialFault } from './options/credential-fault.js';
export { refuseUnknownKeys } from './options/refuse-unknown-keys.js';
export type { KnownKeys } from './options/unknown-keys.js';
export type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from './ports/approval-store.js';
export type {
  Decision,
  DecisionSink,
  Delivery,
  DeliveryContext,
  DeliveryOutcome,
  SinkFunction,
} from './ports/decision-sink.js';
export { isForgetful } from './ports/forgetful.js';
export {
  type BodyFault,
  type Context,
  maxBodyBytes,
  type NodeBody,
  type RawRequest,
  type RawResponse,
  type Receiver,
  type RequestHead,
  type StreamedRequest,
  type WaitUntil,
  type WebBody,
} from './ports/raw-http.js';
export { pageOf, placeAfter, type RowPlace } from './ports/row-page.js';
export type { CardMessage, Installation, PersonRecord, SlackOutcome, SlackTransport } from './ports/slack-transport.js';
export { storeFailed } from './ports/store-failed.js';
export { type HistoryEntry, type HistoryHead, type HistoryVerdict, verifyHistory } from './record/history.js';
export type { Logger } from './runtime/runtime.js';
export {
  actions,
  type BlockOptions,
  context,
  divider,
  fields,
  header,
  image,
  input,
  section,
} from './slack/blocks/blocks.js';
export { type ButtonOptions, button, confirm, option, plainTextInput, staticSelect } from './slack/blocks/elements.js';
export { slackLimits } from './slack/blocks/limits.js';
export { escapeMrkdwn, link, mention, slackDate } from './slack/blocks/mrkdwn.js';
export {
  dateLeaf,
  type Leaf as RichTextLeaf,
  linkLeaf,
  richText,
  richTextList,
  richTextPreformatted,
  richTextQuote,
  richTextSection,
  type TextStyle,
  textLeaf,
  userLeaf,
} from './slack/blocks/rich-text.js';
export { mrkdwn, plain, type Text as BlockText } from './slack/blocks/text-objects.js';
export { homeView, type ModalOptions, modal } from './slack/blocks/view.js';
export type { CardContent } from './slack/card/card-content.js';
export type { CardWords, CountWords } from './slack/card/words.js';
export type { ApprovalView as Approval, VoteView } from './views/to-approval.js';
export type { Explanation } from './votes/explain.js';
