import type { Server } from 'node:http';
import { createApprovals, isSlackApprovalError, webhook } from '@k8s-pizza/slack-approval';
import { approvalsRouter } from '@k8s-pizza/slack-approval-express';
import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
import express from 'express';
import { type AlertNotification, readNotification } from './alert-notification.js';
import { type Listening, listen } from './listen.js';
import { definePizzaOrder, orderFor } from './pizza-order.js';

export interface SlackAppConfig {
  readonly token: string | undefined;
  readonly signingSecret: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly channel: string;
  readonly approverGroup: string;
  readonly functionUrl: string | undefined;
  readonly decisionSecret: string | undefined;
  readonly databaseFile: string;
  readonly port: number;
}

/** The Slack app: alerts come in at `POST /alerts`, Slack's requests at `/slack/…`, and decisions leave for the order function. */
export async function startSlackApp(config: SlackAppConfig): Promise<Listening> {
  const store = sqliteStore(config.databaseFile);
  const approvals = createApprovals({
    slack: { token: config.token, signingSecret: config.signingSecret, apiUrl: config.apiUrl },
    store,
  });
  const sink = webhook(config.functionUrl, { secret: config.decisionSecret });
  const kind = definePizzaOrder(approvals, { channel: config.channel, approverGroup: config.approverGroup, sink });

  const app = express();
  app.use(approvalsRouter(approvals));
  app.post('/alerts', express.json({ limit: '1mb' }), async (request, response) => {
    const notification = readNotification(request.body);
    if ('problem' in notification) {
      response.status(400).json({ error: notification.problem });
      return;
    }
    response.json(await onAlert(kind, notification));
  });
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    console.error(isSlackApprovalError(error) ? error.message : 'A request failed.');
    response.status(500).json({ error: 'the request could not be answered' });
  });

  const server: Server = app.listen(config.port, '127.0.0.1');
  const listening = await listen(server);
  approvals.start();
  return {
    url: listening.url,
    async close() {
      await listening.close();
      await approvals.stop();
      await store.close();
    },
  };
}

/** A group of alerts is one occasion: it asks once however often it is sent, and takes its question back when it resolves. */
async function onAlert(kind: ReturnType<typeof definePizzaOrder>, notification: AlertNotification): Promise<object> {
  const { groupKey, status } = notification;
  if (status === 'resolved') {
    const answer = await kind.withdraw({ key: groupKey }, { by: 'alertmanager', reason: 'The alert has resolved.' });
    return 'code' in answer
      ? { action: 'none', why: answer.explanation }
      : { action: 'withdrawn', approvalId: answer.id };
  }
  const order = orderFor(notification);
  if ('noAction' in order) return { action: 'none', why: order.noAction };
  const { approval, created } = await kind.ask(order, { key: groupKey, requester: 'alertmanager' });
  return { action: created ? 'asked' : 'already asked', approvalId: approval.id };
}
