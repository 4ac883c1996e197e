import { SlackApprovalError } from '@k8s-pizza/slack-approval';
import { LogLevel, SocketModeClient } from '@slack/socket-mode';

/** Acknowledges one envelope, which is Slack's name for a request by Socket Mode. */
export type Acknowledge = (payload?: Record<string, unknown>) => Promise<void>;

/** One open WebSocket; `ended` resolves once it is closed. */
export interface Connection {
  readonly ended: Promise<unknown>;
  readonly end: () => Promise<void>;
}

const connectWithinMs = 30_000;
const nothing = () => undefined;
const level = { setLevel: nothing, getLevel: () => LogLevel.ERROR, setName: nothing };
// the client's lines have no code, and at level `debug` they hold whole payloads
const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, ...level };

/** Opens one connection, which does not reopen itself. */
export async function openConnection(
  { appToken, apiUrl: slackApiUrl }: { readonly appToken: string; readonly apiUrl: string },
  signal: AbortSignal,
  onEnvelope: (payload: unknown, acknowledge: Acknowledge) => void,
): Promise<Connection> {
  const opening = new AbortController();
  const send: typeof fetch = (url, init) => fetch(url, { ...init, signal: opening.signal });
  const clientOptions = { slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, fetch: send };
  // its own reconnect waits 5 s, in which no click arrives, and ends the process if Slack then refuses the token
  const client = new SocketModeClient({ appToken, logger, autoReconnectEnabled: false, clientOptions });
  client.on('slack_event', ({ body, ack }) => onEnvelope(body, ack));
  const ended = new Promise((resolve) => client.once('disconnected', resolve));
  const end = () => client.disconnect();
  const abort = () => {
    opening.abort();
    void end();
  };
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const timer = setTimeout(abort, connectWithinMs);
  await client
    .start()
    .catch(throwConnectionError)
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  return { ended, end };
}

function throwConnectionError(cause: unknown): never {
  const code: unknown = Object(cause).data?.error;
  if (typeof code !== 'string')
    throw new SlackApprovalError('socket_mode_unreachable', 'Slack cannot be connected to: see `cause`.', { cause });
  const remedy = 'switch Socket Mode on, and give its app-level token with the scope connections:write';
  throw new SlackApprovalError('socket_mode_refused', `Slack refuses the connection (${code}): ${remedy}.`);
}
