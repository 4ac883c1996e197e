/** One file of the page, as it is sent to a browser. */
export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** @returns the media type of a page's file, or null for a file that no page has */
export function typeOf(name: string): string | null {
  return types[name.split('.').at(-1) ?? ''] ?? null;
}
