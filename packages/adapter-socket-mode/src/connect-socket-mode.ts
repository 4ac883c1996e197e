import { setTimeout as sleep } from 'node:timers/promises';
import { type Approvals, type Logger, SlackApprovalError } from '@k8s-pizza/slack-approval';
import { consoleLogger, createLog, credentialFault, refuseUnknownKeys } from '@k8s-pizza/slack-approval/host';
import { keepOpen } from './keep-open.js';
import { type Acknowledge, openConnection } from './open-connection.js';

/** How to connect to Slack. */
export interface ConnectSocketModeOptions {
  /** The app-level token with the scope `connections:write`: `xapp-…`. */
  readonly appToken: string | undefined;
  /** The Web API, such as that of a Slack simulator. @default https://slack.com/api/ */
  readonly apiUrl?: string | undefined;
  /** @default warnings and errors to the console */
  readonly logger?: Logger;
}

/** A connection to Slack that is reopened whenever it ends. */
export interface SocketModeConnection {
  /** Answers what has arrived, then disconnects. Call it before `approvals.stop()`. */
  close(): Promise<void>;
}

/**
 * Connects the approvals to Slack by Socket Mode: no public URL, no web server.
 *
 * It resolves once clicks arrive, and reopens the connection until you close it. A click is acknowledged once its vote is stored.
 *
 * @example
 * ```ts
 * import { createApprovals, memoryStore, slackFromEnv } from '@k8s-pizza/slack-approval';
 * import { connectSocketMode } from '@k8s-pizza/slack-approval-socket-mode';
 *
 * const approvals = createApprovals({ slack: slackFromEnv(), store: memoryStore() });
 * await connectSocketMode(approvals, { appToken: process.env.SLACK_APP_TOKEN });
 * approvals.start();
 * ```
 * @throws {SlackApprovalError} invalid_options — no `Approvals` object, an unknown option, or no app-level token
 * @throws {SlackApprovalError} socket_mode_refused — Slack refuses the token, or Socket Mode is off
 * @throws {SlackApprovalError} socket_mode_unreachable — no connection was made within 30 s
 */
export async function connectSocketMode(
  approvals: Pick<Approvals, 'handleVerified'>,
  options: ConnectSocketModeOptions,
): Promise<SocketModeConnection> {
  refuseUnknownKeys('connectSocketMode', options, { appToken: true, apiUrl: true, logger: true });
  const { appToken = '', apiUrl = 'https://slack.com/api/', logger = consoleLogger } = options;
  const isApprovals = typeof Object(approvals).handleVerified === 'function';
  const fault = isApprovals ? appTokenFault(appToken) : 'it must get an Approvals object';
  if (fault !== null) throw new SlackApprovalError('invalid_options', `connectSocketMode: ${fault}.`);
  const log = createLog(logger);
  const closing = new AbortController();
  const running = new Set<Promise<void>>();

  const answer = async (payload: unknown, acknowledge: Acknowledge) => {
    try {
      const response = await approvals.handleVerified(payload);
      // Socket Mode knows no negative answer. What is not acknowledged within 3 s ends as an HTTP 503 does: Slack shows the
      // person an error and does not resend their click, form or command; an event it resends up to three times.
      if (response.status === 200) await acknowledge(response.body === '' ? {} : JSON.parse(response.body));
    } catch (error) {
      log.error('envelope_failed', 'a request by Socket Mode could not be answered', { error });
    }
  };
  const open = () =>
    openConnection({ appToken, apiUrl }, closing.signal, (...envelope) => {
      const work = answer(...envelope).finally(() => running.delete(work));
      running.add(work);
    });
  const wait = (ms: number) => sleep(ms, undefined, { signal: closing.signal });
  const last = keepOpen(await open(), open, log, closing.signal, wait);
  return {
    async close() {
      closing.abort();
      await Promise.all(running);
      await (await last).end();
      await Promise.all(running);
    },
  };
}

function appTokenFault(appToken: string): string | null {
  if (appToken === '') return 'appToken is missing: set SLACK_APP_TOKEN to the app-level token, xapp-…';
  if (/^xox/.test(appToken)) return 'appToken is a bot or user token: give the app-level token, xapp-…';
  const fault = credentialFault(appToken);
  if (fault !== null) return `appToken ${fault}`;
  return /[^\x21-\x7e]/.test(appToken) ? 'appToken contains a character that no token has: copy it again' : null;
}
