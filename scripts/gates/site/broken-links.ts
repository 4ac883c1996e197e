import { dirname, join } from 'node:path/posix';

/** A site on the disk. Paths are relative to its folder, and written with `/`. */
export interface Site {
  /** The HTML of each page, by its path. */
  readonly pages: ReadonlyMap<string, string>;
  /** The paths of all files, pages included. */
  readonly files: ReadonlySet<string>;
}

// an icon is no link: the page holds it, or a script puts it there
const links = /<(?!use\b)(\w+)\s[^>]*?(?:href|src)="([^"]*)"/g;
const anchor = /\s(?:id|name)="([^"]*)"/g;

/** Lists the links that lead to no file or no anchor, and what a browser would load from a network, as `page: link`. */
export function brokenLinks({ pages, files }: Site): readonly string[] {
  const anchors = new Map([...pages].map(([path, html]) => [path, anchorsOf(html)]));
  const leadsSomewhere = (element: string, target: string, page: string): boolean => {
    if (/^[a-z]+:/.test(target)) return element === 'a';
    const [file = '', name = ''] = target.split('#');
    const path = file === '' ? page : join(dirname(page), file);
    return files.has(path) && (name === '' || anchors.get(path)?.has(name) === true);
  };
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(links)]
      .map(([, element = '', target = '']) => ({ element, target: decodeURI(target.replaceAll('&amp;', '&')) }))
      .filter(({ element, target }) => !leadsSomewhere(element, target, page))
      .map(({ target }) => `${page}: ${target}`),
  );
}

function anchorsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(anchor)].map(([, name = '']) => name));
}
