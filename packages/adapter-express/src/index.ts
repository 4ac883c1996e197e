export { approvalsRouter } from './approvals-router.js';
