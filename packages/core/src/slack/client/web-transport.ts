import type { WebClient } from '@slack/web-api';
import type {
  CardMessage,
  PersonRecord,
  ShownModal,
  SlackOutcome,
  SlackTransport,
} from '../../ports/slack-transport.js';
import { clientNotLoaded } from './slack-errors.js';
import { outcomeOfError } from './web-outcome.js';

export interface WebTransportOptions {
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly fetch: typeof fetch;
  /** Called once if `@slack/web-api` cannot be loaded, for example because a bundle leaves it out. */
  readonly onLoadError?: (error: unknown) => void;
}

const callTimeoutMs = 10_000;
/** A trigger expires 3 s after the click, and the click has to be answered in that time. */
const openTimeoutMs = 1_500;

const notLoaded = { type: 'waiting', reason: clientNotLoaded, isAppWide: true, needed: null } as const;

interface Clients {
  readonly calls: WebClient;
  readonly opens: WebClient;
}

type Call = <Value>(
  calling: (client: WebClient) => Promise<Value>,
  which?: keyof Clients,
) => Promise<SlackOutcome<Value>>;

/** Makes calls that report errors as outcomes. It imports the client on the first call, so that a click doesn't load it. */
function createCall(options: WebTransportOptions): { readonly call: Call; readonly load: () => Promise<unknown> } {
  let clients: Promise<Clients | null> | null = null;
  const loadClients = (): Promise<Clients | null> => {
    clients ??= connect(options).catch((error: unknown) => {
      options.onLoadError?.(error);
      return null;
    });
    return clients;
  };
  const call: Call = async (calling, which = 'calls') => {
    try {
      const both = await loadClients();
      return both === null ? notLoaded : { type: 'ok', value: await calling(both[which]) };
    } catch (error) {
      return outcomeOfError(error);
    }
  };
  return { call, load: loadClients };
}

/** The transport on `@slack/web-api`. */
export interface WebTransport extends SlackTransport {
  /** Imports the client now, without any call. A failure goes to `onLoadError`. */
  load(): Promise<unknown>;
}

/** Creates the transport on `@slack/web-api`. Its own retries are off, because the holder of the lease retries. */
export function createWebTransport(options: WebTransportOptions): WebTransport {
  const { call, load } = createCall(options);
  return {
    load,
    post: (message) => call((client) => post(client, message)),
    update: (message) =>
      call((client) =>
        discard(
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
        discard(
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
        discard(client.chat.postMessage({ ...fixed, ...quiet, channel: userId, text, blocks: [...blocks] })),
      ),
    openView: (triggerId, view) => call((client) => shown(client.views.open({ trigger_id: triggerId, view })), 'opens'),
    pushView: (triggerId, view) => call((client) => shown(client.views.push({ trigger_id: triggerId, view })), 'opens'),
    updateView: (viewId, view, hash) =>
      call((client) => shown(client.views.update({ view_id: viewId, view, ...(hash === undefined ? {} : { hash }) }))),
    publishHome: (userId, view, hash) =>
      call((client) =>
        discard(client.views.publish({ user_id: userId, view, ...(hash === undefined ? {} : { hash }) })),
      ),
    permalink: (channelId, ts) => call((client) => permalink(client, channelId, ts)),
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

/** Every call passes these, as chat.update resets them if they are left out. Source: docs.slack.dev/reference/methods/chat.update. */
const fixed = { parse: 'none', link_names: false } as const;
const quiet = { unfurl_links: false, unfurl_media: false } as const;

async function connect({ token, apiUrl, fetch }: WebTransportOptions): Promise<Clients> {
  const { LogLevel, WebClient } = await import('@slack/web-api');
  const settings = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // Cloudflare Workers refuse a `fetch` that is called as a method, as the client does, and `redirect: 'error'`
    fetch: (input: Parameters<typeof fetch>[0], init?: RequestInit) => fetch(input, { ...init, redirect: 'manual' }),
    // the debug level logs request bodies
    logLevel: LogLevel.ERROR,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
  return {
    calls: new WebClient(token, { ...settings, timeout: callTimeoutMs }),
    opens: new WebClient(token, { ...settings, timeout: openTimeoutMs }),
  };
}

async function post(
  client: WebClient,
  { channelId, text, blocks, threadTs, isBroadcast = false, metadata }: CardMessage,
): Promise<{ readonly channelId: string; readonly ts: string }> {
  const { channel, ts } = await client.chat.postMessage({
    ...fixed,
    ...quiet,
    channel: channelId,
    text,
    blocks: [...blocks],
    ...threadArguments(threadTs, isBroadcast),
    ...(metadata === undefined ? {} : { metadata }),
  });
  if (channel === undefined || ts === undefined)
    throw new TypeError('the response of chat.postMessage has no channel or ts');
  return { channelId: channel, ts };
}

function threadArguments(threadTs: string | undefined, isBroadcast: boolean) {
  if (threadTs === undefined) return {};
  return isBroadcast ? ({ thread_ts: threadTs, reply_broadcast: true } as const) : { thread_ts: threadTs };
}

async function permalink(client: WebClient, channelId: string, ts: string): Promise<string> {
  const { permalink: address } = await client.chat.getPermalink({ channel: channelId, message_ts: ts });
  if (address === undefined) throw new TypeError('the response of chat.getPermalink has no permalink');
  return address;
}

async function person(client: WebClient, userId: string): Promise<PersonRecord> {
  const { user } = await client.users.info({ user: userId });
  if (user === undefined) throw new TypeError('the response of users.info has no user');
  return {
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    bot: user.is_bot === true,
    deleted: user.deleted === true,
    teamId: textOf(user.team_id),
    enterpriseId: textOf(user.enterprise_user?.enterprise_id),
  };
}

async function discard(calling: Promise<unknown>): Promise<null> {
  await calling;
  return null;
}

/** What `views.open`, `views.push` and `views.update` return. */
interface ViewResponse {
  readonly view?: { readonly id?: string; readonly hash?: string };
}

async function shown(calling: Promise<ViewResponse>): Promise<ShownModal> {
  const { id, hash } = (await calling).view ?? {};
  return id === undefined || hash === undefined ? null : { viewId: id, hash };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
