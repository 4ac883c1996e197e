import type { Approvals } from './api/approvals.js';
import { createApprovalsObject } from './api/create-approvals-object.js';
import { loadPrograms } from './api/load-programs.js';
import { knownMessages } from './messages/known-messages.js';
import type { Messages } from './messages/words/messages.js';
import { channelFault, channelOrNull } from './options/channel-id.js';
import { botTokenFault, credentialFault } from './options/credential-fault.js';
import { loadOnce } from './options/load-once.js';
import { type Problem, throwProblems } from './options/problems.js';
import { type KnownKeys, unknownKeys } from './options/unknown-keys.js';
import type { ApprovalStore } from './ports/approval-store.js';
import { consoleLogger, createLog, describeError } from './ports/log.js';
import { createLogThrottle } from './ports/log-throttle.js';
import type { Logger } from './ports/logger.js';
import type { SlackTransport } from './ports/slack-transport.js';
import { createInstruments } from './runtime/instruments.js';
import { createLateEmitter } from './runtime/late-emitter.js';
import { loadEmitter } from './runtime/load-emitter.js';
import type { SlackAccess } from './runtime/runtime.js';
import { type WriteWatch, watchStore } from './runtime/watch-store.js';
import { createWorkTracker } from './runtime/work-tracker.js';

/**
 * How this process reaches Slack.
 *
 * You can pass environment variables as they are: `createApprovals` reports the missing ones.
 */
export interface SlackOptions {
  /** The bot token, `xoxb-…`. */
  readonly token: string | undefined;
  /**
   * One signing secret, or several while you rotate them.
   *
   * Null: Slack's requests come by Socket Mode, where nothing is signed. Over HTTP, all are refused.
   */
  readonly signingSecret: string | null | undefined | readonly string[];
  /** The base URL of the Web API, for a Slack simulator. @default https://slack.com/api/ */
  readonly apiUrl?: string | undefined;
  /** Sends every request to Slack, for example through a proxy. It must pass `init` on. @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /** Replaces `@slack/web-api`, for tests. @default the Web API at `apiUrl` */
  readonly transport?: SlackTransport;
  /** @default learned from `auth.test` before the first card */
  readonly teamId?: string;
  /** @default learned from `auth.test` before the first card */
  readonly appId?: string;
}

/** The options of `createApprovals`. Only `store` is required. */
export interface CreateApprovalsOptions {
  /** Where approvals are kept. `memoryStore()` loses them when the process ends, so use it for tests only. */
  readonly store: ApprovalStore;
  /** Leave it out in a process that only asks, amends, withdraws, reports and reads. */
  readonly slack?: SlackOptions;
  /** Separates deployments that share a Slack app or a store: 1 to 40 of `a-z`, `0-9` and `-`. @default default */
  readonly namespace?: string;
  /** The current time in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
  /** @default warnings and errors to the console */
  readonly logger?: Logger;
  /** Replaces words on the cards of every kind. @default English */
  readonly messages?: Partial<Messages>;
  /** The id of the channel that is told when something goes wrong, unless the kind names another. @default none */
  readonly troubleChannel?: string | undefined;
}

/**
 * Creates the object that an app works with.
 *
 * It checks the options and does nothing else: it opens no connection and starts no work.
 *
 * @example
 * ```ts
 * import { createApprovals } from '@k8s-pizza/slack-approval';
 * import { sqliteStore } from '@k8s-pizza/slack-approval-sqlite';
 *
 * const slack = { token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET };
 * const approvals = createApprovals({ slack, store: sqliteStore('approvals.db') });
 * approvals.start();
 * ```
 * @throws {SlackApprovalError} missing_store, missing_signing_secret, missing_token — this option is missing, and no other is wrong
 * @throws {SlackApprovalError} invalid_options — an option is unknown or malformed; the message lists every problem
 */
