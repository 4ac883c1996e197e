const loopback = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Says what is wrong with an address that secrets are sent to or that decides; null where it is https, or http to this machine. */
export function checkUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'cannot be read as an address';
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))) return null;
  return protocol === 'http:' ? 'is plain http to another machine' : 'is neither https nor http';
}
