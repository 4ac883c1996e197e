import type { WebClient } from '@slack/web-api';
import type { CardMessage, PersonRecord, SlackOutcome, SlackTransport } from '../../ports/slack-transport.js';
import { outcomeOfError } from './web-outcome.js';

export interface WebTransportOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  /** Told once where `@slack/web-api` cannot be loaded, as in a bundle that leaves it out. */
  readonly onLoadError?: (error: unknown) => void;
}

const callLastsMs = 10_000;
/** A trigger lasts 3 s from the click, and the answer has to go out within them. */
const openLastsMs = 1_500;

const notLoaded = { type: 'waiting', reason: 'slack_client_not_loaded', isAppWide: true, needed: null } as const;

interface Clients {
  readonly calls: WebClient;
  readonly opens: WebClient;
}

type Call = <Value>(
  calling: (client: WebClient) => Promise<Value>,
  which?: keyof Clients,
) => Promise<SlackOutcome<Value>>;

/** Makes calls that never throw. The client is imported when first needed, so that answering a click never pays for it. */
function createCall(options: WebTransportOptions): Call {
  let clients: Promise<Clients | null> | null = null;
  const connected = (): Promise<Clients | null> => {
    clients ??= connect(options).catch((error: unknown) => {
      options.onLoadError?.(error);
      return null;
    });
    return clients;
  };
  return async (calling, which = 'calls') => {
    try {
      const both = await connected();
      return both === null ? notLoaded : { type: 'ok', value: await calling(both[which]) };
    } catch (error) {
      return outcomeOfError(error);
    }
  };
}

/** Slack's Web API through `@slack/web-api`, with its own retries off: the holder of the lease tries again what failed. */
export function createWebTransport(options: WebTransportOptions): SlackTransport {
  const call = createCall(options);
  return {
    post: (message) => call((client) => post(client, message)),
    update: (message) =>
      call((client) =>
        nothing(
          client.chat.update({
            ...fixed,
            channel: message.channelId,
            ts: message.ts,
            text: message.text,
            blocks: [...message.blocks],
          }),
        ),
      ),
    ephemeral: (message) =>
      call((client) =>
        nothing(
          client.chat.postEphemeral({
            ...fixed,
            channel: message.channelId,
            user: message.userId,
            text: message.text,
            blocks: [...message.blocks],
          }),
        ),
      ),
    directMessage: ({ userId, text, blocks }) =>
      call((client) =>
        nothing(client.chat.postMessage({ ...fixed, ...quiet, channel: userId, text, blocks: [...blocks] })),
      ),
    openView: (triggerId, view) =>
      call((client) => nothing(client.views.open({ trigger_id: triggerId, view })), 'opens'),
    pushView: (triggerId, view) =>
      call((client) => nothing(client.views.push({ trigger_id: triggerId, view })), 'opens'),
    updateView: (viewId, view) => call((client) => nothing(client.views.update({ view_id: viewId, view }))),
    publishHome: (userId, view) => call((client) => nothing(client.views.publish({ user_id: userId, view }))),
    groupMembers: (groupId) =>
      call(async (client) => (await client.usergroups.users.list({ usergroup: groupId })).users ?? []),
    person: (userId) => call((client) => person(client, userId)),
    installation: () =>
      call(async (client) => {
        const { app_id, team_id, enterprise_id } = await client.auth.test();
        return { appId: textOf(app_id), teamId: textOf(team_id), enterpriseId: textOf(enterprise_id) };
      }),
  };
}

/** chat.update resets what is left out to its defaults, so every call says it. Source: docs.slack.dev/reference/methods/chat.update. */
const fixed = { parse: 'none', link_names: false } as const;
const quiet = { unfurl_links: false, unfurl_media: false } as const;

async function connect({ token, apiUrl }: WebTransportOptions): Promise<Clients> {
  const { LogLevel, WebClient } = await import('@slack/web-api');
  const settings = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // Cloudflare Workers refuse a `fetch` that is called as a method, as the client does, and know no `redirect: 'error'`
    fetch: (input: Parameters<typeof fetch>[0], init?: RequestInit) => fetch(input, { ...init, redirect: 'manual' }),
    // its debug level logs request bodies
    logLevel: LogLevel.ERROR,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
  return {
    calls: new WebClient(token, { ...settings, timeout: callLastsMs }),
    opens: new WebClient(token, { ...settings, timeout: openLastsMs }),
  };
}

async function post(
  client: WebClient,
  { channelId, text, blocks, threadTs, metadata }: CardMessage,
): Promise<{ readonly channelId: string; readonly ts: string }> {
  const { channel, ts } = await client.chat.postMessage({
    ...fixed,
    ...quiet,
    channel: channelId,
    text,
    blocks: [...blocks],
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  if (channel === undefined || ts === undefined) throw new TypeError('the answer to a post names no message');
  return { channelId: channel, ts };
}

async function person(client: WebClient, userId: string): Promise<PersonRecord> {
  const { user } = await client.users.info({ user: userId });
  if (user === undefined) throw new TypeError('the answer to a look-up names no person');
  return {
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    bot: user.is_bot === true,
    deleted: user.deleted === true,
    teamId: textOf(user.team_id),
    enterpriseId: textOf(user.enterprise_user?.enterprise_id),
  };
}

async function nothing(calling: Promise<unknown>): Promise<null> {
  await calling;
  return null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
