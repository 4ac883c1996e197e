import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { base, campaigns, changing, coverage, testedByCampaigns, testOptions, threshold } from './vitest.base.js';

const everywhere = ['{packages,examples,tests}/*/{src,test}/**/*.test.ts', '{scripts,bench}/**/*.test.ts'];
const notHere = [...configDefaults.exclude, campaigns];

/** What takes longest comes first: begun last, it would keep one core busy while the others have nothing left to do. */
const long = [
  'tests/kill-table/test/*.test.ts',
  'packages/store-sqlite/test/{sqlite-store,processes}.test.ts',
  'packages/store-postgres/test/postgres-store.test.ts',
  'packages/core/test/model/model.test.ts',
  'packages/source-alertmanager/test/alertmanager.test.ts',
  'packages/slack-simulator/test/{page,simulator/conditions}/browser.test.ts',
  'packages/testing/test/page/*.test.ts',
  'examples/pizza/test/{demo/{check,demo,alert-storm,invitation,uninvited-card},deploy/manifests,kubernetes/follow-orders}.test.ts',
  'examples/pizza/test/slack-app/{hosts,pipeline,service}.test.ts',
];

const apart = [...long, ...changing];

const leavesNothing = fileURLToPath(new URL('vitest.leaves-nothing.ts', import.meta.url));

// files are run in the order of their project's name
const projects = [
  { name: '1 apart', include: apart, exclude: notHere },
  // one process takes many files, and loads what they share once
  {
    name: '2 together',
    include: everywhere,
    exclude: [...notHere, ...apart],
    isolate: false,
    setupFiles: [leavesNothing],
  },
];

// each package for itself: a well tested one must not hide another
const packages = readdirSync(new URL('packages', import.meta.url))
  .map((folder) => `packages/${folder}/src/**`)
  .filter((sources) => !testedByCampaigns.includes(sources));

export default defineConfig({
  ...base,
  test: {
    ...testOptions,
    projects: projects.map((test) => ({ extends: true, test })),
    coverage: {
      ...coverage,
      include: ['packages/*/src/**/*.ts'],
      exclude: [...coverage.exclude, ...testedByCampaigns],
      // beside it, not in it, lies what the other gates leave behind
      reportsDirectory: 'coverage/report',
      thresholds: {
        'packages/core/src/domain/**': { lines: 100, branches: 100, functions: 100, statements: 100 },
        ...Object.fromEntries(packages.map((sources) => [sources, threshold])),
      },
    },
  },
});
