export { type CreateApprovalsOptions, createApprovals, type SlackOptions } from './create-approvals.js';
export type { HeaderBag } from './delivery/one-header.js';
export { type ReceiveDecisionOptions, receiveDecision, type SeenDeliveries } from './delivery/receive-decision.js';
export { type VerifiedWebhook, verifyWebhook, type WebhookEvent } from './delivery/verify-webhook.js';
export { type WebhookOptions, webhook } from './delivery/webhook.js';
export type { Outcome, StepState } from './domain/approval.js';
export type { Person, Requester } from './domain/person.js';
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
} from './domain/policy.js';
export type { Refusal, RefusalCode } from './domain/refusal.js';
export { anyone, channelMembers, user, usergroup } from './domain/rules.js';
export { type ErrorCode, isSlackApprovalError, SlackApprovalError } from './errors.js';
export { memoryStore } from './memory-store.js';
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
export type { ApprovalPage, ApprovalQuery, Approvals, ProgramVote, WaitingFor } from './shell/approvals.js';
export type { ApprovalEvents, ApprovalListener, Listening } from './shell/emitter.js';
export type { Explanation } from './shell/explain.js';
export type { Kind } from './shell/kind.js';
export type { EscalationOptions, KindOptions } from './shell/kind-options.js';
export type { Preview } from './shell/preview.js';
export type { ProgressReport } from './shell/program-commands.js';
export { receiveStream } from './shell/receive-stream.js';
export type { Logger } from './shell/shell.js';
export type { ApprovalView as Approval, VoteView } from './shell/to-approval.js';
export { actions, type BlockOptions, context, divider, fields, header, image, input, section } from './slack/blocks.js';
export type { CardContent } from './slack/card-content.js';
export { type ButtonOptions, button, confirm, option, plainTextInput, staticSelect } from './slack/elements.js';
export { slackLimits } from './slack/limits.js';
export { escapeMrkdwn, link, mention, slackDate } from './slack/mrkdwn.js';
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
} from './slack/rich-text.js';
export { mrkdwn, plain, type Text as BlockText } from './slack/text-objects.js';
export { homeView, type ModalOptions, modal } from './slack/view.js';
export type { CardWords, CountWords } from './slack/words.js';
