import { type Receiver, receiveDecision } from '@k8s-pizza/slack-approval';
import type { Orders } from '../kubernetes/orders.js';
import type { ApprovalTracer } from '../operations/approval-trace.js';
import { tracedAlerts } from '../operations/traced-alerts.js';
import { carryOut } from './carry-out.js';
import { type OrderPizzaSetup, receiveOrderPizza } from './order-pizza.js';
import { type ReportProgressParts, reportProgress } from './report-progress.js';

export interface PizzaFunctionParts extends OrderPizzaSetup, ReportProgressParts {
  readonly orders: Orders;
  /** What the Slack app signs decisions with; null: it is in this process, and decisions need no way in. */
  readonly decisionSecret: string | null;
  readonly log: (line: string) => void;
  /** @default nothing is traced */
  readonly tracer?: ApprovalTracer | null;
}

/** What the function app does, whatever calls it. */
export interface PizzaFunction {
  readonly orderPizza: Receiver;
  readonly confirm: Receiver | null;
  readonly reportProgress: () => Promise<void>;
}

export function createPizzaFunction(parts: PizzaFunctionParts): PizzaFunction {
  const { decisionSecret, log, tracer = null } = parts;
  const confirm =
    decisionSecret === null
      ? null
      : receiveDecision({
          secrets: decisionSecret,
          handler: (decision) => carryOut(parts, decision),
          onError: (error) => log(`order function: ${error instanceof Error ? error.message : 'a decision failed'}`),
        });
  const alerts = receiveOrderPizza(parts);
  const orderPizza = tracer === null ? alerts : tracedAlerts(alerts, tracer);
  return { orderPizza, confirm, reportProgress: () => reportProgress(parts) };
}
