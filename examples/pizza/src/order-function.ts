import { createServer, type IncomingMessage } from 'node:http';
import { type Decision, receiveDecision } from '@k8s-pizza/slack-approval';
import type { Orders } from './kubernetes/orders.js';
import { type Listening, listen } from './listen.js';
import { pizzaOrder } from './pizza-order.js';

export interface OrderFunctionConfig {
  readonly secret: string;
  readonly orders: Orders;
  readonly port: number;
  readonly log: (line: string) => void;
}

const mostBytes = 1_048_576;

/** The receiving end: a plain Node server that checks the signature of every decision and carries out the approved ones. */
export async function startOrderFunction({ secret, orders, port, log }: OrderFunctionConfig): Promise<Listening> {
  const receive = receiveDecision({
    secrets: secret,
    handler: (decision) => carryOut(orders, decision, log),
    onError: (error) => log(`order function: ${error instanceof Error ? error.message : 'a decision failed'}`),
  });
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) =>
        receive({
          method: request.method ?? '',
          header: (name) => request.headers[name.toLowerCase()]?.toString(),
          body,
        }),
      )
      .then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body))
      .catch((error: unknown) => {
        log(`order function: ${error instanceof Error ? error.message : 'a request failed'}`);
        response.writeHead(500).end();
      });
  });
  return await listen(server.listen(port, '127.0.0.1'));
}

/** Orders what was approved; whatever else was decided is logged. */
export async function carryOut(
  orders: Orders,
  decision: Decision<unknown>,
  log: (line: string) => void,
): Promise<void> {
  if (decision.outcome !== 'approved') {
    log(`order function: ${decision.approvalId} is ${decision.outcome}, so nothing is ordered`);
    return;
  }
  const result = await orders.createOrFind(decision, pizzaOrder.parse(decision.payload));
  log(`order function: the PizzaOrder of ${decision.approvalId} was ${result}`);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= mostBytes + 1) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
