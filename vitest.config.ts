import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { scenarioTable } from './tests/scenario/src/scenario-reporter.js';

// without 'module': it is for bundlers, and what some packages have under it Node cannot load
const conditions = ['@k8s-pizza/source', 'node', 'development|production'];

// each package for itself: a well tested one must not hide another
const packageThresholds = Object.fromEntries(
  readdirSync(new URL('packages', import.meta.url)).map((folder) => [
    `packages/${folder}/src/**`,
    { lines: 90, branches: 80, functions: 90, statements: 90 },
  ]),
);

const everywhere = ['{packages,examples,tests}/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'];

/** What takes longest comes first: begun last, it would keep one core busy while the others have nothing left to do. */
const long = [
  'tests/{kill-table,replicas}/test/{azure-tables,postgres,sqlite}.test.ts',
  'tests/scenario/test/azure-tables.test.ts',
  'tests/soak/test/soak.test.ts',
  'packages/store-sqlite/test/sqlite-store.test.ts',
  'packages/store-azure-tables/test/azure-tables-store.test.ts',
  'packages/core/test/{model/model,owed-cards}.test.ts',
  'packages/source-alertmanager/test/alertmanager.test.ts',
  'packages/testing/test/{page-browser,conditions/conditions-browser}.test.ts',
  'examples/pizza/test/{check,demo,demo/{invitation,uninvited-card},function-apart,function-here,hosts,manifests,pipeline,progress,service}.test.ts',
];

/** Nothing outside of its own process takes part in these: one process takes many, and loads what they share once. */
const light = ['packages/core/{src,test}/**/*.test.ts'];

// files are run in the order of their project's name
const projects = [
  { name: '1 long', include: long },
  { name: '2 others', include: everywhere, exclude: [...configDefaults.exclude, ...long, ...light] },
  { name: '3 light', include: light, exclude: [...configDefaults.exclude, ...long], isolate: false },
];

export default defineConfig({
  plugins: [scenarioTable],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: projects.map((test) => ({ extends: true, test })),
    // a process for each file: a crash, a leak, a server or a patched global stays in it
    pool: 'forks',
    // where the library of Azure Functions finds its runtime, of which only a host has the real one
    env: { NODE_PATH: fileURLToPath(new URL('packages/adapter-azure-functions/test/runtime', import.meta.url)) },
    // many tests wait for processes, servers and a browser
    maxWorkers: '200%',
    // a busy machine takes long: only what hangs fails
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    // a test that asserts nothing fails
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      // what runs in a browser is not seen from here: its tests use a real one
      exclude: ['**/*.test.ts', 'packages/*/src/*/testing/**', 'packages/testing/src/page/client/**'],
      reporter: [['text', { skipFull: true }], 'text-summary', 'html'],
      // beside it, not in it, lies what the other gates leave behind
      reportsDirectory: 'coverage/report',
      reportOnFailure: true,
      thresholds: {
        'packages/core/src/domain/**': { lines: 100, branches: 100, functions: 100, statements: 100 },
        ...packageThresholds,
      },
    },
  },
});
