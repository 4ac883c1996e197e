export { type RegisterApprovalsOptions, registerApprovals } from './register-approvals.js';
