import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../conventions/repository.js';

/** The CPU time of two processes that ran one after the other. */
interface ImportPair {
  readonly emptyMs: number;
  readonly importingMs: number;
}

const report = 'const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000));';

/** A program that imports a built package as `api`, does what `work` says, and reports its CPU time. */
export function importingProgram(folder: string, work = ''): string {
  return importingFileProgram(new URL(`../../../packages/${folder}/dist/index.js`, import.meta.url).href, work);
}

/** The same for files of the repository, one after the other. */
export function importingFilesProgram([first = '', ...others]: readonly string[]): string {
  const urlOf = (path: string): string => pathToFileURL(join(root, path)).href;
  return importingFileProgram(
    urlOf(first),
    others.map((path) => `await import(${JSON.stringify(urlOf(path))})`).join('; '),
  );
}

/** The same for the URL of a file. */
export function importingFileProgram(url: string, work = ''): string {
  return `const api = await import(${JSON.stringify(url)}); ${work}; ${report}`;
}

/** Runs an empty program and this one in turn, so that a busy moment falls on both. @throws {Error} when a process fails */
export function importPairs(program: string, rounds: number): readonly ImportPair[] {
  return Array.from({ length: rounds }, () => ({ emptyMs: cpuMs(report), importingMs: cpuMs(program) }));
}

function cpuMs(program: string): number {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (run.status !== 0) throw new Error(`the process failed: ${run.stderr}`);
  return Number(run.stdout);
}
