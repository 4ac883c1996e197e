import type { RepositoryFile } from '../repository.js';

const inBackticks = /`((?:[\w.{},*-]+\/)*[\w.-]+\.(?:ts|tsx|json))`/g;

/** Lists the source files that a document names and that are not there, as `document: name`. A name may leave out the first folders. */
export function missingFiles(document: RepositoryFile, paths: readonly string[]): readonly string[] {
  const named = [...document.text.matchAll(inBackticks)].map(([, name = '']) => name);
  return [...new Set(named)]
    .filter((name) => !/[{*]/.test(name))
    .filter((name) => !paths.some((path) => path === name || path.endsWith(`/${name}`)))
    .map((name) => `${document.path}: ${name}`);
}
