import type { Import } from './import-graph.js';
import { isTestCode } from './repository.js';

const core = 'packages/core/src/';

/**
 * The rooms of core, bottom first. A room imports itself and what stands before it: nothing that decides knows how it is asked, stored or
 * sent. A file directly in `src` is a room too.
 */
const roomsInOrder: readonly string[] = [
  ...['errors.ts', 'is-plain-object.ts'],
  ...[
    'domain/model',
    'domain/inputs',
    'domain/time',
    'domain/stages',
    'domain/policy',
    'domain/access',
    'domain/evolve',
  ],
  ...['domain/decide/outcome', 'domain/decide'],
  ...['options', 'ports', 'http', 'memory-store'],
  ...['messages/words', 'messages/en', 'messages/de', 'messages/fr', 'messages/es', 'messages/ja', 'messages'],
  ...[
    'slack/blocks',
    'slack/request/body',
    'slack/request',
    'slack/request/home',
    'slack/card',
    'slack/notices',
    'slack/surfaces',
    'slack/client',
  ],
  ...['record/hashing', 'record', 'delivery', 'runtime', 'views', 'evidence', 'events', 'storage', 'people', 'pace'],
  ...['work/summary', 'work', 'commands', 'votes', 'kinds'],
  ...[
    'interactions/replies',
    'interactions/inbox',
    'interactions',
    'interactions/receive',
    'api',
    'create-approvals.ts',
  ],
  // the entries
  ...['blocks.ts', 'slack.ts', 'state-machine.ts', 'store.ts', 'evidence.ts', 'host.ts', 'index.ts'],
];

/** The rooms that the first one may not import, though it stands above them. */
const apart: readonly (readonly [room: string, from: string])[] = [
  // what changes an approval hands its work to the runtime, which hands it to the worker
  ['commands', 'work'],
  ['votes', 'work'],
  ['memory-store', 'domain'],
];

function roomOf(path: string): string {
  const inside = path.slice(core.length);
  return inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/')) : inside;
}

/** Lists the imports inside core that point outward, as `from -> target`. An unknown room may import nothing and be imported by none. */
export function againstTheArrow(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => from.startsWith(core) && !isTestCode(from))
    .filter(({ from, target }) => target !== null && !allows(from, target))
    .map(({ from, target }) => `${from} -> ${target}`);
}

function allows(from: string, target: string): boolean {
  if (!target.startsWith(core)) return false;
  const [room, wanted] = [roomOf(from), roomOf(target)];
  if (room === wanted) return true;
  if (apart.some(([one, other]) => room === one && (wanted === other || wanted.startsWith(`${other}/`)))) return false;
  const place = roomsInOrder.indexOf(wanted);
  return place >= 0 && place < roomsInOrder.indexOf(room);
}

/** More files than this in a folder are not taken in at a glance. */
const maxFilesInRoom = 20;

/** Lists the folders of sources and tests that hold too many files, as `path: count`. Captured data counts as one. */
export function crowdedRooms(paths: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of paths.filter((path) => /\.tsx?$/.test(path))) {
    const room = path.slice(0, path.lastIndexOf('/') + 1);
    counts.set(room, (counts.get(room) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > maxFilesInRoom).map(([room, count]) => `${room}: ${count}`);
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
      target === null
        ? /^@k8s-pizza\/[^/]+\//.test(specifier) && !entries.some((entry) => entry.test(specifier))
        : home(target) !== home(from),
    )
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

const published = /^packages\/((?:adapter|source|store)-[^/]+|opentelemetry)\/src\//;
const coreEntry =
  /^@k8s-pizza\/slack-approval(?:\/(?:blocks|slack|state-machine|store|evidence|host|messages\/[a-z]{2}))?$/;
/** The entries that packages have beside their root. */
const entries = [
  coreEntry,
  /^@k8s-pizza\/slack-simulator\/msw$/,
  /^@k8s-pizza\/slack-approval-agents\/(?:ai-sdk|openai|langchain|mastra|claude)$/,
];
/** A program that a package brings puts together what its user would. */
const program = /^packages\/[^/]+\/src\/program\//;
const testingKits = ['@k8s-pizza/slack-approval-testing', '@k8s-pizza/slack-simulator'];

/**
 * Lists what an adapter, a source or a store imports of our packages other than core. In its tests the suites and the simulator are fine
 * too, and in `src/program` every package.
 */
export function siblingImports(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => published.test(from) && !program.test(from))
    .filter(({ specifier }) => specifier.startsWith('@k8s-pizza/'))
    .filter(
      ({ from, specifier }) => !(coreEntry.test(specifier) || (isTestCode(from) && testingKits.includes(specifier))),
    )
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

/** Lists what the simulator imports of our other packages, in its tests too: it serves any Slack app. */
export function importsOfSimulator(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => from.startsWith('packages/slack-simulator/'))
    .filter(({ specifier }) => specifier.startsWith('@k8s-pizza/slack-approval'))
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}

/** Lists what imports an example, by path or by name. */
export function importsOfExamples(imports: readonly Import[]): readonly string[] {
  return imports
    .filter(({ from }) => !from.startsWith('examples/'))
    .filter(({ specifier, target }) => target?.startsWith('examples/') || specifier.startsWith('example-'))
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
}
