import { dirname, join } from 'node:path/posix';
import { headings } from './headings.js';
import { linkTargets } from './link-targets.js';

/** Where things of this repository are on the web. */
export interface WebAddresses {
  /** The repository, as `https://…`, without a slash at its end. */
  readonly repository: string;
  /** The npm names of the packages. */
  readonly packages: readonly string[];
  /** Says whether the repository has a file or folder. */
  readonly has: (path: string) => boolean;
  /** The text of a document of the repository; empty where there is none. */
  readonly textOf: (path: string) => string;
}

const npmPage = 'https://www.npmjs.com/package/';
/**
 * What is wrong with the links of a README as npm shows it. npm has the README alone: a path leads to no file of the repository.
 *
 * @param path - of the README in the repository
 */
export function publishedLinkProblems(path: string, text: string, web: WebAddresses): readonly string[] {
  return linkTargets(text).flatMap((target) => {
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
  const [, file = '', anchor] =
    /^\/(?:blob|tree)\/main\/([^#]+)(?:#(.+))?/.exec(target.slice(web.repository.length)) ?? [];
  if (file === '' || !web.has(file)) return 'is no file of this repository';
  return anchor === undefined || headings(web.textOf(file)).includes(anchor) ? null : 'is no heading of that file';
}
