/**
 * Says why a secret or token cannot be right, without repeating it.
 *
 * Files end with a line break, and Docker and Kubernetes keep quotation marks: both become part of the value.
 *
 * @returns null where it may be right
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

/** Says why this is not a bot token. Only Slack's other prefixes are refused, because simulators of Slack take any token. */
export function botTokenFault(token: string): string | null {
  const other = otherTokens.find(([pattern]) => pattern.test(token));
  return other === undefined ? credentialFault(token) : `is ${other[1]}: give the bot token, xoxb-…`;
}
