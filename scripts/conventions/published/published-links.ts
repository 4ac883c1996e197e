import { dirname, join } from 'node:path/posix';

/** Where things of this repository are on the web. */
export interface WebAddresses {
  /** The repository, as `https://…`, without a slash at its end. */
  readonly repository: string;
  /** The npm names of the packages. */
  readonly packages: readonly string[];
  /** Says whether the repository has a file or folder. */
  readonly has: (path: string) => boolean;
}

const npmPage = 'https://www.npmjs.com/package/';
/** Targets of inline links, of reference links and of HTML. */
const targets = /\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)|\b(?:src|href)="([^"]+)"/gm;
const codeBlock = /^```.*?^```$/gms;

/**
 * What is wrong with the links of a README as npm shows it. npm has the README alone: a path leads to no file of the repository.
 *
 * @param path - of the README in the repository
 */
export function publishedLinkProblems(path: string, text: string, web: WebAddresses): readonly string[] {
  return [...text.replace(codeBlock, '').matchAll(targets)]
    .map(([, inline, reference, html]) => inline ?? reference ?? html ?? '')
    .flatMap((target) => {
      const problem = problemOf(target, path, text, web);
      return problem === null ? [] : [`${path}: ${target} ${problem}`];
    });
}

function problemOf(target: string, path: string, text: string, web: WebAddresses): string | null {
  if (target.startsWith('#')) return headings(text).includes(target.slice(1)) ? null : 'is no heading of this README';
  if (!/^https?:\/\//.test(target))
    return `leads nowhere on npm: write ${web.repository}/blob/main/${join(dirname(path), target)}`;
  if (target.startsWith(`${npmPage}@k8s-pizza/`))
    return web.packages.includes(target.slice(npmPage.length)) ? null : 'is no package of this repository';
  if (!target.startsWith(`${web.repository}/`)) return null;
  const [, file = ''] = /^\/(?:blob|tree)\/main\/([^#]+)/.exec(target.slice(web.repository.length)) ?? [];
  return file !== '' && web.has(file) ? null : 'is no file of this repository';
}

/** The anchors that GitHub and npm make of a document's headings. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
