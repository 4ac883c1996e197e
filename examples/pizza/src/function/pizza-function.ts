import { type RawRequest, type RawResponse, receiveDecision } from '@k8s-pizza/slack-approval';
import type { Orders } from '../kubernetes/orders.js';
import { carryOut } from './carry-out.js';
import { type OrderPizzaSetup, receiveOrderPizza } from './order-pizza.js';
import { type ReportProgressParts, reportProgress } from './report-progress.js';

export interface PizzaFunctionParts extends OrderPizzaSetup, ReportProgressParts {
  readonly orders: Orders;
  /** What the Slack app signs decisions with; null: it is in this process, and decisions need no way in. */
  readonly decisionSecret: string | null;
  readonly log: (line: string) => void;
}

type Receive = (request: RawRequest) => Promise<RawResponse>;

/** What the function app does, whatever calls it. */
export interface PizzaFunction {
  readonly orderPizza: Receive;
  readonly confirm: Receive | null;
  readonly reportProgress: () => Promise<void>;
}

export function createPizzaFunction(parts: PizzaFunctionParts): PizzaFunction {
  const { decisionSecret, log } = parts;
  const confirm =
    decisionSecret === null
      ? null
      : receiveDecision({
          secrets: decisionSecret,
          handler: (decision) => carryOut(parts, decision),
          onError: (error) => log(`order function: ${error instanceof Error ? error.message : 'a decision failed'}`),
        });
  return { orderPizza: receiveOrderPizza(parts), confirm, reportProgress: () => reportProgress(parts) };
}
