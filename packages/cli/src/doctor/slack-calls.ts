import type { Logger, LogLevel, WebClient } from '@slack/web-api';
import { checkUrl } from './check-url.js';
import { type Unreached, whyUnreached } from './why-unreached.js';

/** How a call of the Web API ended. */
export type SlackAnswer =
  | {
      readonly type: 'ok';
      readonly fields: Readonly<Record<string, unknown>>;
      /** The scopes of the token, where the answer names them. */
      readonly scopes: readonly string[] | null;
      /** How far our clock is ahead of Slack's, where the answer has a date. */
      readonly aheadMs: number | null;
    }
  | { readonly type: 'refused'; readonly error: string }
  | { readonly type: 'unreached'; readonly why: Unreached | 'no_slack' | 'bad_address' };

/** Slack's Web API, by the tokens of the environment. The same call is made once. */
export interface SlackCalls {
  /** Calls a method by the bot token, or by the app-level token. */
  call(method: string, given?: Readonly<Record<string, unknown>>, by?: 'bot' | 'app'): Promise<SlackAnswer>;
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
  const answers = new Map<string, Promise<SlackAnswer>>();
  return {
    call(method, given = {}, by = 'bot') {
      // a token is sent to no address that is not safe to send one to
      if (apiUrl !== undefined && checkUrl(apiUrl) !== null)
        return Promise.resolve({ type: 'unreached', why: 'bad_address' });
      const key = JSON.stringify([method, given, by]);
      const answer = answers.get(key) ?? call(options, method, given, by);
      answers.set(key, answer);
      return answer;
    },
  };
}

async function call(
  options: SlackCallsOptions,
  method: string,
  given: Readonly<Record<string, unknown>>,
  by: 'bot' | 'app',
): Promise<SlackAnswer> {
  let aheadMs: number | null = null;
  const client = await connect(options, by, (response) => {
    const date = Date.parse(response.headers.get('date') ?? '');
    // the header has whole seconds, cut off
    aheadMs = Number.isNaN(date) ? null : options.now() - date - 500;
  });
  try {
    const fields = await client.apiCall(method, { ...given });
    return { type: 'ok', fields: { ...fields }, scopes: fields.response_metadata?.scopes ?? null, aheadMs };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function connect(
  { botToken, appToken, apiUrl, fetch: send, timeoutMs }: SlackCallsOptions,
  by: 'bot' | 'app',
  onAnswer: (response: Response) => void,
): Promise<WebClient> {
  const { LogLevel: levels, WebClient: Client } = await import('@slack/web-api');
  return new Client(by === 'bot' ? botToken : appToken, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // it would log what an answer says, and that is not ours to print
    logger: silent(levels.ERROR),
    timeout: timeoutMs,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    fetch: async (url, init) => {
      const response = await send(url, init);
      onAnswer(response);
      return response;
    },
  });
}

const nothing = (): void => undefined;
const silent = (level: LogLevel): Logger => ({
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => level,
});

function outcomeOf(error: unknown): SlackAnswer {
  const { code, data } = Object(error);
  if (code === 'slack_webapi_rate_limited_error') return { type: 'refused', error: 'ratelimited' };
  if (code === 'slack_webapi_http_error') return { type: 'unreached', why: 'no_slack' };
  if (code !== 'slack_webapi_platform_error') return { type: 'unreached', why: whyUnreached(error) };
  // a page of HTML arrives here as the name of an error
  const said: unknown = Object(data).error;
  const isName = typeof said === 'string' && /^[a-z0-9_]{1,60}$/.test(said);
  return isName ? { type: 'refused', error: said } : { type: 'unreached', why: 'no_slack' };
}
