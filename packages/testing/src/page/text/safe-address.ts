const schemes = ['http:', 'https:', 'mailto:'];

/** The address where following it can do nothing but open a page or a letter; null for every other scheme. */
export function safeAddress(url: string): string | null {
  return URL.canParse(url) && schemes.includes(new URL(url).protocol) ? url : null;
}
