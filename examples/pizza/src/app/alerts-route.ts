import { type AlertSetup, answerAlerts } from '../answer-alerts.js';
import type { Route } from './route.js';

/** Where Alertmanager sends its notifications, if not to the order function. */
export function alertsRoute(setup: AlertSetup): Route {
  return { method: 'POST', path: '/alerts', answer: answerAlerts(setup) };
}
