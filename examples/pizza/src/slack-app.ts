import {
  type Approvals,
  channelMembers,
  createApprovals,
  isSlackApprovalError,
  user,
  usergroup,
  webhook,
} from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import type { KubeConfig } from '@kubernetes/client-node';
import express from 'express';
import { type AlertNotification, readNotification } from './alert-notification.js';
import type { SlackConfig } from './config.js';
import { followOrders } from './kubernetes/follow-orders.js';
import { type Listening, listen } from './listen.js';
import { definePizzaOrder, type OrderSpec, orderFor } from './pizza-order.js';
import { createProgress } from './progress.js';

type Log = (line: string) => void;

export interface SlackAppOptions {
  readonly slack: SlackConfig;
  readonly orderFunction: { readonly url: string; readonly secret: string };
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
  readonly databaseFile: string;
  /** What an alert orders. */
  readonly order: OrderSpec;
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/**
 * The Slack app: alerts come in at `POST /alerts`, Slack's requests at `/slack/…`, decisions leave for the order function, and what
 * becomes of an order is watched in the cluster and shown on its card.
 */
export async function startSlackApp(options: SlackAppOptions): Promise<Listening> {
  const { slack, orderFunction, kubeConfig, namespace, log, clock = Date.now } = options;
  const store = sqliteStore(options.databaseFile);
  const approvals = createApprovals({ slack, store, clock });
  const sink = webhook(orderFunction.url, { secret: orderFunction.secret });
  const kind = definePizzaOrder(approvals, { channel: slack.channel, approvers: approversOf(slack), sink });
  approvals.on('progressed', ({ approval, step, state }) => log(`card of ${approval.id}: ${step} ${state}`));

  const listening = await listen(createApp(approvals, kind, options).listen(options.port, options.host));
  approvals.start();
  const progress = createProgress(approvals, log);
  const stopFollowing = followOrders({
    kubeConfig,
    namespace,
    onOrder: (order) => progress.note(order),
    onGone: (order) => progress.note(order, 'gone'),
    log,
  });
  return {
    url: listening.url,
    async close() {
      await listening.close();
      await stopFollowing();
      await progress.stop();
      await approvals.stop();
      await store.close();
    },
  };
}

function createApp(approvals: Approvals, kind: ReturnType<typeof definePizzaOrder>, { order, log }: SlackAppOptions) {
  const app = express();
  app.use(approvalsRouter(approvals));
  app.post('/alerts', express.json({ limit: '1mb' }), async (request, response) => {
    const notification = readNotification(request.body);
    if ('problem' in notification) {
      response.status(400).json({ error: notification.problem });
      return;
    }
    response.json(await onAlert(kind, notification, order));
  });
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    log(`Slack app: ${isSlackApprovalError(error) ? error.message : 'a request failed'}`);
    response.status(500).json({ error: 'the request could not be answered' });
  });
  return app;
}

function approversOf({ approvers }: SlackConfig) {
  if (approvers.length === 0) return [channelMembers()];
  return approvers.map((id) => (id.startsWith('S') ? usergroup(id) : user(id)));
}

/** A group of alerts is one occasion: it asks once however often it is sent, and takes its question back when it resolves. */
async function onAlert(
  kind: ReturnType<typeof definePizzaOrder>,
  notification: AlertNotification,
  spec: OrderSpec,
): Promise<object> {
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
