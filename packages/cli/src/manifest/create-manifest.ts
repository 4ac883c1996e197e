import { type KnownKeys, unknownKeys } from '../options/unknown-keys.js';
import { type Command, invalidCommand, invalidName, invalidUrl } from './manifest-input.js';
import { neededScopes, optionalScopes } from './scopes.js';

/** What the app is to be able to do, and where Slack reaches it. */
export interface ManifestOptions {
  /** Where Slack reaches the app, with https; `/slack/actions` and the others are put behind it. Not needed in Socket Mode. */
  readonly url?: string;
  /** Slack's requests arrive by a connection that the app opens. @default false */
  readonly socketMode?: boolean;
  /** The app's name, up to 35 characters. @default 'Approvals' */
  readonly name?: string;
  /** The slash command of approvals; null for none. @default '/approvals' */
  readonly command?: string | null;
  /** Slash commands of your own, beside it. */
  readonly extraCommands?: readonly Command[];
  /** The Home tab shows what waits for a person. @default false */
  readonly home?: boolean;
  /** The app hears direct messages to it. @default false */
  readonly messages?: boolean;
  /** The app hears when it is mentioned. @default false */
  readonly mentions?: boolean;
  /** Members of user groups approve. @default false */
  readonly userGroups?: boolean;
  /** Every approver is named by their user id. @default false */
  readonly namedOnly?: boolean;
}

const knownOptions = {
  url: true,
  socketMode: true,
  name: true,
  command: true,
  extraCommands: { command: true, description: true, usageHint: true } satisfies KnownKeys<Command>,
  home: true,
  messages: true,
  mentions: true,
  userGroups: true,
  namedOnly: true,
} satisfies KnownKeys<ManifestOptions>;

/** A Slack app manifest, as Slack's "Create an app from a manifest" takes it. */
export interface Manifest {
  readonly _metadata: { readonly major_version: 2 };
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: Readonly<Record<string, unknown>>;
  readonly oauth_config: {
    readonly scopes: {
      /** All scopes that are asked for, with the optional ones. */
      readonly bot: readonly string[];
      /** The scopes that the installer of the app can leave out. */
      readonly bot_optional: readonly string[];
    };
  };
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Thrown for options that no manifest can be made of.
 *
 * The message says which, and what they have to be, a line for each.
 */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Writes the manifest of a Slack app with the fewest scopes for what it does.
 *
 * Two more are optional: with them Slack tells the app that it was invited into a channel.
 *
 * @throws {ManifestError} an address without https, a name or a command that Slack would refuse, an unknown option; all of them at once
 */
export function createManifest(options: ManifestOptions): Manifest {
  const { socketMode = false, name = 'Approvals', home = false, messages = false } = options;
  const commands = commandsOf(options);
  const problems = [
    ...unknownKeys('createManifest', options, knownOptions),
    ...(socketMode ? [] : [invalidUrl(options.url)]),
    invalidName(name),
    ...commands.map(invalidCommand),
    ...repeated(commands),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new ManifestError(problems.join('\n'));

  // as URL reads it: without the spaces and backslashes that it forgives, and Slack does not
  const base = socketMode || options.url === undefined ? null : new URL(options.url).href.replace(/\/+$/, '');
  const door = (path: string): string | undefined => (base === null ? undefined : `${base}/slack/${path}`);
  return {
    _metadata: { major_version: 2 },
    display_information: { name, description: 'Asks people before something runs, and does what they answer.' },
    features: {
      ...(home || messages ? { app_home: appHome(home, messages) } : {}),
      bot_user: { display_name: name, always_online: true },
      ...(commands.length === 0 ? {} : { slash_commands: commands.map((one) => slashCommand(one, door('commands'))) }),
    },
    oauth_config: {
      // Slack takes a scope as optional that stands in both lists: https://github.com/slackapi/slack-cli/pull/517
      scopes: { bot: [...scopesOf(options, commands.length > 0), ...optionalScopes], bot_optional: optionalScopes },
    },
    settings: settingsOf(options, door),
  };
}

function commandsOf({ command = '/approvals', extraCommands = [] }: ManifestOptions): readonly Command[] {
  const own = {
    command: command ?? '',
    description: 'Show and decide approvals',
    usageHint: 'list | show <id> | help',
  };
  return [...(command === null ? [] : [own]), ...extraCommands];
}

function repeated(commands: readonly Command[]): readonly string[] {
  const names = commands.map(({ command }) => command);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `The command ${name} is given twice.`);
}

function scopesOf(options: ManifestOptions, hasCommands: boolean): readonly string[] {
  const { namedOnly = false, userGroups = false, mentions = false, messages = false } = options;
  return neededScopes({ commands: hasCommands, people: !namedOnly, userGroups, mentions, messages });
}

function appHome(home: boolean, messages: boolean): Readonly<Record<string, boolean>> {
  return {
    home_tab_enabled: home,
    messages_tab_enabled: messages,
    ...(messages ? { messages_tab_read_only_enabled: false } : {}),
  };
}

/** Slack turns people and channels in the text into ids: a name can be changed, and could be somebody else's. */
function slashCommand({ command, description, usageHint }: Command, url: string | undefined) {
  return {
    command,
    ...(url === undefined ? {} : { url }),
    description,
    ...(usageHint === undefined ? {} : { usage_hint: usageHint }),
    should_escape: true,
  };
}

function settingsOf(options: ManifestOptions, door: (path: string) => string | undefined) {
  const { socketMode = false, home = false, mentions = false, messages = false } = options;
  const events = [
    'member_joined_channel',
    ...(home ? ['app_home_opened'] : []),
    ...(mentions ? ['app_mention'] : []),
    ...(messages ? ['message.im'] : []),
  ];
  const at = (path: string) => (socketMode ? {} : { request_url: door(path) });
  return {
    event_subscriptions: { ...at('events'), bot_events: events },
    interactivity: { is_enabled: true, ...at('actions') },
    org_deploy_enabled: false,
    socket_mode_enabled: socketMode,
    token_rotation_enabled: false,
  };
}
