/** The features of an app that decide which scopes its bot token needs. */
export interface ScopeNeeds {
  /** The app answers a slash command. */
  readonly commands: boolean;
  /** People who are not listed by id may vote: the library asks Slack whether they are guests or bots. */
  readonly people: boolean;
  /** Members of user groups may vote. */
  readonly userGroups: boolean;
  /** The app receives mentions. */
  readonly mentions: boolean;
  /** The app receives direct messages. */
  readonly messages: boolean;
}

const scopeOfNeed = [
  ['commands', 'commands'],
  ['people', 'users:read'],
  ['userGroups', 'usergroups:read'],
  ['mentions', 'app_mentions:read'],
  ['messages', 'im:history'],
] as const satisfies readonly (readonly [keyof ScopeNeeds, string])[];

/** The bot scopes that an app needs. Buttons, modals and the Home tab need no scope. */
export function neededScopes(needs: ScopeNeeds): readonly string[] {
  return ['chat:write', ...scopeOfNeed.filter(([need]) => needs[need]).map(([, scope]) => scope)];
}

/** Scopes that an installation may leave out. With them, Slack notifies the app when it is invited to a channel. */
export const optionalScopes: readonly string[] = ['channels:read', 'groups:read'];

/** What each scope is for, as shown to the person who has to add it. */
export const scopePurpose: Readonly<Record<string, string>> = {
  'chat:write': 'to post and update cards',
  commands: 'for slash commands',
  'users:read': 'to recognize guests and bots',
  'usergroups:read': 'to know who is in a user group',
  'channels:read': 'to be notified when the app is invited to a public channel',
  'groups:read': 'to be notified when the app is invited to a private channel',
};
