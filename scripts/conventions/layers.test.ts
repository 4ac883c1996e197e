import { describe, expect, test } from 'vitest';
import { findCycle, importsOf } from './import-graph.js';
import { againstTheArrow, foreignImports, importsOfExamples, pastTheEntry, siblingImports } from './layers.js';
import { typescriptFiles } from './repository.js';

const imports = importsOf(typescriptFiles());
const oneImport = (path: string, specifier: string) => importsOf([{ path, text: `import { a } from '${specifier}';` }]);

describe('the checks see what they look for', () => {
  test.each(['export * from', 'export type { A } from', 'import type { A } from', 'import'])(
    '`%s` is an import',
    (form) => {
      const read = importsOf([{ path: 'packages/core/src/shell/a.ts', text: `${form} '../domain/b.js';` }]);

      expect(read.map(({ target }) => target)).toEqual(['packages/core/src/domain/b.ts']);
    },
  );

  test('a lazy import is an import', () => {
    const read = importsOf([{ path: 'packages/core/src/a.ts', text: "export const a = () => import('./b.js');" }]);

    expect(read.map(({ target }) => target)).toEqual(['packages/core/src/b.ts']);
  });

  test.each([
    ['packages/core/src/domain/a.ts', '../ports/b.js'],
    ['packages/core/src/domain/a.ts', '../errors.js'],
    ['packages/core/src/ports/a.ts', '../slack/b.js'],
    ['packages/core/src/slack/a.ts', '../shell/b.js'],
    ['packages/core/src/record/a.ts', '../delivery/b.js'],
    ['packages/core/src/shell/a.ts', '../create-approvals.js'],
    ['packages/core/src/create-approvals.ts', './index.js'],
    ['packages/core/src/unknown/a.ts', '../domain/b.js'],
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
    ['packages/store-sqlite/src/a.test.ts', '@k8s-pizza/slack-approval-express'],
  ])('%s may not import %s', (path, specifier) => {
    expect(siblingImports(oneImport(path, specifier))).toHaveLength(1);
  });

  test.each(['zod', '@slack/bolt', '@slack/web-api/dist/methods.js', '@k8s-pizza/slack-approval-testing'])(
    'core may not import %s',
    (specifier) => {
      expect(foreignImports(oneImport('packages/core/src/a.ts', specifier))).toHaveLength(1);
      expect(foreignImports(oneImport('packages/core/src/a.test.ts', specifier))).toEqual([]);
    },
  );

  test('a package may not import an example', () => {
    expect(importsOfExamples(oneImport('packages/core/src/a.ts', '../../../examples/pizza/src/b.js'))).toHaveLength(1);
  });

  test('a circle is found', () => {
    const circle = [
      ...oneImport('packages/core/src/shell/a.ts', './b.js'),
      ...oneImport('packages/core/src/shell/b.ts', '../record/c.js'),
      ...oneImport('packages/core/src/record/c.ts', '../shell/a.js'),
    ];

    expect(findCycle(circle)).toHaveLength(4);
    expect(findCycle(circle.slice(1))).toBeNull();
  });
});

describe('the repository', () => {
  test('core imports along the arrow: domain, then slack and ports, then the shell, then the entry', () => {
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

  test('nothing imports an example', () => {
    expect(importsOfExamples(imports)).toEqual([]);
  });

  test('no file imports itself, however far around', () => {
    expect(findCycle(imports)).toBeNull();
  });
});
