export type { Alert, AlertGroup, Labels, Notification } from './alert-group.js';
export type { AskedApproval, AskResult, Asks } from './asks.js';
export type { AlertAuthentication } from './authenticator.js';
export {
  alertName,
  explainGroup,
  firingSince,
  highestSeverity,
  instancesOf,
  summaryOf,
} from './describe-group.js';
export type { LabelMatch } from './label-match.js';
export { type ReceiveAlertsOptions, receiveAlerts } from './receive-alerts.js';
