/**
 * Tells why a secret or token cannot be right, without repeating it.
 *
 * Use it for a credential from a file or an environment variable: files end with a line break, and Docker and Kubernetes keep
 * quotation marks.
 *
 * @returns null if no fault is visible
 */
export function credentialFault(credential: string): string | null {
  if (/[\r\n]$/.test(credential)) return 'ends with a line break: trim the file it comes from';
  if (/\s/.test(credential)) return 'contains white space: remove it';
  return /["'`\u2018-\u201f]/.test(credential) ? 'contains a quotation mark: remove it' : null;
}

const otherTokens = [
  [/^(xoxe\.)?xoxp-/, 'a user token'],
  [/^xapp-/, 'an app-level token'],
  [/^xoxe-/, 'a refresh token'],
  [/^xox[cs]-/, 'a browser’s token'],
] as const;

/** Tells why a text is not a bot token. It refuses only Slack's other prefixes, because Slack simulators accept any token. */
export function botTokenFault(token: string): string | null {
  const other = otherTokens.find(([pattern]) => pattern.test(token));
  return other === undefined ? credentialFault(token) : `is ${other[1]}: give the bot token, xoxb-…`;
}
