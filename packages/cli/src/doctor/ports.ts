import { loadPackage } from './load-package.js';
import { createSlackCalls, type SlackCalls } from './slack-calls.js';

/** What checks reach the world by. */
export interface Ports {
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Loads a package that need not be there; null where it is not installed. */
  readonly load: (name: string) => Promise<unknown>;
  /** Slack's Web API, by the tokens of the environment. */
  readonly slack: SlackCalls;
  readonly settings: Settings;
}

/** What the environment does not say. */
export interface Settings {
  /** Posts a message to the channel and deletes it again. */
  readonly post: boolean;
  /** The app has slash commands. */
  readonly command: boolean;
  /** What decisions create in the cluster, as `<plural>.<version>.<group>`. */
  readonly resource: string;
  /** How long one request may take. */
  readonly timeoutMs: number;
}

/** What a caller may bring in place of the real world. */
export interface World extends Partial<Settings> {
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly load?: (name: string) => Promise<unknown>;
}

export function createPorts(environment: Readonly<Record<string, string | undefined>>, world: World): Ports {
  const { fetch: send = fetch, now = Date.now, load = loadPackage } = world;
  const { post = false, command = true, timeoutMs = 10_000 } = world;
  const { resource = 'pizzaorders.v1.pizza.bilalashraf.xyz' } = world;
  const slack = createSlackCalls({
    botToken: environment.SLACK_BOT_TOKEN,
    appToken: environment.SLACK_APP_TOKEN,
    apiUrl: environment.SLACK_API_URL,
    fetch: send,
    now,
    timeoutMs,
  });
  return { fetch: send, now, load, slack, settings: { post, command, resource, timeoutMs } };
}
