import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GetModuleInfo, rollup } from 'rollup';

const hash = /-[A-Z0-9]{8}(?=\.js$)/;

interface Entries {
  readonly main: string;
  /** Groups of entries, by the name of the file that holds what they share with the main one. */
  readonly light: Readonly<Record<string, readonly string[]>>;
  readonly others: readonly string[];
  /** What loads after the main entry: by the name of its file, the entry or the lazy file that needs it. A module goes to the first that does. */
  readonly late: Readonly<Record<string, string>>;
}

/**
 * Merges what loads together into few files. esbuild makes a file for every module that a lazy file shares with an entry, some 25 of them,
 * and each costs half a millisecond to load. rollup knows what an entry has loaded already.
 */
export async function mergeEagerFiles(folder: string, { main, light, others, late }: Entries): Promise<void> {
  const entries = entryNames({ main, light, others });
  const before = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  const pathOf = (name: string): string => join(folder, before.find((file) => isNamed(file, name)) ?? `${name}.js`);
  const bundle = await rollup({
    // by name, so that an entry in a folder stays in it
    input: Object.fromEntries(entries.map((name) => [name, join(folder, `${name}.js`)])),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    // a lazy file may import from the entry, which is complete by then
    onwarn(warning, warn) {
      if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  // what loads with the main entry becomes one file, and one more for each group of entries that are useful without it
  const fileOf = (id: string, info: GetModuleInfo): string | undefined => {
    const loadsWith = (name: string): boolean => loadedWith(pathOf(name), info).has(id);
    if (!loadsWith(main)) return info(id)?.isEntry === true ? undefined : lateFile(loadsWith);
    return Object.keys(light).find((group) => light[group]?.some(loadsWith)) ?? 'core';
  };
  const lateFile = (loadsWith: (name: string) => boolean): string | undefined =>
    Object.keys(late).find((file) => loadsWith(late[file] ?? ''));
  const { output } = await bundle.write({
    dir: folder,
    format: 'es',
    manualChunks: (id, { getModuleInfo }) => fileOf(id, getModuleInfo),
    onlyExplicitManualChunks: true,
    // hashes are for the caches of browsers; here thirty of them would be the part of the entry that compresses worst
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Z0-9]{8}$/, '')}.js`,
  });
  await bundle.close();
  const after = new Set(output.map(({ fileName }) => fileName));
  await Promise.all(before.filter((file) => !after.has(file)).map((file) => rm(join(folder, file))));
}

/** @returns whether it is the file of that name, with esbuild's hash or without */
function isNamed(file: string, name: string): boolean {
  return file.replace(hash, '') === `${name}.js`;
}

export function entryNames({ main, light, others }: Pick<Entries, 'main' | 'light' | 'others'>): readonly string[] {
  return [main, ...Object.values(light).flat(), ...others];
}

/** The files that load with a file. */
function loadedWith(path: string, info: GetModuleInfo, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(path)) return loaded;
  loaded.add(path);
  for (const id of info(path)?.importedIds ?? []) loadedWith(id, info, loaded);
  return loaded;
}
