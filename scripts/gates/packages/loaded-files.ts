import { root } from '../../conventions/repository.js';
import { eagerBundle } from './eager-bundle.js';

interface LoadedFiles {
  readonly count: number;
  readonly kilobytes: number;
}

const entry = 'entry';

/** What Node reads when it imports these files of the repository. What they import later is left out. */
export async function loadedFiles(paths: readonly string[]): Promise<LoadedFiles> {
  const { read } = await eagerBundle({
    absWorkingDir: root,
    stdin: { contents: paths.map((path) => `import './${path}';`).join('\n'), resolveDir: root, sourcefile: entry },
    ignoreAnnotations: true,
    logLevel: 'error',
  });
  const files = [...read].filter(([path]) => path !== entry);
  return { count: files.length, kilobytes: files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000 };
}
