export { decisionHandler } from './decision-handler.js';
export { type RegisterApprovalsOptions, registerApprovals } from './register-approvals.js';
