import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';

/**
 * Merges what loads together into few files. esbuild makes a file for every module that a lazy file shares with an entry, some 25 of them,
 * and each costs half a millisecond to load. rollup knows what an entry has loaded already.
 */
export async function mergeEagerFiles(folder: string, entries: readonly string[]): Promise<void> {
  const before = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  const bundle = await rollup({
    input: entries.map((name) => join(folder, `${name}.js`)),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    // a lazy file may import from the entry, which is complete by then
    onwarn(warning, warn) {
      if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'es',
    // what several entries share in small pieces costs more to load as files than as unused code
    experimentalMinChunkSize: 12_000,
    // hashes are for the caches of browsers; here thirty of them would be the part of the entry that compresses worst
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Z0-9]{8}$/, '')}.js`,
  });
  await bundle.close();
  const after = new Set(output.map(({ fileName }) => fileName));
  await Promise.all(before.filter((file) => !after.has(file)).map((file) => rm(join(folder, file))));
}
