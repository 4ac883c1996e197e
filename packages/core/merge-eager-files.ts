import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';

/**
 * Puts all that loads at once into one file. esbuild gives every module that a lazy file shares with the entry a file of its own, some 25 of
 * them, at half a millisecond each; rollup knows that what the entry loaded is there already.
 */
export async function mergeEagerFiles(folder: string): Promise<void> {
  const before = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  const bundle = await rollup({
    input: join(folder, 'index.js'),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    // a lazy file may import from the entry, which is complete by then
    onwarn(warning, warn) {
      if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  const { output } = await bundle.write({
    dir: folder,
    format: 'es',
    // hashes are for the caches of browsers; here thirty of them would be the part of the entry that compresses worst
    chunkFileNames: ({ name }) => `${name.replace(/-[A-Z0-9]{8}$/, '')}.js`,
  });
  await bundle.close();
  const after = new Set(output.map(({ fileName }) => fileName));
  await Promise.all(before.filter((file) => !after.has(file)).map((file) => rm(join(folder, file))));
}
