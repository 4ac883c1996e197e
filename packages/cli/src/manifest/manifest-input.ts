/** A slash command as a manifest lists it. */
export interface Command {
  /** With its slash: small letters, digits, `-` and `_`, 32 characters at most. */
  readonly command: string;
  readonly description: string;
  /** What can follow the command. */
  readonly usageHint?: string;
}

// the lengths are those of Slack's manifest schema
const longestName = 35;
const longestUrl = 3_000;
const commandPattern = /^\/[a-z0-9_-]{1,31}$/;
const longestDescription = 2_000;

/** Says what is wrong with an address, null where nothing is. */
export function invalidUrl(url: string | undefined): string | null {
  if (url === undefined)
    return 'Say where Slack reaches the app (--url https://…), or that it uses Socket Mode (--socket-mode).';
  if (!URL.canParse(url))
    return 'The URL cannot be read: it has to be a whole address, such as https://approvals.example.com.';
  const { protocol, username, password, search, hash } = new URL(url);
  if (protocol !== 'https:')
    return 'The URL has to begin with https://: Slack sends what people click to nothing else.';
  if (username !== '' || password !== '')
    return 'The URL must not hold a user name or password: a manifest is no place for secrets.';
  if (search !== '' || hash !== '')
    return 'The URL must end before any ? or #: the paths of the doors are put behind it.';
  return url.length > longestUrl ? `The URL is longer than the ${longestUrl} characters Slack takes.` : null;
}

/** Says what is wrong with an app's name, null where nothing is. */
export function invalidName(name: string): string | null {
  const isFine = name.trim() !== '' && name.length <= longestName;
  return isFine ? null : `The name has to have 1 to ${longestName} characters.`;
}

/** Says what is wrong with a slash command, null where nothing is. */
export function invalidCommand({ command, description }: Command): string | null {
  if (!commandPattern.test(command))
    return `The command ${JSON.stringify(command)} has to be a slash and up to 31 small letters, digits, - or _, such as /approvals.`;
  const isDescribed = description.trim() !== '' && description.length <= longestDescription;
  return isDescribed ? null : `The command ${command} needs a description, such as ${command}:Order a pizza.`;
}

/** Reads `/pizza:Order a pizza`. What is missing is found when the manifest is made. */
export function parseCommand(text: string): Command {
  const colon = text.indexOf(':');
  if (colon < 0) return { command: text, description: '' };
  return { command: text.slice(0, colon).trim(), description: text.slice(colon + 1).trim() };
}
