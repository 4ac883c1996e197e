import type { Kind } from '@k8s-pizza/slack-approval';
import { decisionHandler } from '@k8s-pizza/slack-approval-azure-functions';
import * as df from 'durable-functions';

export interface Order {
  readonly size: string;
}

/** An orchestration that goes on when people have decided. `orders` is the kind, `secret` what its webhook signs with. */
export function registerOrders(orders: Kind<Order, Order>, secret: string | undefined): void {
  df.app.orchestration('orderPizza', function* (context) {
    const { instanceId } = context.df;
    yield context.df.callActivity('askForPizza', { instanceId, order: context.df.getInput() });
    const decision = yield context.df.waitForExternalEvent('decision');
    return decision.outcome === 'approved' ? `ordered as ${decision.decidedBy[0].userId} agreed` : 'no pizza today';
  });

  // an activity may run twice: under one key only one approval is asked
  df.app.activity('askForPizza', {
    handler: async ({ instanceId, order }: { readonly instanceId: string; readonly order: Order }) => {
      const { approval } = await orders.ask(order, { key: instanceId, requester: 'orderPizza' });
      return approval.id;
    },
  });

  df.app.client.http('pizzaDecisions', {
    methods: ['POST'],
    authLevel: 'anonymous',
    route: 'pizza-decisions',
    handler: (request, client, context) =>
      decisionHandler({
        secrets: secret,
        // the key is the instance that waits; an instance that has ended takes no event, and that is fine
        handler: ({ key, ...decision }) => client.raiseEvent(key ?? '', 'decision', decision),
      })(request, context),
  });
}
