import { isTestCode, type RepositoryFile } from '../repository.js';

// Written with classes of one letter, so that this file does not match itself.
const forbidden: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a path of one machine', pattern: /(?:^|[\s"'`(=:,])[/](?:work|root|Users|home)[/][\w.-]+/ },
  { what: 'a package registry', pattern: /registry[.]\w|[.]pkgs[.]\w|artifactor[y]|verdacci[o]|npmjs[.]org/i },
  { what: 'a login for a registry', pattern: /_auth(?:Token)?[=]|_password[=]/ },
  { what: 'a Slack token that could be real', pattern: /xox[abeprs]-(?:\d-)?\d{10,}-\d{10,}/ },
  { what: 'a private key', pattern: /BEGIN [A-Z ]*PRIVATE[ ]KEY/ },
];

const vagueNames = /\/(?:utils?|helpers?|common|misc|shared|stuff)(?:\/|\.[a-z.]+$)/;

/** Lists the words of a file that belong to one machine or one person, as `path:line what`. */
export function findForbiddenWords(file: RepositoryFile): readonly string[] {
  return file.text
    .split('\n')
    .flatMap((line, index) =>
      forbidden.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${file.path}:${index + 1} ${what}`),
    );
}

/** Says whether a source file is named for no concept. */
export function isVaguelyNamed(path: string): boolean {
  return !isTestCode(path) && vagueNames.test(`/${path}`);
}

/** Lists the packages of a lock file that carry a download address. */
export function downloadAddresses(lock: string): readonly string[] {
  // as: the shape npm writes; a missing field is an empty list
  const { packages = {} } = JSON.parse(lock) as { packages?: Record<string, { resolved?: string; link?: boolean }> };
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([path]) => path);
}
