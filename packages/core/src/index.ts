export { type ErrorCode, isSlackApprovalError, SlackApprovalError } from './errors.js';
export { memoryStore } from './memory-store.js';
export type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from './ports/approval-store.js';
