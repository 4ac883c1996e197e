// Serves the Slack app with Bolt: approvals, slash commands and messages, over HTTP or by Socket Mode.

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { isSlackApprovalError } from '@k8s-pizza/slack-approval';
import { maxRequestBytes, type RawResponse, receiveStream } from '@k8s-pizza/slack-approval/host';
import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { type CommandContext, type Reply, reply } from './command-answers.js';
import {
  answerPizzaCommand,
  createConversation,
  createWorkspace,
  slashCommands,
  toApproveCommand,
} from './commands.js';
import type { SlackConfig } from './config.js';
import {
  endOf,
  finishWithinMs,
  type HostOptions,
  isFor,
  json,
  type Listening,
  listen,
  type Route,
  resultWithin,
} from './http-server.js';

export interface BoltHostOptions extends HostOptions {
  readonly slack: SlackConfig;
  readonly commands: Omit<CommandContext, 'workspace'>;
  /** A slower command is answered later, by Slack's response URL. @default 2000 */
  readonly answerWithinMs?: number;
}

const defaultAnswerWithinMs = 2_000;
/** Slack shows an error after three seconds, so no call to Slack may take that long. */
const slackTimeoutMs = 2_500;

/**
 * The fuller host: Bolt with the approvals, the slash commands, and answers to messages. Slack's requests arrive over
 * HTTP, or by Socket Mode if there is an app-level token; the app's own routes are always HTTP.
 */
export async function startBoltHost(options: BoltHostOptions): Promise<Listening> {
  const { approvals, routes, host, port, log, slack } = options;
  const logger = boltLogger(log);
  const { receiver, listener, connect, disconnect } = createReceiver(slack, logger);
  const app = createApp(slack, receiver, logger);
  registerApprovals(app, approvals);
  const { token } = slack;
  const lookUps = {
    authTest: () => app.client.auth.test({ token }),
    usersInfo: (user: string) => app.client.users.info({ token, user }),
  };
  const context = { ...options.commands, workspace: createWorkspace(lookUps, options.commands.clock, log) };
  registerCommands(app, context, options.answerWithinMs ?? defaultAnswerWithinMs, log);
  registerConversation(app, context);

  const serveOwnRoutes = serveRoutes(routes, log);
  const server = createServer((request, response) => {
    const isSlack = listener !== null && request.method === 'POST' && slackPaths.includes(pathOf(request));
    (isSlack ? listener : serveOwnRoutes)(request, response);
  });
  const listening = await listen(server.listen(port, host), finishWithinMs);
  try {
    await connect();
  } catch (error) {
    await listening.close();
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Error(`Slack did not open a connection for SLACK_APP_TOKEN: ${why}`, { cause: error });
  }
  return {
    url: listening.url,
    async close() {
      await disconnect();
      await listening.close();
    },
  };
}

function createApp({ token, apiUrl }: SlackConfig, receiver: Receiver, logger: Logger): App {
  return new App({
    receiver,
    logger,
    // a click is answered without a call to Slack
    authorize: async () => ({ botToken: token }),
    clientOptions: {
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      timeout: slackTimeoutMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
    },
  });
}

/**
 * Answers each slash command privately: a slow one later, by Slack's response URL, and a failed one with a sentence to
 * try again.
 */
function registerCommands(app: App, context: CommandContext, withinMs: number, log: (line: string) => void): void {
  const { pizza, approve } = slashCommands;
  const answerFailure = (error: unknown): Reply => {
    log(`Slack app: ${pizza.command} failed: ${error instanceof Error ? error.message : 'unknown'}`);
    return reply(['That did not work just now. Please try again in a minute.']);
  };
  app.command(pizza.command, async ({ command, ack, respond }) => {
    const asker = { userId: command.user_id, teamId: command.team_id };
    const answering = answerPizzaCommand(context, asker, command.text).catch(answerFailure).then(toEphemeral);
    const answer = await resultWithin(answering, withinMs);
    if (answer !== null) return await ack(answer);
    await ack();
    await respond(await answering);
  });
  app.command(approve.command, async ({ command, ack }) => {
    const answer = await context.approvals.handleVerified(toApproveCommand(command));
    if (answer.status !== 200) throw new Error(`The approvals answered ${answer.status}. Their log says why.`);
    await ack(answer.body === '' ? undefined : JSON.parse(answer.body));
  });
}

