const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Returns the problem with a URL that gets secrets or decisions; null if it is https, or http to this machine. */
export function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'cannot be parsed as a URL';
  const { protocol, hostname, username, password } = new URL(text);
  // fetch refuses such a URL, and so does Slack
  if (username !== '' || password !== '') return 'contains a user name or a password';
  if (protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))) return null;
  return protocol === 'http:' ? 'is plain http to another machine' : 'is neither https nor http';
}
