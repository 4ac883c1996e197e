export { alertName, firingSince, highestSeverity, instancesOf, summaryOf } from './about-alerts.js';
export type { Alert, AlertGroup, Labels, Notification } from './alert-group.js';
export type { AskedApproval, AskRefusal, Asks } from './asks.js';
export { explainGroup } from './explain-group.js';
export type { LabelMatch } from './label-match.js';
export type { AlertAuthentication } from './open-request.js';
export { type ReceiveAlertsOptions, receiveAlerts } from './receive-alerts.js';
