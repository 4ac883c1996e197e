import { readdirSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { base, campaigns, coverage, testedByCampaigns, testOptions, thresholdsOf } from './vitest.base.js';

const everywhere = ['{packages,examples,tests}/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts'];
const notHere = [...configDefaults.exclude, campaigns];

/** What takes longest comes first: begun last, it would keep one core busy while the others have nothing left to do. */
const long = [
  'tests/kill-table/test/*.test.ts',
  'packages/store-sqlite/test/sqlite-store.test.ts',
  'packages/core/test/{model/model,owed-cards}.test.ts',
  'packages/source-alertmanager/test/alertmanager.test.ts',
  'packages/testing/test/{page-browser,conditions/conditions-browser}.test.ts',
  'examples/pizza/test/{check,demo,demo/{invitation,uninvited-card},function-apart,hosts,manifests,pipeline,progress,service}.test.ts',
];

/** Nothing outside of its own process takes part in these: one process takes many, and loads what they share once. */
const light = ['packages/core/{src,test}/**/*.test.ts'];

// files are run in the order of their project's name
const projects = [
  { name: '1 long', include: long, exclude: notHere },
  { name: '2 others', include: everywhere, exclude: [...notHere, ...long, ...light] },
  { name: '3 light', include: light, exclude: [...notHere, ...long], isolate: false },
];

const packages = readdirSync(new URL('packages', import.meta.url)).filter(
  (folder) => !testedByCampaigns.includes(folder),
);

export default defineConfig({
  ...base,
  test: {
    ...testOptions,
    projects: projects.map((test) => ({ extends: true, test })),
    coverage: {
      ...coverage,
      include: packages.map((folder) => `packages/${folder}/src/**/*.ts`),
      // beside it, not in it, lies what the other gates leave behind
      reportsDirectory: 'coverage/report',
      thresholds: {
        'packages/core/src/domain/**': { lines: 100, branches: 100, functions: 100, statements: 100 },
        ...thresholdsOf(packages),
      },
    },
  },
});
