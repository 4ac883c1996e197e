export { decisionHandler } from './decision-handler.js';
export { rawHandler } from './raw-handler.js';
export { type RegisterApprovalsOptions, registerApprovals } from './register-approvals.js';
