export { type ApprovalGate, approvalGate } from './approval-gate.js';
export { conversationOf } from './call-key.js';
export { describeToolCall } from './describe-tool-call.js';
export type { GateOptions, WaitOptions } from './gate-options.js';
export type { ApprovedCall, CallKind, DeniedCall, IdentifiedCall, ToolCall, Verdict } from './tool-call.js';
