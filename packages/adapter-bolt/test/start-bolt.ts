import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Approvals } from '@k8s-pizza/slack-approval';
import { maxRequestBytes } from '@k8s-pizza/slack-approval/host';
import { type RegisterApprovalsOptions, registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { listenOnLoopback } from '@k8s-pizza/slack-approval-testing';
import { App, AwsLambdaReceiver, ExpressReceiver, HTTPReceiver, LogLevel, type Receiver } from '@slack/bolt';

export type ReceiverName = 'HTTPReceiver' | 'ExpressReceiver' | 'AwsLambdaReceiver';

/** Every path serves everything here, as Slack may be told one URL or three. */
const paths = ['/', '/slack/actions', '/slack/commands', '/slack/events'];

/** An app whose bot is known, so that nothing has to be asked of Slack before the first click. */
export function createApp(receiver: Receiver): App {
  const authorize = async () => ({ botToken: 'xoxb-contract', botId: 'B0CONTRACT', botUserId: 'U0CONTRACTBOT' });
  return new App({ receiver, authorize, logger: quietLogger });
}

export const quietLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Starts a real Bolt app behind one of its receivers, on a free port of loopback. */
export function startBolt(
  name: ReceiverName,
  prepare: (app: App) => void = () => undefined,
  options?: RegisterApprovalsOptions,
) {
  return async (
    approvals: Pick<Approvals, 'handleVerified'>,
    { signingSecret }: { readonly signingSecret: string },
  ) => {
    const { receiver, listen } = receivers[name](signingSecret);
    const app = createApp(receiver);
    registerApprovals(app, approvals, options);
    prepare(app);
    return listen(app);
  };
}

const receivers = {
  HTTPReceiver: (signingSecret: string) => ({
    receiver: new HTTPReceiver({ signingSecret, endpoints: paths, logger: quietLogger, bodyLimit: maxRequestBytes }),
    listen: startApp,
  }),
  ExpressReceiver: (signingSecret: string) => ({
    receiver: new ExpressReceiver({
      signingSecret,
      endpoints: Object.fromEntries(paths.map((path) => [path, path])),
      logger: quietLogger,
      bodyLimit: maxRequestBytes,
    }),
    listen: startApp,
  }),
  AwsLambdaReceiver: (signingSecret: string) => {
    const receiver = new AwsLambdaReceiver({ signingSecret, logger: quietLogger });
    return { receiver, listen: () => startGateway(receiver) };
  },
} as const;

async function startApp(app: App) {
  const server = await app.start(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await app.stop();
    },
  };
}

const restEvent = {
  isBase64Encoded: false,
  resource: '/{proxy+}',
  pathParameters: null,
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  multiValueHeaders: {},
  stageVariables: null,
  requestContext: {},
};

/** What API Gateway does for a function: the text of a request in, status, headers and body out. */
async function startGateway(receiver: AwsLambdaReceiver) {
  const handler = receiver.toHandler();
  const answerOne = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '/' } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, `${value}`]));
    const event = { ...restEvent, httpMethod: method, path, headers, body: await text(request) };
    // a function that throws is answered for by the gateway
    const answer = await handler(event, {}).catch(() => ({ statusCode: 502, headers: {}, body: '' }));
    response.writeHead(answer.statusCode, answer.headers as Record<string, string> | undefined).end(answer.body);
  };
  const { url, close } = await listenOnLoopback((request, response) => {
    answerOne(request, response).catch(() => response.destroy());
  });
  return { url: `${url}/`, close };
}
