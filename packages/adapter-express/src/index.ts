export { approvalsRouter } from './approvals-router.js';
export { decisionRouter } from './decision-router.js';
