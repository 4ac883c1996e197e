import type { Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/** The output files that load with the entry point: those reached without an `import()`. */
export function eagerOutputs(metafile: Metafile, entry: string): readonly string[] {
  // what is behind an import() is an entry point of the output as well
  const start = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (start === undefined) throw new Error(`The bundle has no entry point ${entry}.`);
  const reached = new Set([start[0]]);
  for (const path of reached) {
    for (const imported of eagerImports(metafile.outputs[path])) {
      if (imported.external !== true) reached.add(imported.path);
    }
  }
  return [...reached];
}

/** The packages that load with the entry point and are not part of the bundle. */
export function eagerPackages(metafile: Metafile, entry: string): readonly string[] {
  const outside = eagerOutputs(metafile, entry)
    .flatMap((path) => eagerImports(metafile.outputs[path]))
    .filter(({ external }) => external === true)
    .map(({ path }) => path);
  return [...new Set(outside)];
}

/** The files that load with the entry point and the bytes each brings, the heaviest first. */
export function eagerInputs(metafile: Metafile, entry: string): readonly (readonly [path: string, bytes: number])[] {
  return eagerOutputs(metafile, entry)
    .flatMap((path) => Object.entries(metafile.outputs[path]?.inputs ?? {}))
    .map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const)
    .sort(([, one], [, other]) => other - one);
}

function eagerImports(output: Output | undefined): Output['imports'] {
  return (output?.imports ?? []).filter(({ kind }) => kind !== 'dynamic-import');
}
