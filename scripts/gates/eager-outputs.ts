import type { Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/** The output files that load with the entry point: those reached without an `import()`. */
export function eagerOutputs(metafile: Metafile): readonly string[] {
  const entries = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  const reached = new Set(entries.slice(0, 1).map(([path]) => path));
  for (const path of reached) {
    for (const imported of eagerImports(metafile.outputs[path])) {
      if (imported.external !== true) reached.add(imported.path);
    }
  }
  return [...reached];
}

/** The packages that load with the entry point and are not part of the bundle. */
export function eagerPackages(metafile: Metafile): readonly string[] {
  const outside = eagerOutputs(metafile)
    .flatMap((path) => eagerImports(metafile.outputs[path]))
    .filter(({ external }) => external === true)
    .map(({ path }) => path);
  return [...new Set(outside)];
}

/** The files that load with the entry point and the bytes each brings, the heaviest first. */
export function eagerInputs(metafile: Metafile): readonly (readonly [path: string, bytes: number])[] {
  return eagerOutputs(metafile)
    .flatMap((path) => Object.entries(metafile.outputs[path]?.inputs ?? {}))
    .map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const)
    .sort(([, one], [, other]) => other - one);
}

function eagerImports(output: Output | undefined): Output['imports'] {
  return (output?.imports ?? []).filter(({ kind }) => kind !== 'dynamic-import');
}
