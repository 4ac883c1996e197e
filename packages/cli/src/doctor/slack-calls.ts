import type { Logger, LogLevel, WebClient } from '@slack/web-api';
import { aheadOfDate } from './ahead-of-date.js';
import { type ConnectionFailure, toConnectionFailure } from './connection-failure.js';
import { urlProblem } from './url-problem.js';

/** The result of a Web API call. */
export type SlackResult =
  | {
      readonly type: 'ok';
      readonly fields: Readonly<Record<string, unknown>>;
      /** The scopes of the token; null if the response does not list them. */
      readonly scopes: readonly string[] | null;
      /** How far this clock is ahead of Slack's; null if the response has no date. */
      readonly aheadMs: number | null;
    }
  | { readonly type: 'refused'; readonly error: string }
  | { readonly type: 'unreached'; readonly failure: ConnectionFailure | 'no_slack' | 'bad_address' };

/** Slack's Web API, called with the tokens of the environment. Repeating a call returns its first result. */
export interface SlackCalls {
  /** Calls a method with the bot token or the app-level token. */
  call(method: string, parameters?: Readonly<Record<string, unknown>>, token?: 'bot' | 'app'): Promise<SlackResult>;
}

export interface SlackCallsOptions {
  readonly botToken: string | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string | undefined;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs: number;
}

export function createSlackCalls(options: SlackCallsOptions): SlackCalls {
  const { apiUrl } = options;
  const results = new Map<string, Promise<SlackResult>>();
  return {
    call(method, parameters = {}, token = 'bot') {
      // never send a token to an unsafe URL
      if (apiUrl !== undefined && urlProblem(apiUrl) !== null)
        return Promise.resolve({ type: 'unreached', failure: 'bad_address' });
      const key = JSON.stringify([method, parameters, token]);
      const result = results.get(key) ?? call(options, method, parameters, token);
      results.set(key, result);
      return result;
    },
  };
}

async function call(
  options: SlackCallsOptions,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
  token: 'bot' | 'app',
): Promise<SlackResult> {
  let aheadMs: number | null = null;
  const client = await createClient(options, token, (response) => {
    aheadMs = aheadOfDate(response, options.now());
  });
  try {
    const fields = await client.apiCall(method, { ...parameters });
    return { type: 'ok', fields: { ...fields }, scopes: fields.response_metadata?.scopes ?? null, aheadMs };
  } catch (error) {
    return toResult(error);
  }
}

async function createClient(
  { botToken, appToken, apiUrl, fetch: send, timeoutMs }: SlackCallsOptions,
  token: 'bot' | 'app',
  onResponse: (response: Response) => void,
): Promise<WebClient> {
  const { LogLevel: levels, WebClient: Client } = await import('@slack/web-api');
  return new Client(token === 'bot' ? botToken : appToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // the client would log responses, which may contain secrets
    logger: silentLogger(levels.ERROR),
    timeout: timeoutMs,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    fetch: async (url, init) => {
      const response = await send(url, init);
      onResponse(response);
      return response;
    },
  });
}

const ignore = (): void => undefined;
const silentLogger = (level: LogLevel): Logger => ({
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  setName: ignore,
  getLevel: () => level,
});

function toResult(error: unknown): SlackResult {
  const { code, data } = Object(error);
  if (code === 'slack_webapi_rate_limited_error') return { type: 'refused', error: 'ratelimited' };
  if (code === 'slack_webapi_http_error') return { type: 'unreached', failure: 'no_slack' };
  if (code !== 'slack_webapi_platform_error') return { type: 'unreached', failure: toConnectionFailure(error) };
  // the client also reports a page of HTML as an error name
  const name: unknown = Object(data).error;
  const isName = typeof name === 'string' && /^[a-z0-9_]{1,60}$/.test(name);
  return isName ? { type: 'refused', error: name } : { type: 'unreached', failure: 'no_slack' };
}
