import { createServer } from 'node:http';
import { registerApprovals } from '@k8s-pizza/slack-approval-bolt';
import { App, type Logger, type Receiver } from '@slack/bolt';
import type { CommandContext } from '../commands/command-context.js';
import { createWorkspace } from '../commands/workspace.js';
import type { SlackConfig } from '../config.js';
import { type Listening, listen } from '../listen.js';
import { boltLogger } from './bolt-logger.js';
import { finishWithinMs, type HostOptions } from './host-options.js';
import { registerCommands } from './register-commands.js';
import { registerConversation } from './register-conversation.js';
import { pathOf, serveRoutes } from './serve-routes.js';
import { slackPaths, slackReceiver } from './slack-receiver.js';

export interface BoltHostOptions extends HostOptions {
  readonly slack: SlackConfig;
  readonly commands: Omit<CommandContext, 'workspace'>;
  /** A command that takes longer is answered afterwards. @default 2000 */
  readonly answerWithinMs?: number;
}

/** Slack shows an error after three seconds: no question to it may take as long. */
const slackWithinMs = 2_500;
const usuallyWithinMs = 2_000;

/**
 * The fuller host: Bolt, with the approvals, the commands, and answers to people who write to the app. Over HTTP, or by Socket Mode
 * where there is an app-level token; the app's own routes are served over HTTP in both.
 */
export async function startBoltHost(options: BoltHostOptions): Promise<Listening> {
  const { approvals, routes, host, port, log, slack } = options;
  const logger = boltLogger(log);
  const { receiver, listener, connect, disconnect } = slackReceiver(slack, logger);
  const app = createApp(slack, receiver, logger);
  registerApprovals(app, approvals);
  const { token } = slack;
  const lookUps = {
    authTest: () => app.client.auth.test({ token }),
    usersInfo: (user: string) => app.client.users.info({ token, user }),
  };
  const context = { ...options.commands, workspace: createWorkspace(lookUps, options.commands.clock, log) };
  registerCommands(app, context, { withinMs: options.answerWithinMs ?? usuallyWithinMs, log });
  registerConversation(app, context);

  const own = serveRoutes(routes, log);
  const server = createServer((request, response) => {
    const isSlack = listener !== null && request.method === 'POST' && slackPaths.includes(pathOf(request));
    (isSlack ? listener : own)(request, response);
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
    // nothing has to be asked of Slack before a click can be answered
    authorize: async () => ({ botToken: token }),
    clientOptions: {
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      timeout: slackWithinMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
    },
  });
}
