import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';
import { scenarioTable } from './tests/scenario/src/scenario-table.js';
import { sourceTable } from './tests/sources/src/source-table.js';
import { printTables } from './tests/tables/src/table-reporter.js';

/** A test that takes long or needs much: `npm run test:campaigns` runs it, `npm test` does not. */
export const campaigns = '**/*.campaign.test.ts';

/** What only campaigns test, since it needs Azurite: the campaigns judge its coverage. */
export const testedByCampaigns = ['packages/store-azure-tables/src/**', 'packages/cli/src/stores/inspect-tables.ts'];

/**
 * These change what their process shares: Azure Functions keeps one list of functions, Hono replaces `Request` and `Response`, and
 * a module that is mocked stays in what has imported it.
 */
export const changing = [
  'packages/adapter-azure-functions/test/*.test.ts',
  'tests/scenario/test/azure-functions.test.ts',
  'examples/pizza/test/function/function-*.test.ts',
  'packages/testing/test/web-standard.test.ts',
  'tests/scenario/test/web-standard.test.ts',
  'examples/recipes/test/hono-on-workers.test.ts',
  'packages/core/src/record/hashing/digest.test.ts',
  'packages/core/test/events/log-lines.test.ts',
  'packages/core/test/client/missing-web-api.test.ts',
];

// without 'module': bundlers use it, and Node cannot load what some packages have there
const conditions = ['@k8s-pizza/source', 'node', 'development|production'];

export const threshold = { lines: 90, branches: 80, functions: 90, statements: 90 };

export const base = {
  plugins: [printTables('result-tables', scenarioTable, sourceTable)],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
} satisfies ViteUserConfig;

export const testOptions = {
  // processes, not threads: a crash or a patched global of one does not reach another
  pool: 'forks',
  globalSetup: fileURLToPath(new URL('tests/processes/src/share-in-run.ts', import.meta.url)),
  // the library of Azure Functions finds its runtime here; only a host has the real one
  env: { NODE_PATH: fileURLToPath(new URL('packages/adapter-azure-functions/test/runtime', import.meta.url)) },
  // many tests wait for processes, servers and a browser; vitest takes a percentage for at most the number of cores
  maxWorkers: 2 * availableParallelism(),
  // a busy machine takes long: only a test that hangs fails
  testTimeout: 60_000,
  hookTimeout: 60_000,
  allowOnly: false,
  // a test that asserts nothing fails
  expect: { requireAssertions: true },
  restoreMocks: true,
  unstubEnvs: true,
  unstubGlobals: true,
} satisfies ViteUserConfig['test'];

export const coverage = {
  provider: 'v8',
  // these tests cannot see what runs in a browser: a real one tests it
  exclude: ['**/*.test.ts', 'packages/*/src/*/testing/**', 'packages/slack-simulator/src/page/client/**'],
  reporter: [['text', { skipFull: true }], 'text-summary', 'html'],
  reportOnFailure: true,
} satisfies NonNullable<ViteUserConfig['test']>['coverage'];
