/** What an app does, as far as it decides which scopes its bot token needs. */
export interface ScopeNeeds {
  /** It answers a slash command. */
  readonly commands: boolean;
  /** Somebody may vote who is not named by id: then Slack is asked whether they are guests or bots. */
  readonly people: boolean;
  /** Members of user groups may vote. */
  readonly userGroups: boolean;
  /** It hears when it is mentioned. */
  readonly mentions: boolean;
  /** It hears direct messages. */
  readonly messages: boolean;
}

const table = [
  ['commands', 'commands'],
  ['people', 'users:read'],
  ['userGroups', 'usergroups:read'],
  ['mentions', 'app_mentions:read'],
  ['messages', 'im:history'],
] as const satisfies readonly (readonly [keyof ScopeNeeds, string])[];

/** The fewest bot scopes with which an app can do what it does. Interactivity, modals and the Home tab need none. */
export function neededScopes(needs: ScopeNeeds): readonly string[] {
  return ['chat:write', ...table.filter(([need]) => needs[need]).map(([, scope]) => scope)];
}

/** Scopes that an installation may leave out. Slack tells the app with them that it was invited into a channel, public or private. */
export const optionalScopes: readonly string[] = ['channels:read', 'groups:read'];

/** What a scope is for, in words for whoever has to add it. */
export const scopePurpose: Readonly<Record<string, string>> = {
  'chat:write': 'to post and update cards',
  commands: 'for slash commands',
  'users:read': 'to tell guests and bots from members',
  'usergroups:read': 'to know who is in a user group',
  'channels:read': 'to hear at once that the app was invited into a public channel',
  'groups:read': 'to hear at once that the app was invited into a private channel',
};
