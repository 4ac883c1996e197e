const schemes = ['http:', 'https:', 'mailto:'];

/** @returns the address if it is an http, https or mailto link, or null: another scheme could run code */
export function safeAddress(url: string): string | null {
  return URL.canParse(url) && schemes.includes(new URL(url).protocol) ? url : null;
}
