import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { credentialFault, readDuration } from '@k8s-pizza/slack-approval/host';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server listens, and who may call it. */
export interface HttpSettings {
  readonly port: number;
  readonly host: string;
  readonly token: string;
}

/** What the command line and the environment say. */
export interface Settings {
  /** One, or several: a question is posted to each. */
  readonly channels: readonly string[];
  /** Ids of people and of user groups, or `channel-members`. */
  readonly approvers: readonly string[];
  readonly requester: string;
  readonly onBehalfOf: string | null;
  readonly expires: string;
  /** A path. */
  readonly store: string;
  /** null: over stdin and stdout. */
  readonly http: HttpSettings | null;
}

/** The command line or the environment is wrong, as its message says. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export const usage = `Usage: slack-approval-mcp [options]

An MCP server: coding agents and other clients ask people in Slack. It speaks over stdin and stdout.

Options:
  --http <port>            serve over HTTP instead, at /mcp; clients need the bearer token SLACK_APPROVAL_MCP_TOKEN
  --host <address>         with --http: where to listen (default: 127.0.0.1)
  --channel <id>           the channel that cards are posted to; repeat it for more (default: SLACK_CHANNEL)
  --approver <id>          a person (U…), a user group (S…), or channel-members; repeat it for more (default: SLACK_APPROVER)
  --requester <name>       who asks, as the card shows it (default: agent of, and your user name)
  --on-behalf-of <id>      the person (U…) for whom it works, who then cannot approve (default: SLACK_ON_BEHALF_OF)
  --expires <duration>     how long people may answer, such as 30m, 4h or never (default: 24h)
  --store <file>           the SQLite file that keeps the questions
  --help, --version

Environment: SLACK_BOT_TOKEN and SLACK_APP_TOKEN, the tokens of the Slack app, which uses Socket Mode.
`;

const options = {
  http: { type: 'string' },
  host: { type: 'string' },
  channel: { type: 'string', multiple: true },
  approver: { type: 'string', multiple: true },
  requester: { type: 'string' },
  'on-behalf-of': { type: 'string' },
  expires: { type: 'string' },
  store: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parse>;

function parse(words: readonly string[]) {
  return parseArgs({ args: [...words], options }).values;
}

/**
 * Reads the command line.
 *
 * @returns `help` or `version` if that is all it asks for
 * @throws {SettingsError} something is missing, unknown or malformed
 */
export function readSettings(words: readonly string[], environment: Environment): Settings | 'help' | 'version' {
  const flags = readFlags(words);
  if (flags.help) return 'help';
  if (flags.version) return 'version';
  if (!environment['SLACK_BOT_TOKEN'] || !environment['SLACK_APP_TOKEN'])
    throw new SettingsError(
      'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to the tokens of a Slack app that uses Socket Mode.',
    );
  const channels = flags.channel ?? wordsIn(environment['SLACK_CHANNEL']);
  const approvers = flags.approver ?? wordsIn(environment['SLACK_APPROVER']);
  if (channels.length === 0) throw new SettingsError('Say where to ask: --channel C…, or SLACK_CHANNEL.');
  if (approvers.length === 0) throw new SettingsError('Say who may answer: --approver U… or S…, or SLACK_APPROVER.');
  for (const approver of approvers) checkId(approver, /^(?:[USW][A-Z0-9]{2,}|channel-members)$/, '--approver');
  const onBehalfOf = flags['on-behalf-of'] ?? (environment['SLACK_ON_BEHALF_OF'] || null);
  if (onBehalfOf !== null) checkId(onBehalfOf, /^[UW][A-Z0-9]{2,}$/, '--on-behalf-of');
  return {
    channels,
    approvers,
    requester: flags.requester ?? `agent of ${userName()}`,
    onBehalfOf,
    expires: readExpires(flags.expires ?? '24h'),
    store: flags.store ?? defaultStore(environment),
    http: readHttp(flags, environment),
  };
}

/** @throws {SettingsError} an option is unknown or lacks its value */
function readFlags(words: readonly string[]): Flags {
  try {
    return parse(words);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SettingsError(`${error.message} See --help.`);
  }
}

function checkId(id: string, pattern: RegExp, option: string): void {
  if (!pattern.test(id))
    throw new SettingsError(`${option} must be the id of a person or group, got ${JSON.stringify(id)}.`);
}

function readHttp({ http, host }: Flags, { SLACK_APPROVAL_MCP_TOKEN: token = '' }: Environment): HttpSettings | null {
  if (http === undefined) {
    if (host !== undefined) throw new SettingsError('--host needs --http.');
    return null;
  }
  if (!/^\d{1,5}$/.test(http) || Number(http) > 65_535)
    throw new SettingsError(`--http must be a port, got ${JSON.stringify(http)}.`);
  const fault = token === '' ? 'is missing' : credentialFault(token);
  if (fault !== null) throw new SettingsError(`SLACK_APPROVAL_MCP_TOKEN ${fault}.`);
  if (!/^[\x21-\x7e]{32,}$/.test(token))
    throw new SettingsError(
      'SLACK_APPROVAL_MCP_TOKEN must have at least 32 visible ASCII characters, for example of `openssl rand -hex 32`.',
    );
  return { port: Number(http), host: host ?? '127.0.0.1', token };
}

/** @throws {SlackApprovalError} invalid_options — it is no duration */
function readExpires(expires: string): string {
  // as: it checks the text
  if (expires !== 'never') readDuration('--expires', expires as '24h');
  return expires;
}

function wordsIn(text = ''): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    // a container can run as a user that has no name
    if (Object(error).code === 'ERR_SYSTEM_ERROR') return 'this machine';
    throw error;
  }
}

/** The file of `slack-approval ask`: Slack sends a click to any one connection of the app, so both have to read one file. */
function defaultStore({ XDG_STATE_HOME, HOME }: Environment): string {
  return join(XDG_STATE_HOME ?? join(HOME ?? homedir(), '.local', 'state'), 'slack-approval', 'questions.db');
}