export function createApprovals(options: CreateApprovalsOptions): Approvals {
  const { store, slack, namespace = 'default', clock = Date.now, logger = consoleLogger, messages = {} } = options;
  throwProblems('These options', problemsOf(options));
  const log = createLog(logger);
  const everyMinute = createLogThrottle(clock, 60_000);
  const work = createWorkTracker((error) => {
    const heldBack = everyMinute(`work_failed ${describeError(error).error}`);
    if (heldBack === null) return;
    log.error('work_failed', 'work in the background failed; what it left is done by the next poll', {
      error,
      ...heldBack,
    });
  });
  const onNoEmitter = (error: unknown): void =>
    log.error('emitter_not_loaded', 'eventemitter3 cannot be loaded; listeners of this app are not called', { error });
  const writes: WriteWatch = { hasFailed: false, lastAt: null };
  const instruments = createInstruments(log, async () => (await loadPrograms()).runObserved);
  return createApprovalsObject({
    store: watchStore(store, writes, clock, instruments),
    instruments,
    writes,
    namespace,
    clock,
    log,
    everyMinute,
    messages,
    troubleChannel: channelOrNull(options.troubleChannel),
    emitter: createLateEmitter({ load: loadEmitter, onFailure: onNoEmitter, track: work.track }),
    kinds: new Map(),
    slack: slack === undefined ? null : createSlackAccess(slack, { clock, log, instruments }),
    work,
    announcer: async () => (await loadPrograms()).announce,
    worker: loadOnce(async () => (await import('./work/worker.js')).worker),
    watch: { nextLookAt: 0, isStopping: false, pollMs: null },
    resting: new Map(),
    waiting: new Set(),
    lastErrors: new Map(),
  });
}

const knownOptions = {
  store: true,
  slack: {
    token: true,
    signingSecret: true,
    apiUrl: true,
    fetch: true,
    transport: true,
    teamId: true,
    appId: true,
  } satisfies KnownKeys<SlackOptions>,
  namespace: true,
  troubleChannel: true,
  clock: true,
  logger: true,
  messages: knownMessages,
} satisfies KnownKeys<CreateApprovalsOptions>;

function problemsOf(options: CreateApprovalsOptions): readonly Problem[] {
  const { store, slack, namespace, logger } = options;
  const problems: Problem[] = [];
  const report: Report = (message, code = 'invalid_options') => {
    problems.push({ code, message });
  };
  for (const message of unknownKeys('createApprovals', options, knownOptions)) report(message);
  if (typeof store?.put !== 'function')
    report('store is missing: pass sqliteStore(…), postgresStore(…) or another', 'missing_store');
  if (namespace !== undefined && !/^[a-z0-9-]{1,40}$/.test(namespace))
    report('namespace must be 1 to 40 of a-z, 0-9 and "-"');
  const fault = channelFault(options.troubleChannel);
  if (fault !== null) report(`troubleChannel ${fault}`);
  // checked now, because it is first called when something else has already failed
  if (!logLevels.every((level) => (logger ?? console)[level])) report(`logger must have the methods ${logLevels}`);
  if (slack !== undefined) checkSlack(slack, report);
  return problems;
}

type Report = (message: string, code?: Problem['code']) => void;

function checkSlack(slack: SlackOptions, report: Report): void {
  const { token, transport, apiUrl } = slack;
  const secrets = secretsOf(slack);
  if (slack.signingSecret !== null && secrets.length === 0)
    report('slack.signingSecret is missing: is SLACK_SIGNING_SECRET set?', 'missing_signing_secret');
  for (const fault of new Set(secrets.map(credentialFault))) if (fault !== null) report(`slack.signingSecret ${fault}`);
  if (transport === undefined) checkToken(token, report);
  if (apiUrl !== undefined && !isHttpUrl(apiUrl))
    report('slack.apiUrl must be an http or https URL such as https://slack.com/api/');
  if (slack.fetch !== undefined && typeof slack.fetch !== 'function')
    report('slack.fetch must be a function like fetch');
}

function checkToken(token: string | undefined, report: Report): void {
  if (!token?.trim()) {
    report('slack.token is missing: is SLACK_BOT_TOKEN set?', 'missing_token');
    return;
  }
  const fault = botTokenFault(token);
  if (fault !== null) report(`slack.token ${fault}`);
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function secretsOf({ signingSecret }: SlackOptions): readonly string[] {
  const secrets = typeof signingSecret === 'string' ? [signingSecret] : (signingSecret ?? []);
  // despite its type, a list made of environment variables may contain undefined
  return secrets.filter((secret) => typeof secret === 'string' && secret.trim() !== '');
}

const slackHooksOrigin = 'https://hooks.slack.com';

type Shared = Pick<SlackAccess, 'clock' | 'log' | 'instruments'>;

function createSlackAccess(options: SlackOptions, shared: Shared): SlackAccess {
  const { token, apiUrl, teamId = null, appId = null, fetch = globalFetch } = options;
  return {
    api: options.transport ?? { token: token ?? '', apiUrl, fetch },
    fetch,
    ...shared,
    connection: null,
    signingSecrets: secretsOf(options),
    configured: { appId, teamId, enterpriseId: null },
    installation: null,
    replyOrigin: apiUrl === undefined ? slackHooksOrigin : new URL(apiUrl).origin,
  };
}

// looked up at each call: a program may replace the global `fetch` later
const globalFetch: typeof fetch = (input, init) => fetch(input, init);
