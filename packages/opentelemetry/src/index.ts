export { approvalContext } from './approval-context.js';
export { type ApprovalIdGenerator, createApprovalIdGenerator } from './approval-id-generator.js';
export { type InstrumentApprovalsOptions, instrumentApprovals } from './instrument-approvals.js';
