import { isTestCode, type RepositoryFile } from '../repository.js';

/** A call that writes a log line: `log.warn('code', …)`, `createLog(logger).error('code', …)` or `log[level]('code', …)`. */
const logCall = /\b(?:log|createLog\([^()]*\))(?:\.(?:info|warn|error)|\[[^\]]+\])\(\s*/g;
const code = /^'([a-z_]+)'/;

/** The codes of the log lines that the packages write, and the calls whose code cannot be read. */
export function logCodes(files: readonly RepositoryFile[]): {
  readonly codes: ReadonlySet<string>;
  readonly unreadable: readonly string[];
} {
  const codes = new Set<string>();
  const unreadable: string[] = [];
  for (const { path, text } of files.filter(isPackageSource)) {
    for (const call of text.matchAll(logCall)) {
      const rest = text.slice(call.index + call[0].length);
      const [, found] = code.exec(rest) ?? [];
      if (found === undefined) unreadable.push(`${path}: ${call[0].trim()}${rest.slice(0, 20)}`);
      else codes.add(found);
    }
  }
  return { codes, unreadable };
}

/** Lists the lines that do not go through `createLog`, which gives each a code and the form that its logger takes. */
export function linesWithoutCode(files: readonly RepositoryFile[]): readonly string[] {
  const direct = /\b(?:logger|invocation)\??\.(?:debug|info|warn|error|log|trace)\(|process\.emitWarning\(/g;
  return files
    .filter((file) => isPackageSource(file))
    .flatMap(({ path, text }) => [...text.matchAll(direct)].map(([call]) => `${path}: ${call}`));
}

/** Sources of the packages that run in an app. The CLI and the simulator print instead. */
function isPackageSource({ path }: RepositoryFile): boolean {
  if (!/^packages\/[^/]+\/src\/.*\.ts$/.test(path) || isTestCode(path)) return false;
  return !/^packages\/(?:cli|testing|slack-simulator)\//.test(path);
}

/** The codes in the first column of the table below a heading of a document. */
export function tableCodes(text: string, heading: string): readonly string[] {
  const start = text.indexOf(`\n${heading}\n`);
  if (start < 0) return [];
  const [section = ''] = text.slice(start + heading.length + 2).split(/\n#/);
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z_]+)`/g)].map(([, found]) => found ?? ''));
}
