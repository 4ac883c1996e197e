import { dirname, join } from 'node:path/posix';
import { headings } from '../published/headings.js';
import { linkTargets } from '../published/link-targets.js';
import type { RepositoryFile } from '../repository.js';

/** Lists the links of a document within the repository that lead to no file or to no heading, as `document: link`. */
export function brokenRelativeLinks(
  { path, text }: RepositoryFile,
  textOf: (path: string) => string | null,
): readonly string[] {
  return linkTargets(text)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? text : textOf(join(dirname(path), file));
      if (linked === null) return true;
      return anchor !== undefined && !headings(linked).includes(anchor);
    })
    .map((target) => `${path}: ${target}`);
}
