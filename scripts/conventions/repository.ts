import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One text file of the repository; `path` is relative to its root and written with `/`. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is generated or installed, so not ours to check. */
const ignoredFolders = new Set(['.git', '.turbo', '.demo', 'node_modules', 'dist', 'coverage', 'screenshots']);
const generatedDocs = join(root, 'docs', 'site');
const textExtension = /\.(?:ts|mts|cts|tsx|js|mjs|cjs|json|jsonc|md|yml|yaml|sh|html|css|svg|sql|txt|example)$/;
const textNames = new Set(['.editorconfig', '.gitignore', '.npmrc', 'LICENSE', 'Dockerfile', 'run']);

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !ignoredFolders.has(entry.name) && path !== generatedDocs) yield* walk(path);
    if (entry.isFile() && (textExtension.test(entry.name) || textNames.has(entry.name))) yield path;
  }
}

/** Every text file of the repository, in a stable order. */
export function repositoryFiles(): readonly RepositoryFile[] {
  return [...walk(root)]
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The TypeScript files among them, components included. */
export function typescriptFiles(): readonly RepositoryFile[] {
  return repositoryFiles().filter((file) => /\.tsx?$/.test(file.path));
}

/** Says whether a path is test code: a test, or what only tests use (`test/`, and `testing/` inside a package's `src`). */
export function isTestCode(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/test/') || /\/src\/.*\/testing\//.test(path);
}

/** The folders under `packages/`, by name. */
export function packageFolders(): readonly string[] {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'packages', entry.name, 'package.json')))
    .map((entry) => entry.name)
    .sort();
}

/** A file's text, or null where there is no such file. */
export function readIfThere(path: string): string | null {
  const whole = join(root, path);
  return existsSync(whole) ? readFileSync(whole, 'utf8') : null;
}
