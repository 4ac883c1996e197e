import type { Kind } from '@k8s-pizza/slack-approval';
import { type AlertNotification, readNotification } from '../alert-notification.js';
import { type OrderSpec, orderFor, type PizzaOrder } from '../pizza-order.js';
import { json, type Route } from './route.js';

type PizzaKind = Kind<PizzaOrder, PizzaOrder>;

/** Where Alertmanager sends its notifications. */
export function alertsRoute(kind: PizzaKind, order: OrderSpec): Route {
  return {
    method: 'POST',
    path: '/alerts',
    async answer({ body }) {
      const notification = readNotification(parse(body));
      if ('problem' in notification) return json(400, { error: notification.problem });
      return json(200, await onAlert(kind, notification, order));
    },
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A group of alerts is one occasion: it asks once however often it is sent, and takes its question back when it resolves. */
async function onAlert(kind: PizzaKind, notification: AlertNotification, spec: OrderSpec): Promise<object> {
  const { groupKey, status } = notification;
  if (status === 'resolved') {
    const answer = await kind.withdraw({ key: groupKey }, { by: 'alertmanager', reason: 'The alert has resolved.' });
    return 'code' in answer
      ? { action: 'none', why: answer.explanation }
      : { action: 'withdrawn', approvalId: answer.id };
  }
  const order = orderFor(notification, spec);
  if ('noAction' in order) return { action: 'none', why: order.noAction };
  const { approval, created } = await kind.ask(order, { key: groupKey, requester: 'alertmanager' });
  return { action: created ? 'asked' : 'already asked', approvalId: approval.id };
}
