import type { AskedApproval, AskRefusal, Asks } from '@k8s-pizza/slack-approval-alertmanager';
import { type AskCommand, askCommand } from '../ask-command.js';
import type { PizzaOrder } from '../pizza-order.js';
import { signedRoute } from '../signed/signed-route.js';
import type { Route } from './route.js';

export interface FunctionRouteOptions {
  /** What the order function signs with. */
  readonly secret: string;
  readonly log: (line: string) => void;
}

/** Where the order function asks, takes back, and replaces what explains. */
export function asksRoute(asks: Asks<PizzaOrder>, options: FunctionRouteOptions): Route {
  return signedRoute({ ...options, path: '/asks', schema: askCommand, act: (command) => act(asks, command) });
}

async function act(asks: Asks<PizzaOrder>, command: AskCommand): Promise<object> {
  switch (command.type) {
    case 'ask': {
      const { payload, key, requester, context } = command;
      const { approval, created } = await asks.ask(payload, { key, requester, context });
      return { approval: told(approval), created };
    }
    case 'withdraw':
      return told(await asks.withdraw({ key: command.key }, { by: command.by, reason: command.reason }));
    case 'replaceContext':
      return told(await asks.replaceContext({ id: command.id }, command.lines));
    default:
      return command satisfies never;
  }
}

/** The rest of an approval is nothing to the function. */
function told(answer: AskedApproval | AskRefusal): AskedApproval | AskRefusal {
  if ('code' in answer) return { code: answer.code, explanation: answer.explanation };
  return { id: answer.id, status: answer.status };
}
