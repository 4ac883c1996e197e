import type { RawResponse, Receiver, RequestHead } from '@k8s-pizza/slack-approval';
import { type AlertSetup, answerAlerts } from '../answer-alerts.js';
import { json } from '../app/route.js';
import { parseJson } from '../parse-json.js';
import { bearerCheck } from './bearer-check.js';
import { answerConfirmation, type ConfirmationSetup, isConfirmation } from './confirmation.js';

export interface OrderPizzaSetup extends AlertSetup, ConfirmationSetup {}

/**
 * What `OrderPizza` takes: notifications of Alertmanager's, and confirmations in the form of the project's first Slack app. The token of
 * alerts, where there is one, is a second factor besides the function's key, for both.
 */
export function receiveOrderPizza(setup: OrderPizzaSetup): Receiver {
  const isLetIn = bearerCheck(setup.alerts.token);
  const alerts = answerAlerts(setup);
  const refuseHead = (head: RequestHead): RawResponse | null => {
    if (head.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
    return isLetIn(head) ? null : json(401, { error: 'unauthenticated' });
  };
  const receive: Receiver = async (request) => {
    const refused = refuseHead(request);
    if (refused !== null) return refused;
    const body = parseJson(request.body);
    if (!isConfirmation(body)) return await alerts(request);
    try {
      return await answerConfirmation(setup, body);
    } catch (error) {
      setup.logger.error('OrderPizza: a confirmation could not be acted on', error);
      return json(503, { error: 'unavailable' });
    }
  };
  return Object.assign(receive, { refuseHead });
}
