/**
 * Says why a secret or token cannot be right, without repeating it.
 *
 * Files end with a line end, and Docker and Kubernetes pass quotation marks on: both become part of the value.
 *
 * @returns null where nothing is wrong with it
 */
export function credentialFault(credential: string): string | null {
  if (/[\r\n]$/.test(credential)) return 'ends with a line end: trim the file it comes from';
  if (/\s/.test(credential)) return 'contains a blank: write it without';
  return /["'`\u2018-\u201f]/.test(credential) ? 'contains a quotation mark: write it without' : null;
}

const otherTokens = [
  [/^(xoxe\.)?xoxp-/, 'a user token'],
  [/^xapp-/, 'an app-level token'],
  [/^xoxe-/, 'a refresh token'],
  [/^xox[cs]-/, 'a browser’s token'],
] as const;

/** Says why this is no bot token. Only what Slack's prefix tells is refused: stand-ins for Slack take any token. */
export function botTokenFault(token: string): string | null {
  const other = otherTokens.find(([pattern]) => pattern.test(token));
  return other === undefined ? credentialFault(token) : `is ${other[1]}: give the bot token, xoxb-…`;
}
