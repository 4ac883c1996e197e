import type { Environment } from './environment.js';
import { loadPackage } from './load-package.js';
import type { FileDifference } from './read-env-file.js';
import { createSlackCalls, type SlackCalls } from './slack-calls.js';

/** How checks reach the outside world. */
export interface Ports {
  readonly fetch: typeof fetch;
  /** The current time in epoch milliseconds. */
  readonly now: () => number;
  /** Loads an optional package; null if it is not installed. */
  readonly load: (name: string) => Promise<unknown>;
  /** Calls Slack's Web API with the tokens of the environment. */
  readonly slack: SlackCalls;
  /** The environment with the white space and quotation marks that other checks do not see. */
  readonly given: Environment;
  readonly settings: Settings;
}

/** Settings that are not in the environment. */
interface Settings {
  /** Post a test message to the channel and delete it. @default false */
  readonly post: boolean;
  /** The app has slash commands. @default true */
  readonly command: boolean;
  /**
   * The URLs in the settings of the Slack app, instead of the three paths under `PUBLIC_URL`. `refuseRequestUrls` refuses malformed ones.
   * @default []
   */
  readonly requestUrls: readonly string[];
  /** What programs read differently from the file of variables. @default [] */
  readonly fileDifferences: readonly FileDifference[];
  /**
   * The resource that decisions create in the cluster, as `<plural>.<version>.<group>`.
   * @default 'pizzaorders.v1.pizza.bilalashraf.xyz'
   */
  readonly resource: string;
  /** Timeout of one request, in milliseconds. @default 10000 */
  readonly timeoutMs: number;
}

/** Settings, and replacements for the real ports. */
export interface PortOptions extends Partial<Settings> {
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly load?: (name: string) => Promise<unknown>;
}

/** @param environment - the clean one; `given` is what it was made of */
export function createPorts(environment: Environment, given: Environment, options: PortOptions): Ports {
  const { fetch: send = fetch, now = Date.now, load = loadPackage } = options;
  const { post = false, command = true, timeoutMs = 10_000 } = options;
  const { requestUrls = [], fileDifferences = [], resource = 'pizzaorders.v1.pizza.bilalashraf.xyz' } = options;
  const slack = createSlackCalls({
    botToken: environment.SLACK_BOT_TOKEN,
    appToken: environment.SLACK_APP_TOKEN,
    apiUrl: environment.SLACK_API_URL,
    fetch: send,
    now,
    timeoutMs,
  });
  const settings = { post, command, requestUrls, fileDifferences, resource, timeoutMs };
  return { fetch: send, now, load, slack, given, settings };
}
