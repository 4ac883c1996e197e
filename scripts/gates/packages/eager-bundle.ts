import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';

/** Leaves everything behind an `import()` out: it loads when it is first needed, not with the entry. */
const withoutLater: Plugin = {
  name: 'without-later',
  setup: ({ onResolve }) => {
    onResolve({ filter: /.*/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : null));
  },
};

interface EagerBundle {
  readonly text: string;
  /** The packages that load with the entry and are not part of the bundle. */
  readonly packages: readonly string[];
  /** The files that load with the entry and the bytes each brings, the heaviest first. */
  readonly inputs: readonly (readonly [path: string, bytes: number])[];
  /** Every file that was read, also those of which the bundle needs nothing, and its size. */
  readonly read: ReadonlyMap<string, number>;
}

/** Bundles what loads with an entry point, as an application would, and nothing of what is imported later. */
export async function eagerBundle(options: BuildOptions): Promise<EagerBundle> {
  const { metafile, outputFiles } = await build({
    ...options,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
    write: false,
    plugins: [withoutLater, ...(options.plugins ?? [])],
  } as const satisfies BuildOptions);
  const [output] = Object.values(metafile.outputs);
  return {
    text: outputFiles[0]?.text ?? '',
    packages: [...new Set(outsideOf(output?.imports ?? []))],
    inputs: Object.entries(output?.inputs ?? {})
      .map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const)
      .sort(([, one], [, other]) => other - one),
    read: new Map(Object.entries(metafile.inputs).map(([path, { bytes }]) => [path, bytes])),
  };
}

type Imports = BuildResult<{ metafile: true }>['metafile']['outputs'][string]['imports'];

function outsideOf(imports: Imports): readonly string[] {
  return imports.filter(({ external, kind }) => external === true && kind !== 'dynamic-import').map(({ path }) => path);
}
