import { randomUUID } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { readDuration } from '@k8s-pizza/slack-approval/host';
import type { Environment } from '../doctor/environment.js';
import { AskError } from './asked.js';

/** The options of the command line. */
export interface AskFlags {
  readonly channel?: readonly string[];
  readonly approver?: readonly string[];
  readonly key?: string;
  readonly quorum?: string;
  readonly expires: string;
  readonly summary?: string;
  readonly field?: Readonly<Record<string, string>>;
  readonly link?: Readonly<Record<string, string>>;
  readonly requester?: string;
  readonly onBehalfOf?: string;
  readonly store?: string;
  readonly envFile?: string;
  readonly server?: string;
  readonly kind: string;
  readonly payload?: string;
  readonly leave?: true;
  readonly json?: true;
}

/** A question that this process asks itself. */
export interface QuestionHere {
  readonly key: string;
  readonly title: string;
  readonly channels: readonly string[];
  readonly approvers: readonly string[];
  readonly quorum: number | null;
  readonly expires: string;
  readonly summary: string | null;
  readonly fields: Readonly<Record<string, string>> | null;
  readonly links: Readonly<Record<string, string>> | null;
  readonly requester: string;
  readonly onBehalfOf: string | null;
  /** A path. */
  readonly store: string;
}

/** A question for the HTTP door of a server. */
export interface QuestionAtServer {
  readonly url: string;
  readonly token: string;
  readonly key: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly onBehalfOf: string | null;
}

/** @throws {AskError} an option is missing or malformed */
export function readQuestionHere(title: string | null, flags: AskFlags, environment: Environment): QuestionHere {
  const { SLACK_CHANNEL, SLACK_APPROVER } = environment;
  const channels = flags.channel ?? wordsIn(SLACK_CHANNEL);
  const approvers = flags.approver ?? wordsIn(SLACK_APPROVER);
  if (title === null || title.trim() === '')
    throw new AskError('Say what to ask: slack-approval ask "Deploy api 4.2?" --channel C… --approver U….');
  if (channels.length === 0) throw new AskError('Say where to ask: --channel C…, or SLACK_CHANNEL.');
  if (approvers.length === 0) throw new AskError('Say who may answer: --approver U… or S…, or SLACK_APPROVER.');
  requireTokens(environment);
  if (flags.payload !== undefined) throw new AskError('--payload needs --server: here, use --field.');
  const unknown = approvers.find((approver) => !/^(?:[USW][A-Z0-9]{2,}|channel-members)$/.test(approver));
  if (unknown !== undefined)
    throw new AskError(
      `--approver must be the id of a person (U…) or of a user group (S…), or channel-members, got ${JSON.stringify(unknown)}.`,
    );
  return {
    key: flags.key ?? randomUUID(),
    title,
    channels,
    approvers,
    quorum: readQuorum(flags.quorum),
    expires: readExpires(flags.expires),
    summary: flags.summary ?? null,
    fields: flags.field ?? null,
    links: flags.link ?? null,
    requester: flags.requester ?? userName(),
    onBehalfOf: flags.onBehalfOf ?? null,
    store: flags.store ?? defaultStore(environment),
  };
}

function requireTokens({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN }: Environment): void {
  if (!SLACK_BOT_TOKEN || !SLACK_APP_TOKEN)
    throw new AskError('Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to the tokens of a Slack app that uses Socket Mode.');
}

/** Options that a server decides: its kind has them. */
const decidedByServer = ['channel', 'approver', 'quorum', 'summary', 'link', 'requester', 'store'] as const;

/** @throws {AskError} an option is missing, malformed, or decided by the server */
export function readQuestionAtServer(
  title: string | null,
  { server = '', ...flags }: AskFlags,
  { SLACK_APPROVAL_TOKEN: token }: Environment,
): QuestionAtServer {
  const refused = decidedByServer.find((name) => flags[name] !== undefined);
  if (refused !== undefined) throw new AskError(`--${refused} cannot be used with --server: its kind decides that.`);
  if (!/^https?:\/\/[^?#]+$/.test(server) || !URL.canParse(server))
    throw new AskError('--server must be an address such as https://approvals.example.com, without a query.');
  if (token === undefined) throw new AskError('Set SLACK_APPROVAL_TOKEN to the token that the server gave you.');
  return {
    url: server.replace(/\/+$/, ''),
    token,
    key: flags.key ?? randomUUID(),
    kind: flags.kind,
    payload: readPayload(title, flags),
    onBehalfOf: flags.onBehalfOf ?? null,
  };
}

function readPayload(title: string | null, { payload, field }: Pick<AskFlags, 'payload' | 'field'>): unknown {
  if (payload === undefined) {
    if (title === null) throw new AskError('Say what to ask: a question, or --payload with JSON.');
    return field === undefined ? { title } : { title, fields: field };
  }
  if (title !== null || field !== undefined)
    throw new AskError('--payload replaces the question and its fields: use one of them.');
  try {
    return JSON.parse(payload);
  } catch {
    throw new AskError('--payload must be JSON, such as \'{"version":"4.2"}\'.');
  }
}

function readQuorum(quorum: string | undefined): number | null {
  if (quorum === undefined) return null;
  if (/^[1-9]\d?$|^100$/.test(quorum)) return Number(quorum);
  throw new AskError(`--quorum must be a number from 1 to 100, got ${JSON.stringify(quorum)}.`);
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
    if (Object(error).code === 'ERR_SYSTEM_ERROR') return 'shell';
    throw error;
  }
}

/** Outside of the current directory, which may be a checkout: https://specifications.freedesktop.org/basedir/latest/ */
function defaultStore({ XDG_STATE_HOME, HOME }: Environment): string {
  return join(XDG_STATE_HOME ?? join(HOME ?? homedir(), '.local', 'state'), 'slack-approval', 'questions.db');
}
