/** A slash command in a manifest. */
export interface Command {
  /** Starts with a slash; then lowercase letters, digits, `-` and `_`. At most 32 characters. */
  readonly command: string;
  readonly description: string;
  /** The arguments that the command accepts, as Slack shows them. */
  readonly usageHint?: string;
}

// the limits of Slack's manifest schema
const maxNameLength = 35;
const maxUrlLength = 3_000;
const commandPattern = /^\/[a-z0-9_-]{1,31}$/;
const maxDescriptionLength = 2_000;

/** Returns the problem with a request URL, or null. */
export function requestUrlProblem(url: string | undefined): string | null {
  if (url === undefined)
    return 'Give the URL at which Slack reaches the app (--url https://…), or use Socket Mode (--socket-mode).';
  if (!URL.canParse(url)) return 'The URL cannot be parsed: give a full URL, such as https://approvals.example.com.';
  const { protocol, username, password, search, hash } = new URL(url);
  if (protocol !== 'https:') return 'The URL must start with https://: Slack accepts nothing else.';
  if (username !== '' || password !== '')
    return 'The URL must not contain a user name or password: a manifest must not hold secrets.';
  if (search !== '' || hash !== '') return 'The URL must end before any ? or #: the endpoint paths are appended to it.';
  return url.length > maxUrlLength ? `The URL must have at most ${maxUrlLength} characters.` : null;
}

/** Returns the problem with an app's name, or null. */
export function nameProblem(name: string): string | null {
  const isValid = name.trim() !== '' && name.length <= maxNameLength;
  return isValid ? null : `The name must have 1 to ${maxNameLength} characters.`;
}

/** Returns the problem with a slash command, or null. */
export function commandProblem({ command, description }: Command): string | null {
  if (!commandPattern.test(command))
    return `The command ${JSON.stringify(command)} must be a slash and up to 31 lowercase letters, digits, - or _, such as /approvals.`;
  const hasDescription = description.trim() !== '' && description.length <= maxDescriptionLength;
  return hasDescription ? null : `The command ${command} needs a description, such as ${command}:Order a pizza.`;
}

/** Parses `/pizza:Order a pizza`. `createManifest` reports a missing description. */
export function parseCommand(text: string): Command {
  const colon = text.indexOf(':');
  if (colon < 0) return { command: text, description: '' };
  return { command: text.slice(0, colon).trim(), description: text.slice(colon + 1).trim() };
}
