import { posix } from 'node:path';
import ts from 'typescript';
import type { RepositoryFile } from './repository.js';

/** One import, re-export or `import()`, as written and as found. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it leads to, for a relative import; null for a package. */
  readonly target: string | null;
}

/** Reads every import of the given files; a relative `.js` is the `.ts` or `.tsx` beside it. */
export function importsOf(files: readonly RepositoryFile[]): readonly Import[] {
  const components = new Set(files.map(({ path }) => path).filter((path) => path.endsWith('.tsx')));
  return files.flatMap(({ path, text }) =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: specifier }) => ({
      from: path,
      specifier,
      target: specifier.startsWith('.') ? targetOf(path, specifier, components) : null,
    })),
  );
}

function targetOf(from: string, specifier: string, components: ReadonlySet<string>): string {
  const path = posix.join(posix.dirname(from), specifier);
  const component = path.replace(/\.js$/, '.tsx');
  return components.has(component) ? component : path.replace(/\.js$/, '.ts');
}

/** Finds one circle of imports, as the list of files around it; null where there is none. */
export function findCycle(imports: readonly Import[]): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, target } of imports) {
    if (target !== null) next.set(from, [...(next.get(from) ?? []), target]);
  }
  const done = new Set<string>();

  const search = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of next.get(file) ?? []) {
      const cycle = search(target, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };

  for (const file of next.keys()) {
    const cycle = search(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
