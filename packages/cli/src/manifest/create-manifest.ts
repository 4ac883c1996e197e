import { type Command, commandProblem, nameProblem, requestUrlProblem } from './manifest-input.js';
import { neededScopes, optionalScopes } from './scopes.js';

/** What the app does, and where Slack reaches it. */
export interface ManifestOptions {
  /** The https URL at which Slack reaches the app; `/slack/actions` and the other paths are appended. Not needed in Socket Mode. */
  readonly url?: string;
  /** The app opens a connection to Slack and receives requests through it. @default false */
  readonly socketMode?: boolean;
  /** The app's name, at most 35 characters. @default 'Approvals' */
  readonly name?: string;
  /** The slash command for approvals; null for no command. @default '/approvals' */
  readonly command?: string | null;
  /** Slash commands of your own. @default [] */
  readonly extraCommands?: readonly Command[];
  /** The Home tab shows pending approvals. @default false */
  readonly home?: boolean;
  /** The app receives direct messages. @default false */
  readonly messages?: boolean;
  /** The app receives mentions. @default false */
  readonly mentions?: boolean;
  /** Members of user groups can approve. @default false */
  readonly userGroups?: boolean;
  /** All approvers are listed by user id. @default false */
  readonly namedOnly?: boolean;
}

/** A Slack app manifest, for Slack's "Create an app from a manifest". */
export interface Manifest {
  readonly _metadata: { readonly major_version: 2 };
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: Readonly<Record<string, unknown>>;
  readonly oauth_config: {
    readonly scopes: {
      /** All scopes, including the optional ones. */
      readonly bot: readonly string[];
      /** The scopes that the person who installs the app can leave out. */
      readonly bot_optional: readonly string[];
    };
  };
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The options are invalid. The message has one line per problem. */
class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Creates the manifest of a Slack app, with only the scopes that it needs.
 *
 * Two more scopes are optional: with them, Slack notifies the app when it is invited to a channel.
 *
 * @throws {ManifestError} the URL, the name or a command is invalid; all problems are reported at once
 */
export function createManifest(options: ManifestOptions): Manifest {
  const { socketMode = false, name = 'Approvals', home = false, messages = false } = options;
  const commands = commandsOf(options);
  const problems = [
    ...(socketMode ? [] : [requestUrlProblem(options.url)]),
    nameProblem(name),
    ...commands.map(commandProblem),
    ...duplicateCommandProblems(commands),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new ManifestError(problems.join('\n'));

  // normalized by URL, since Slack rejects the spaces and backslashes that URL accepts
  const base = socketMode || options.url === undefined ? null : new URL(options.url).href.replace(/\/+$/, '');
  const endpoint = (path: string): string | undefined => (base === null ? undefined : `${base}/slack/${path}`);
  return {
    _metadata: { major_version: 2 },
    display_information: { name, description: 'Asks people before something runs, and does what they answer.' },
    features: {
      ...(home || messages ? { app_home: appHome(home, messages) } : {}),
      bot_user: { display_name: name, always_online: true },
      ...(commands.length === 0
        ? {}
        : { slash_commands: commands.map((one) => slashCommand(one, endpoint('commands'))) }),
    },
    oauth_config: {
      // an optional scope must be in both lists: https://github.com/slackapi/slack-cli/pull/517
      scopes: { bot: [...scopesOf(options, commands.length > 0), ...optionalScopes], bot_optional: optionalScopes },
    },
    settings: settingsOf(options, endpoint),
  };
}

function commandsOf({ command = '/approvals', extraCommands = [] }: ManifestOptions): readonly Command[] {
  const approvalsCommand = {
    command: command ?? '',
    description: 'Show and decide approvals',
    usageHint: 'list | show <id> | help',
  };
  return [...(command === null ? [] : [approvalsCommand]), ...extraCommands];
}

function duplicateCommandProblems(commands: readonly Command[]): readonly string[] {
  const names = commands.map(({ command }) => command);
  const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(duplicates)].map((name) => `The command ${name} is given twice.`);
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

/** `should_escape`: Slack replaces people and channels in the text with ids. Names can change, and are not unique. */
function slashCommand({ command, description, usageHint }: Command, url: string | undefined) {
  return {
    command,
    ...(url === undefined ? {} : { url }),
    description,
    ...(usageHint === undefined ? {} : { usage_hint: usageHint }),
    should_escape: true,
  };
}

function settingsOf(options: ManifestOptions, endpoint: (path: string) => string | undefined) {
  const { socketMode = false, home = false, mentions = false, messages = false } = options;
  const events = [
    'member_joined_channel',
    ...(home ? ['app_home_opened'] : []),
    ...(mentions ? ['app_mention'] : []),
    ...(messages ? ['message.im'] : []),
  ];
  const requestUrl = (path: string) => (socketMode ? {} : { request_url: endpoint(path) });
  return {
    event_subscriptions: { ...requestUrl('events'), bot_events: events },
    interactivity: { is_enabled: true, ...requestUrl('actions') },
    org_deploy_enabled: false,
    socket_mode_enabled: socketMode,
    token_rotation_enabled: false,
  };
}
