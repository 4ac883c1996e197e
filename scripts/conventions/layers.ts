import type { Import } from './import-graph.js';
import { isTestCode } from './repository.js';

const core = 'packages/core/src/';

/**
 * What each part of core may import besides itself. A part is a folder, or a file directly in `src`.
 * The arrow points inward: nothing that decides knows how it is asked, stored or sent.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  'errors.ts': [],
  options: ['errors.ts'],
  ports: ['domain', 'errors.ts'],
  slack: ['domain', 'ports', 'options', 'errors.ts'],
  record: ['domain', 'ports', 'options', 'errors.ts'],
  delivery: ['domain', 'ports', 'record', 'options', 'errors.ts'],
  'memory-store-order.ts': [],
  'memory-store.ts': ['memory-store-order.ts', 'ports', 'errors.ts'],
  shell: ['domain', 'ports', 'slack', 'record', 'delivery', 'options', 'errors.ts'],
  'create-approvals.ts': ['domain', 'ports', 'slack', 'record', 'delivery', 'options', 'shell', 'errors.ts'],
  'index.ts': [
    ...['domain', 'ports', 'slack', 'record', 'delivery', 'options', 'shell', 'errors.ts'],
    ...['memory-store.ts', 'create-approvals.ts'],
  ],
};

const partOf = (path: string): string => path.slice(core.length).split('/')[0] ?? '';

/** Lists the imports inside core that point outward, as `from -> target`. An unknown part may import nothing. */
export function againstTheArrow(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => from.startsWith(core) && !isTestCode(from))
    .filter(({ from, target }) => target !== null && !allows(from, target))
    .map(({ from, target }) => `${from} -> ${target}`);
}

function allows(from: string, target: string): boolean {
  if (!target.startsWith(core)) return false;
  const part = partOf(from);
  return partOf(target) === part || (mayImport[part] ?? []).includes(partOf(target));
}

const coreDependencies = ['@slack/types', '@slack/web-api', '@standard-schema/spec', 'eventemitter3'];

/** Lists what core imports from outside that is neither one of its four dependencies nor part of Node. */
export function foreignImports(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from, target }) => from.startsWith(core) && !isTestCode(from) && target === null)
    .filter(({ specifier }) => !specifier.startsWith('node:') && !coreDependencies.includes(specifier))
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

/** Lists the imports that leave their package by a path, or reach into another one past its entry. */
export function pastTheEntry(imports: readonly Import[]): readonly string[] {
  const home = (path: string): string => path.split('/').slice(0, 2).join('/');
  return imports
    .filter(({ from }) => /^(?:packages|examples)\//.test(from) && !from.endsWith('tsup.config.ts'))
    .filter(({ from, specifier, target }) =>
      target === null ? /^@k8s-pizza\/[^/]+\//.test(specifier) : home(target) !== home(from),
    )
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

const published = /^packages\/((?:adapter|source|store)-[^/]+)\/src\//;
const coreOrTesting = /^@k8s-pizza\/slack-approval(?:-testing)?$/;

/** Lists what an adapter, a source or a store imports of our packages other than core; in its tests the suites are fine too. */
export function siblingImports(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from, specifier }) => published.test(from) && specifier.startsWith('@k8s-pizza/'))
    .filter(({ from, specifier }) =>
      isTestCode(from) ? !coreOrTesting.test(specifier) : specifier !== '@k8s-pizza/slack-approval',
    )
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

/** Lists what imports an example, by path or by name. */
export function importsOfExamples(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => !from.startsWith('examples/'))
    .filter(({ specifier, target }) => target?.startsWith('examples/') || specifier.startsWith('example-'))
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}
