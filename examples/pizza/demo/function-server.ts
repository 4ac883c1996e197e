import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawResponse, receiveStream } from '@k8s-pizza/slack-approval/host';
import { type Listening, listen } from '../src/http-server.js';
import type { PizzaFunction } from '../src/order-function.js';

export interface FunctionServerOptions {
  readonly port: number;
  readonly log: (line: string) => void;
  /** The pause between two reports of progress. */
  readonly reportEveryMs: number;
}

/** Stands in for a function app. Its addresses are known before its functions. */
export interface FunctionServer extends Listening {
  /** Starts to answer requests and to report progress. */
  serve(pizza: PizzaFunction): void;
}

const paths = { orderPizza: '/api/OrderPizza', confirm: '/api/HttpPizzaOrderConfirmationHandler' } as const;

/** Serves the order function without Azure: the same code at the same paths, on plain Node, without function keys. */
export async function startFunctionServer(options: FunctionServerOptions): Promise<FunctionServer> {
  const { port, log, reportEveryMs } = options;
  const stopping = new AbortController();
  let pizza: PizzaFunction | null = null;
  let reporting: Promise<void> = Promise.resolve();
  const answer = async (request: IncomingMessage): Promise<RawResponse> => {
    if (pizza === null) return { status: 503, headers: {}, body: '' };
    const receive = { [paths.orderPizza]: pizza.orderPizza, [paths.confirm]: pizza.confirm }[request.url ?? ''];
    if (receive === undefined || receive === null) return { status: 404, headers: {}, body: '' };
    const { method = '', headers } = request;
    const header = (name: string) => headers[name.toLowerCase()]?.toString();
    return await receiveStream(receive, { method, header, body: request });
  };
  const server = createServer((request, response) => {
    answer(request)
      .then((answered) => send(response, answered))
      .catch((error: unknown) => {
        log(`order function: ${error instanceof Error ? error.message : 'a request failed'}`);
        send(response, { status: 500, headers: {}, body: '' });
      });
  });
  const report = async (serving: PizzaFunction): Promise<void> => {
    while (!stopping.signal.aborted) {
      await serving.reportProgress().catch((error: unknown) => log(`ReportProgress: ${messageOf(error)}`));
      // a stop ends the pause
      await sleep(reportEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const listening = await listen(server.listen(port, '127.0.0.1'));
  return {
    url: listening.url,
    serve(serving) {
      pizza = serving;
      reporting = report(serving);
    },
    async close() {
      stopping.abort();
      await reporting;
      await listening.close();
    },
  };
}

/** The addresses of the functions that are called over HTTP. */
export function functionAddresses({ url }: Listening) {
  return { alerts: `${url}${paths.orderPizza}`, decisions: `${url}${paths.confirm}` } as const;
}

function send(response: ServerResponse, { status, headers, body }: RawResponse): void {
  response.writeHead(status, headers).end(body);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'a report failed';
}