function toEphemeral({ text, blocks }: Reply) {
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] };
}

/** Answers messages to the app and mentions of it. Bolt acknowledges an event before its listener runs. */
function registerConversation(app: App, context: CommandContext): void {
  const conversation = createConversation(context);
  app.event(/^(app_mention|message)$/, async ({ body, client }) => {
    const message = await conversation.answer(body);
    if (message === null) return;
    await client.chat.postMessage({
      channel: message.channelId,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
      text: message.reply.text,
      blocks: [...message.reply.blocks],
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });
}

/** How Slack's requests reach Bolt. */
interface SlackReceiver {
  readonly receiver: Receiver;
  /** Takes requests to Slack's paths. Null in Socket Mode. */
  readonly listener: RequestListener | null;
  /** @throws Error — Slack refuses the app-level token */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Slack's settings accept one request URL or three. */
const slackPaths: readonly string[] = ['/slack/actions', '/slack/commands', '/slack/events'];

const disconnectWithinMs = 2_000;

function createReceiver({ signingSecret, appToken, apiUrl }: SlackConfig, logger: Logger): SlackReceiver {
  if (appToken !== null) return createSocketReceiver(appToken, apiUrl, logger);
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [...slackPaths], logger, bodyLimit: maxRequestBytes });
  return {
    receiver,
    listener: receiver.requestListener,
    connect: async () => undefined,
    disconnect: async () => undefined,
  };
}

function createSocketReceiver(appToken: string, apiUrl: string | undefined, logger: Logger): SlackReceiver {
  // the client decides how often it reconnects
  const clientOptions = apiUrl === undefined ? {} : { slackApiUrl: apiUrl };
  const receiver = new SocketModeReceiver({ appToken, logger, installerOptions: { clientOptions } });
  return {
    receiver,
    listener: null,
    async connect() {
      await receiver.start();
    },
    async disconnect() {
      // `stop` does not wait for the close of the connection
      const closed = new Promise((resolve) => receiver.client.once('disconnected', resolve));
      await receiver.stop();
      await resultWithin(closed, disconnectWithinMs);
    },
  };
}

const maxLogCharacters = 300;

/** Logs Bolt's warnings and errors, each shortened to a line. */
function boltLogger(log: (line: string) => void): Logger {
  const logLine = (...parts: readonly unknown[]): void => {
    const [first = ''] = parts.map(String).join(' ').split('\n', 1);
    log(`Slack app: ${first.slice(0, maxLogCharacters)}`);
  };
  const ignore = (): void => undefined;
  return {
    debug: ignore,
    info: ignore,
    warn: logLine,
    error: logLine,
    setLevel: ignore,
    getLevel: () => LogLevel.WARN,
    setName: ignore,
  };
}

/** Serves the app's own routes on a plain Node server, each with the exact bytes of the request. */
function serveRoutes(routes: readonly Route[], log: (line: string) => void): RequestListener {
  return (request, response) => {
    answerRoute(routes, request, endOf(response))
      .catch((error: unknown) => {
        log(`Slack app: ${isSlackApprovalError(error) ? error.message : 'a request failed'}`);
        return json(500, { error: 'the request could not be answered' });
      })
      .then((answer) => send(response, answer))
      // the caller is gone
      .catch(() => response.destroy());
  };
}

async function answerRoute(
  routes: readonly Route[],
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<RawResponse> {
  const { method = '', headers, url = '/' } = request;
  const route = routes.find((one) => isFor(one, method, pathOf(request)));
  if (route === undefined) return json(404, { error: 'there is nothing here' });
  const header = (name: string) => headers[name.toLowerCase()]?.toString();
  return await receiveStream(route.answer, { method, url, header, signal, body: request });
}

/** The path of a request without its query. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function send(response: ServerResponse, { status, headers, body }: RawResponse): void {
  response.writeHead(status, headers).end(body);
}
