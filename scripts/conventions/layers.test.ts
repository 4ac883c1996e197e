import { describe, expect, test } from 'vitest';
import { findCycle, importsOf } from './import-graph.js';
import {
  againstTheArrow,
  crowdedRooms,
  foreignImports,
  importsOfExamples,
  importsOfSimulator,
  pastTheEntry,
  siblingImports,
} from './layers.js';
import { typescriptFiles } from './repository.js';

const imports = importsOf(typescriptFiles());
const oneImport = (path: string, specifier: string) => importsOf([{ path, text: `import { a } from '${specifier}';` }]);

describe('the checks see what they look for', () => {
  test.each(['export * from', 'export type { A } from', 'import type { A } from', 'import'])(
    '`%s` is an import',
    (form) => {
      const read = importsOf([{ path: 'packages/core/src/work/a.ts', text: `${form} '../domain/b.js';` }]);

      expect(read.map(({ target }) => target)).toEqual(['packages/core/src/domain/b.ts']);
    },
  );

  test('a lazy import is an import', () => {
    const read = importsOf([{ path: 'packages/core/src/a.ts', text: "export const a = () => import('./b.js');" }]);

    expect(read.map(({ target }) => target)).toEqual(['packages/core/src/b.ts']);
  });

  test.each([
    ['packages/core/src/domain/model/a.ts', '../policy/b.js'],
    ['packages/core/src/domain/model/a.ts', '../policy/c.js'],
    ['packages/core/src/ports/a.ts', '../slack/blocks/b.js'],
    ['packages/core/src/slack/card/a.ts', '../../runtime/b.js'],
    ['packages/core/src/record/a.ts', '../delivery/b.js'],
    ['packages/core/src/votes/a.ts', '../work/b.js'],
    ['packages/core/src/commands/a.ts', '../work/summary/b.js'],
    ['packages/core/src/api/a.ts', '../create-approvals.js'],
    ['packages/core/src/create-approvals.ts', './index.js'],
    ['packages/core/src/unknown/a.ts', '../domain/model/b.js'],
    ['packages/core/src/api/a.ts', '../unknown/b.js'],
  ])('%s may not import %s', (path, specifier) => {
    expect(againstTheArrow(oneImport(path, specifier))).toHaveLength(1);
  });

  test.each([
    ['packages/adapter-express/src/a.ts', '@k8s-pizza/slack-approval/dist/index.js'],
    ['packages/adapter-express/src/a.ts', '../../core/src/index.js'],
    ['examples/pizza/src/a.ts', '../../../packages/core/src/index.js'],
  ])('%s may not reach %s', (path, specifier) => {
    expect(pastTheEntry(oneImport(path, specifier))).toHaveLength(1);
  });

  test.each([
    ['packages/adapter-express/src/a.ts', '@k8s-pizza/slack-approval-sqlite'],
    ['packages/store-sqlite/src/a.ts', '@k8s-pizza/slack-approval-testing'],
    ['packages/store-sqlite/src/a.ts', '@k8s-pizza/slack-simulator'],
    ['packages/store-sqlite/src/a.test.ts', '@k8s-pizza/slack-approval-express'],
  ])('%s may not import %s', (path, specifier) => {
    expect(siblingImports(oneImport(path, specifier))).toHaveLength(1);
  });

  test('the program of a source may import what it puts together', () => {
    const specifier = '@k8s-pizza/slack-approval-sqlite';

    expect(siblingImports(oneImport('packages/source-mcp/src/program/a.ts', specifier))).toEqual([]);
    expect(siblingImports(oneImport('packages/source-mcp/src/a.ts', specifier))).toHaveLength(1);
  });

  test.each(['zod', '@slack/bolt', '@slack/web-api/dist/methods.js', '@k8s-pizza/slack-approval-testing'])(
    'core may not import %s',
    (specifier) => {
      expect(foreignImports(oneImport('packages/core/src/a.ts', specifier))).toHaveLength(1);
      expect(foreignImports(oneImport('packages/core/src/a.test.ts', specifier))).toEqual([]);
    },
  );

  test.each([
    ['packages/slack-simulator/src/a.ts', '@k8s-pizza/slack-approval/host'],
    ['packages/slack-simulator/test/a.test.ts', '@k8s-pizza/slack-approval-testing'],
  ])('%s may not import %s', (path, specifier) => {
    expect(importsOfSimulator(oneImport(path, specifier))).toHaveLength(1);
  });

  test('a package may not import an example', () => {
    expect(importsOfExamples(oneImport('packages/core/src/a.ts', '../../../examples/pizza/src/b.js'))).toHaveLength(1);
  });

  test('a room with one file too many is found', () => {
    const room = Array.from({ length: 21 }, (_, index) => `packages/core/src/work/a${index}.ts`);

    expect(crowdedRooms(room)).toEqual(['packages/core/src/work/: 21']);
    expect(crowdedRooms(room.slice(1))).toEqual([]);
  });

  test('a circle is found', () => {
    const circle = [
      ...oneImport('packages/core/src/work/a.ts', './b.js'),
      ...oneImport('packages/core/src/work/b.ts', '../record/c.js'),
      ...oneImport('packages/core/src/record/c.ts', '../work/a.js'),
    ];

    expect(findCycle(circle)).toHaveLength(4);
    expect(findCycle(circle.slice(1))).toBeNull();
  });
});

describe('the repository', () => {
  test('a room of core imports only rooms below it', () => {
    expect(againstTheArrow(imports)).toEqual([]);
  });

  test('core imports its four dependencies and Node, nothing else', () => {
    expect(foreignImports(imports)).toEqual([]);
  });

  test('no package is entered except by its name', () => {
    expect(pastTheEntry(imports)).toEqual([]);
  });

  test('adapters and stores know core, never each other', () => {
    expect(siblingImports(imports)).toEqual([]);
  });

  test('the simulator knows none of our other packages', () => {
    expect(importsOfSimulator(imports)).toEqual([]);
  });

  test('no room holds more than twenty files', () => {
    expect(crowdedRooms(typescriptFiles().map(({ path }) => path))).toEqual([]);
  });

  test('nothing imports an example', () => {
    expect(importsOfExamples(imports)).toEqual([]);
  });

  test('no file imports itself, however far around', () => {
    expect(findCycle(imports)).toBeNull();
  });
});
