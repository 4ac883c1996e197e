import { readIfThere } from './repository.js';

/** The fields of a package.json that the conventions speak of. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A package's manifest, by its folder under `packages/`. */
export function readManifest(folder: string): PackageManifest {
  // as: npm itself has read the file before any script of ours runs
  return JSON.parse(readIfThere(`packages/${folder}/package.json`) ?? '{}') as PackageManifest;
}

/** The address of the repository, as the root package.json has it: `https://…`. The packages and their READMEs name it. */
export function repositoryUrl(): string {
  // as: npm itself has read the file before any script of ours runs
  const { repository } = JSON.parse(readIfThere('package.json') ?? '{}') as {
    readonly repository: { readonly url: string };
  };
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** The folders of packages that are for any Slack app: their names say nothing of approvals, and they import none of our packages. */
export const independent: readonly string[] = ['slack-simulator'];

/** The npm name a folder stands for: `store-sqlite` is `@k8s-pizza/slack-approval-sqlite`. */
export function npmNameOf(folder: string): string {
  if (independent.includes(folder)) return `@k8s-pizza/${folder}`;
  const suffix = folder === 'core' ? '' : `-${folder.replace(/^(?:adapter|source|store)-/, '')}`;
  return `@k8s-pizza/slack-approval${suffix}`;
}

/** The folders of packages that are only a program: they have a `bin`, and export no module. */
export const programs: readonly string[] = ['cli'];

/** The fields that every published package shares. */
export const commonFields = {
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  scripts: { build: 'tsup' },
} as const;

/** The fields that every package with a module shares. */
export const moduleFields = {
  main: './dist/index.cjs',
  module: './dist/index.js',
  types: './dist/index.d.ts',
  exports: {
    '.': {
      '@k8s-pizza/source': './src/index.ts',
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
    },
    './package.json': './package.json',
  },
} as const;
