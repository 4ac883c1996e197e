import { defineConfig } from 'vitest/config';
import { base, campaigns, coverage, testedByCampaigns, testOptions, thresholdsOf } from './vitest.base.js';

export default defineConfig({
  ...base,
  test: {
    ...testOptions,
    include: [campaigns],
    coverage: {
      ...coverage,
      include: testedByCampaigns.map((folder) => `packages/${folder}/src/**/*.ts`),
      reportsDirectory: 'coverage/campaigns',
      thresholds: thresholdsOf(testedByCampaigns),
    },
  },
});
